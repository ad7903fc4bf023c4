"""Papers: what they say, that they say it for ever, and who may read them."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from billing.ledger import acts, closing, receivables
from billing.line_words import told_of_lines, told_on_paper
from billing.models import Act, ClosingDocument
from billing.snapshots import _sums, closing_snapshot, correction_snapshot
from orders.models import OrderLine
from tests.factories.billing import (
    Ordered,
    charge_order,
    make_act,
    make_charged_order,
    make_event,
    make_posted_act,
    make_priced_order,
    today,
)
from tests.factories.catalog import make_material
from tests.factories.customers import make_address, make_contact, make_counterparty
from tests.factories.lab import client_of, make_employee, make_settings


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def drawn(client, name, number) -> str:
    answer = client.get(reverse(f"billing:{name}", args=[number]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return text_of(answer.content)


@pytest.mark.django_db
def test_the_paper_of_an_act_says_who_did_what_for_how_much(accountant):
    make_settings(name="Meridian Laboratory")
    order = make_priced_order(
        Ordered("80.00", "2", discount="10"), customer=make_counterparty(name="North Clinic")
    )
    gold = make_material(name="Gold", unit="g")
    act = make_posted_act(
        order,
        performer=make_employee("Ada Smith", roles=["technician"]),
        assistant=make_employee("Bob Brown", roles=["technician"]),
        materials=[(gold.pk, Decimal("1.5"))],
    )
    said = drawn(accountant, "act_pdf", act.number)
    name = order.lines.get().name
    for words in (
        act.number,
        order.number,
        "Meridian Laboratory",
        "North Clinic",
        "Ada Smith",
        "Bob Brown",
        name,
        "144.00",
        "24.00",
        "Gold",
    ):
        assert words in said


@pytest.mark.django_db
def test_a_counter_act_names_what_it_reverses_with_negated_amounts():
    act = make_posted_act(
        make_priced_order(Ordered("12.00", "3")), materials=[(make_material().pk, Decimal(2))]
    )
    paper = acts.reverse(act, event=make_event(), on=today()).snapshot
    assert (paper["kind"], paper["reverses"], paper["total"]) == ("counter_act", act.number, "-36.00")
    assert (paper["lines"][0]["quantity"], paper["materials"][0]["quantity"]) == ("-3", "-2")


@pytest.mark.django_db
def test_a_closing_document_lists_its_orders_with_their_acts_and_taxes():
    customer = make_counterparty(name="North", legal_name="North Ltd", tax_id="77")
    make_address(counterparty=customer, text="1 Quay")
    contact = make_contact(counterparty=customer, name="Dr Ivanova")
    first = make_priced_order(
        Ordered("120.00", "1", tax="20"),
        Ordered("110.00", "2", tax="10"),
        customer=customer,
        contact=contact,
        patient_name="Bella",
    )
    second = make_priced_order(Ordered("60.00", tax="20"), customer=customer)
    numbers = [make_posted_act(order).number for order in (first, second)]
    paper = closing_snapshot([first, second])
    assert [(block["number"], block["acts"], block["amount"]) for block in paper["orders"]] == [
        (first.number, [numbers[0]], "340.00"),
        (second.number, [numbers[1]], "60.00"),
    ]
    assert (paper["orders"][0]["patient"], paper["orders"][0]["contact"]) == ("Bella", "Dr Ivanova")
    assert paper["taxes"] == [
        {"percent": "10", "amount": "220.00", "net": "200.00", "tax": "20.00"},
        {"percent": "20", "amount": "180.00", "net": "150.00", "tax": "30.00"},
    ]
    assert paper["total"] == "400.00"
    assert (paper["customer"]["legal_name"], paper["customer"]["address"]) == ("North Ltd", "1 Quay")


@pytest.mark.django_db
def test_papers_say_how_a_line_came_to_its_amount_and_what_it_was_made_of():
    order = make_priced_order(Ordered("80.00", "2", discount="10"), Ordered("15.00"))
    order.lines.filter(unit_price=80).update(details={"teeth": "11, 21", "shade": "A2"})
    act = make_posted_act(order)
    (block,) = closing_snapshot([order])["orders"]
    says = ("price", "taken_off", "discount_percent", "details", "rush")
    for lines in (act.snapshot["lines"], block["lines"]):
        assert [{name: line[name] for name in says if name in line} for line in lines] == [
            {
                "price": "80.00",
                "taken_off": "-16.00",
                "discount_percent": "10",
                "details": [["teeth", "11, 21"], ["shade", "A2"]],
            },
            {"price": "15.00"},
        ]
    negated = acts.reverse(act, event=make_event(), on=today()).snapshot["lines"][0]
    assert (negated["price"], negated["taken_off"]) == ("80.00", "16.00")


@pytest.mark.django_db
def test_a_rush_stands_beside_the_price_of_one_and_a_price_that_leads_nowhere_is_not_said():
    order = make_priced_order(Ordered("10.00", "3"))
    line = order.lines.get()
    order.rush_percent, order.discount_percent = Decimal(50), Decimal(10)
    held = {"quantity": Decimal(2), "gross": Decimal("29.00"), "net": Decimal("27.00"), "places": 2}
    told = told_of_lines([line.pk])[line.pk]
    assert told_on_paper(order, told, **held) == {"price": "10.00", "rush": "9.00", "taken_off": "-2.00"}
    order.rush_percent = None
    assert told_on_paper(order, told, **held) == {}


@pytest.mark.django_db
def test_parts_of_a_line_in_several_acts_are_one_line_of_the_closing_document():
    order = make_priced_order(Ordered("10.00", "3"))
    line = order.lines.get()
    for _ in range(3):
        make_posted_act(order, {line: "1"})
    acts.reverse(Act.objects.standing().filter(order=order).last(), event=make_event(), on=today())
    (block,) = closing_snapshot([order])["orders"]
    assert [(row["quantity"], row["amount"]) for row in block["lines"]] == [("2", "20.00")]
    assert len(block["acts"]) == 2


@pytest.mark.django_db
def test_the_paper_adds_up_to_what_is_charged():
    order = make_charged_order("99.99")
    document = ClosingDocument.objects.get()
    assert Decimal(document.snapshot["total"]) == document.total == order.final_price


@pytest.mark.django_db
def test_a_correction_says_the_same_negated_and_why(accountant):
    order = make_charged_order("507.00")
    document = ClosingDocument.objects.get()
    OrderLine.objects.filter(order=order).update(name="Renamed since")
    receivables.reverse_charge(order, event=make_event(), on=today())
    snapshot = correction_snapshot(document, order, "Shade was wrong.")
    correction = closing.correct(document, order, snapshot=snapshot, event=make_event(), on=date(2026, 7, 1))
    assert correction.snapshot["corrects"]["number"] == document.number
    assert Decimal(correction.snapshot["total"]) == correction.total == Decimal(-507)
    said = drawn(accountant, "document_pdf", correction.number)
    for words in (
        correction.number,
        document.number,
        order.number,
        "Shade was wrong.",
        f"This is a correction: it takes back what invoice {document.number}",
        "−507.00",
        "1 July 2026",
    ):
        assert words in said
    assert "Renamed since" not in said


@pytest.mark.django_db
def test_an_issued_document_reads_the_same_whatever_changed_since(accountant):
    make_settings(name="Old laboratory", address="Old street")
    order = make_priced_order(customer=make_counterparty(name="Old clinic"))
    make_posted_act(order)
    document = charge_order(order)
    before = drawn(accountant, "document_pdf", document.number)
    make_settings(name="New laboratory", address="New street")
    order.customer.name = "New clinic"
    order.customer.save()
    OrderLine.objects.filter(order=order).update(name="New service")
    after = drawn(accountant, "document_pdf", document.number)
    assert after == before
    assert "Old clinic" in after


@pytest.mark.django_db
def test_a_closing_document_is_drawn_without_asking_orders_or_customers(accountant):
    make_charged_order()
    number = ClosingDocument.objects.get().number
    with CaptureQueriesContext(connection) as captured:
        drawn(accountant, "document_pdf", number)
    asked = " ".join(query["sql"] for query in captured)
    assert "customers_" not in asked
    assert "orders_" not in asked


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["act_pdf", "document_pdf"])
def test_papers_are_shut_for_technicians(name):
    order = make_charged_order("7777.77")
    number = {
        "act_pdf": Act.objects.get(order=order).number,
        "document_pdf": ClosingDocument.objects.get().number,
    }[name]
    answer = client_of(make_employee(roles=["technician"])).get(reverse(f"billing:{name}", args=[number]))
    assert answer.status_code == 403
    assert b"777" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["act_pdf", "document_pdf"])
def test_an_unknown_number_has_no_paper(accountant, name):
    make_act(make_priced_order())
    for number in ("None", "A-1999-00001", "%00", "x" * 300):
        assert accountant.get(reverse(f"billing:{name}", args=[number])).status_code == 404


lines = st.lists(
    st.tuples(st.integers(-(10**9), 10**9), st.sampled_from(["0", "5.5", "10", "20"])), max_size=20
)


@given(lines=lines)
def test_net_and_tax_of_each_rate_add_up_to_the_total(lines):
    rows = [{"amount": str(Decimal(units).scaleb(-2)), "tax_percent": percent} for units, percent in lines]
    sums = _sums([{"lines": rows}], "EUR")
    assert sum(Decimal(row["net"]) + Decimal(row["tax"]) for row in sums["taxes"]) == Decimal(sums["total"])
    assert Decimal(sums["total"]) == sum((Decimal(row["amount"]) for row in rows), Decimal(0))
