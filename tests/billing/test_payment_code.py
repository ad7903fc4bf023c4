"""The payment code: what it says, where it stands, and where it must not."""

import json
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
import segno
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from billing.ledger import closing
from billing.models import ClosingDocument
from billing.snapshots import correction_snapshot
from common import frozen
from common.account_numbers import in_fours
from common.payment_code import payment_code
from tests.factories.billing import make_charged_order, make_event, make_payment, today
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee, make_settings

IBAN = "DE89370400440532013000"
LAB = {"name": "Meridian", "legal_name": "Meridian Dental GmbH", "iban": IBAN, "bic": "COBADEFFXXX"}


def picture_of(*lines: str) -> str:
    """What a scanner must read, drawn by the library of codes alone."""
    drawn = segno.make("\n".join(lines).encode("iso-8859-1"), error="m", boost_error=False, micro=False)
    return drawn.svg_data_uri(border=4, scale=4, light="white")


def expected(amount: str, purpose: str) -> str:
    account = ("COBADEFFXXX", "Meridian Dental GmbH", IBAN)
    return picture_of("BCD", "002", "2", "SCT", *account, f"EUR{amount}", "", "", purpose)


def paper(document: ClosingDocument) -> str:
    return render_to_string("print/closing.html", {"paper": document.snapshot})


def document_of(order) -> ClosingDocument:
    return ClosingDocument.objects.get(orders__order=order, kind="closing")


@pytest.mark.django_db
def test_a_closing_document_bears_the_code_of_its_total_and_its_number():
    make_settings(**LAB)
    document = document_of(make_charged_order("1234.50"))
    said = paper(document)
    assert expected("1234.5", document.number) in said
    assert in_fours(IBAN) in said
    assert "COBADEFFXXX" in said


def test_a_statement_asks_for_what_is_owed_at_its_head_and_one_of_nothing_does_not():
    statement = json.loads((Path(__file__).parents[1] / "papers/told/statement.json").read_text())
    said = render_to_string("print/statement.html", statement)
    asked, rest = said.split("Opening balance", 1)
    assert f"{statement['paper']['total']} EUR" in asked
    assert statement["paper"]["purpose"] in asked
    assert "Scan to pay" in asked
    assert "Amount due" not in rest
    statement["paper"] |= {"closing": "-12.00", "total": "-12.00"}
    assert "Amount due" not in render_to_string("print/statement.html", statement)


@pytest.mark.django_db
def test_the_code_stays_with_the_account_of_the_day_it_was_issued():
    make_settings(**LAB)
    document = document_of(make_charged_order("80.00"))
    make_settings(iban="GB29NWBK60161331926819", bic="", legal_name="Another")
    document = ClosingDocument.objects.get(pk=document.pk)
    assert expected("80", document.number) in paper(document)
    assert document.snapshot_hash == frozen.snapshot_hash(document.snapshot)


@pytest.mark.django_db
@pytest.mark.parametrize(("fields", "currency"), [({**LAB, "iban": ""}, "EUR"), (LAB, "USD")])
def test_without_an_account_or_in_another_currency_there_is_no_code(fields, currency):
    make_settings(**fields)
    assert "payment-square" not in paper(document_of(make_charged_order("80.00", currency=currency)))


@pytest.mark.django_db
def test_a_document_over_nothing_bears_no_code():
    make_settings(**LAB)
    assert "payment-square" not in paper(document_of(make_charged_order("0.00")))


@pytest.mark.django_db
def test_a_correction_is_never_to_be_paid():
    make_settings(**LAB)
    order = make_charged_order("80.00")
    document = document_of(order)
    with transaction.atomic():
        snapshot = correction_snapshot(document, order)
        event = make_event("unrealize")
        correction = closing.correct(document, order, snapshot=snapshot, event=event, on=today())
    assert "payment-square" not in paper(correction)


@pytest.mark.django_db
def test_a_paper_frozen_before_there_was_an_account_is_drawn_as_it_was():
    make_settings(**LAB)
    snapshot = dict(document_of(make_charged_order("80.00")).snapshot)
    snapshot["lab"] = {name: said for name, said in snapshot["lab"].items() if name not in ("iban", "bic")}
    assert "payment-square" not in render_to_string("print/closing.html", {"paper": snapshot})


@pytest.mark.django_db
def test_the_payment_instructions_bear_the_code_of_what_is_due():
    make_settings(**LAB)
    customer = make_counterparty()
    order = make_charged_order("100.00", customer=customer)
    make_payment(customer, "40.00", order=order)
    client = client_of(make_employee(roles=["accountant"]))
    address = reverse("workflow:payment_instructions", args=[order.number])
    shown = client.get(address).text
    assert expected("60", order.number) in shown
    assert in_fours(IBAN) in shown
    make_payment(customer, "60.00", order=order)
    assert "payment-code" not in client.get(address).text


@given(
    name=st.text(max_size=100),
    amount=st.decimals(Decimal("-10"), Decimal(10) ** 10, places=3),
    purpose=st.text(max_size=200),
)
def test_whatever_the_name_and_the_amount_there_is_a_code_or_none(name, amount, purpose):
    code = payment_code(name=name, iban=IBAN, amount=amount, currency="EUR", purpose=purpose)
    payable = Decimal("0.01") <= amount <= Decimal("999999999.99") and amount == round(amount, 2)
    assert code is None or payable
    if code:
        assert code.name in " ".join(name.split())
        assert unquote(code.picture).startswith("data:image/svg+xml")
