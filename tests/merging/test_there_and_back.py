"""Whatever stood with two customers, or two patients: merged and taken back, every row says again what it said."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from billing.standing import balances, free_advance
from customers.models import Address, Contact, Counterparty, CustomerPriceList, Patient
from lab.cause import Cause
from orders.models import Order
from tests.factories.billing import (
    Ordered,
    charge_order,
    make_payment,
    make_posted_act,
    make_priced_order,
    make_refund,
    today,
)
from tests.factories.catalog import make_service
from tests.factories.customers import make_address, make_contact, make_counterparty, make_patient
from tests.factories.lab import make_employee
from tests.sizes import booking
from tests.use_cases.evidence import rows_of, tables
from verification import merges, payments, statements
from workflow.merging.merge_customers import merge_customers
from workflow.merging.merge_patients import merge_patients
from workflow.merging.pairs import CustomerPair, PatientPair
from workflow.merging.take_back_merge import take_back_merge

GROWS = {
    *("lab.event", "lab.recordevent", "orders.orderevent"),
    *("customers.merge", "customers.mergerow", "customers.mergetakenback"),
}
"""Tables that tell what was done."""
amounts = st.integers(1, 20000).map(lambda units: str(Decimal(units).scaleb(-2)))
texts = st.sampled_from(["", "1", "2"])
customer = st.fixed_dictionaries({"phone": texts, "email": texts, "tax_id": texts, "notes": texts})
orders = st.lists(st.tuples(amounts, st.booleans(), st.one_of(st.none(), amounts)), max_size=3)
stories = st.fixed_dictionaries(
    {
        "customer": customer,
        "tags": st.sets(st.sampled_from(["chain", "near"])),
        "orders": orders,
        "advance": st.one_of(st.none(), amounts),
        "refunds": st.booleans(),
        "contacts": st.integers(0, 2),
        "addresses": st.integers(0, 1),
        "has_prices": st.booleans(),
    }
)


def stand():
    """Every row of the house but for what tells of the merge, and for the versions of orders, which only grow."""
    read = {
        model._meta.label_lower: rows_of(model) for model in tables() if model._meta.label_lower not in GROWS
    }
    place = [field.attname for field in Order._meta.concrete_fields].index("version")
    read["orders.order"] = [row[:place] + row[place + 1 :] for row in read["orders.order"]]
    keyed = "customers.counterparty_tags"
    read[keyed] = sorted(row[1:] for row in read[keyed])
    return read


def furnish(told, earlier: bool) -> Counterparty:
    found = make_counterparty(
        tags=told["tags"], **told["customer"] | {"email": f"a{told['customer']['email']}@example.org"}
    )
    for price, is_charged, paid in told["orders"]:
        order = make_priced_order(Ordered(price), customer=found)
        make_posted_act(order)
        if is_charged:
            charge_order(order)
        if paid:
            make_payment(found, paid, order=order)
    if told["advance"]:
        make_payment(found, told["advance"])
        if told["refunds"]:
            make_refund(found, told["advance"])
    for _time in range(told["contacts"]):
        make_contact(counterparty=found)
    for _time in range(told["addresses"]):
        make_address(counterparty=found)
    if told["has_prices"]:
        CustomerPriceList.objects.create(counterparty=found, valid_from=today())
    if earlier:
        merge_customers(found.pk, make_counterparty().pk, manager())
    return found


def manager() -> Cause:
    from django.utils import timezone

    return Cause(make_employee(roles=["manager"]), timezone.now())


def sound() -> list[str]:
    """What the oracle says of money and merges; the bare orders here are charged without having been realized."""
    checks = (
        payments.money_is_given_out_once,
        payments.every_advance_can_be_used,
        statements.ages_come_to_the_ledger,
        merges.merges_lead_where_they_say,
    )
    return [sentence for check in checks for sentence in check().wrong]


@pytest.mark.django_db(transaction=False)
@booking(15)
@given(kept=stories, gone=stories, earlier=st.booleans(), data=st.data())
def test_customers(kept, gone, earlier, data):
    with transaction.atomic():
        make_service()
        stays, goes = furnish(kept, False), furnish(gone, earlier)
        fill = data.draw(st.lists(st.sampled_from(["phone", "tax_id", "notes"]), unique=True))
        cause = manager()
        before, both = stand(), (balances(stays), balances(goes))
        advances = free_advance(stays, "EUR") + free_advance(goes, "EUR")
        merge = merge_customers(stays.pk, goes.pk, cause, fill=fill, seen=CustomerPair(stays, goes).digest())
        together = sum((one.get("EUR", Decimal(0)) for one in both), Decimal(0))
        assert balances(stays).get("EUR", Decimal(0)) == together
        assert free_advance(stays, "EUR") == advances
        assert sound() == []
        take_back_merge(merge.pk, cause, reason="not the same")
        assert stand() == before
        assert (balances(stays), balances(goes)) == both
        assert sound() == []
        transaction.set_rollback(True)  # the next example finds nothing


@pytest.mark.django_db(transaction=False)
@booking(10)
@given(kept=texts, gone=texts, counts=st.tuples(st.integers(0, 2), st.integers(0, 2)), fills=st.booleans())
def test_patients(kept, gone, counts, fills):
    with transaction.atomic():
        pair = make_patient(card_number=kept), make_patient(card_number=gone, born_on=today())
        for patient, count in zip(pair, counts, strict=True):
            for _time in range(count):
                make_priced_order(patient=patient)
        cause, before = manager(), stand()
        fill = PatientPair(*pair).filling() if fills else []
        merge = merge_patients(pair[0].pk, pair[1].pk, cause, fill=fill)
        assert Order.objects.filter(patient=pair[0]).count() == sum(counts)
        take_back_merge(merge.pk, cause, reason="not the same")
        assert stand() == before
        assert sound() == []
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_what_is_compared_would_show_a_row_that_did_not_go_back():
    stays, goes = make_counterparty(), make_counterparty()
    contact, patient = make_contact(counterparty=goes), make_patient()
    before = stand()
    merge_customers(stays.pk, goes.pk, manager())
    shown = {name for name, rows in stand().items() if rows != before[name]}
    assert {"customers.contact", "customers.counterparty"} <= shown
    assert Contact.objects.get() == contact
    assert (Address.objects.count(), Patient.objects.get()) == (0, patient)
