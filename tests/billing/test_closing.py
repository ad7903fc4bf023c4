"""Closing documents: numbered, frozen and hashed at issue; a correction takes one order off."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import Error, connection, transaction

from billing.ledger import closing
from billing.models import ClosingDocument
from billing.snapshots import closing_snapshot, correction_snapshot
from common import frozen
from common.refusals import Refused
from lab.models import LabSettings
from tests.factories.billing import Ordered, make_event, make_posted_act, make_priced_order, today
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_settings

pytestmark = pytest.mark.django_db


def make_produced_order(price="100.00", **fields):
    order = make_priced_order(Ordered(price), **fields)
    make_posted_act(order)
    return order


def issue(*orders, on=None):
    return closing.issue(
        *orders,
        customer=orders[0].customer,
        snapshot=closing_snapshot(orders),
        event=make_event("realize"),
        on=on or today(),
    )


def correct(document, order, reason="wrong shade"):
    return closing.correct(
        document,
        order,
        snapshot=correction_snapshot(document, order, reason),
        event=make_event("unrealize"),
        on=today(),
    )


def test_a_closing_document_names_its_order_at_the_final_price():
    order = make_produced_order("120.50")
    document = issue(order, on=date(2026, 5, 4))
    assert (document.number, document.kind, document.total) == ("C-2026-00001", "closing", Decimal("120.50"))
    assert [(row.order, row.amount) for row in document.orders.all()] == [(order, Decimal("120.50"))]
    assert (document.snapshot["number"], document.snapshot["date"]) == ("C-2026-00001", "2026-05-04")


def test_one_document_closes_several_orders_of_a_customer():
    customer = make_counterparty()
    orders = [make_produced_order(price, customer=customer) for price in ("10.00", "0.01", "5.00")]
    document = issue(*orders)
    assert document.total == Decimal("15.01") == sum(row.amount for row in document.orders.all())


def test_orders_of_two_customers_or_currencies_do_not_share_a_document():
    first = make_produced_order()
    for other in (make_produced_order(), make_produced_order(customer=first.customer, currency="USD")):
        with pytest.raises(closing.NotOneCustomer, match="one customer in one currency"):
            issue(first, other)
    assert not ClosingDocument.objects.exists()


def test_an_order_without_a_final_price_is_not_closed():
    order = make_priced_order()
    with pytest.raises(closing.NoFinalPrice, match=order.number):
        closing.issue(order, customer=order.customer, snapshot={}, event=make_event(), on=today())


def test_a_document_without_orders_is_refused():
    with pytest.raises(closing.NothingToClose, match="at least one order"):
        closing.issue(customer=make_counterparty(), snapshot={}, event=make_event(), on=today())


def test_a_correction_takes_one_order_off_and_leaves_the_others():
    customer = make_counterparty()
    first, second = (make_produced_order(price, customer=customer) for price in ("10.00", "20.00"))
    document = issue(first, second)
    correction = correct(document, first)
    assert (correction.kind, correction.corrects, correction.total) == ("correction", document, Decimal(-10))
    assert [(row.order, row.amount) for row in correction.orders.all()] == [(first, Decimal(-10))]
    assert closing.amount_under(document, first) is None
    assert closing.amount_under(document, second) == Decimal(20)


def test_an_order_is_taken_off_a_document_once():
    order = make_produced_order()
    document = issue(order)
    correct(document, order)
    with pytest.raises(closing.NotUnderThisDocument, match=document.number):
        correct(document, order)


def test_an_order_that_the_document_does_not_name_cannot_be_taken_off():
    document, stranger = issue(make_produced_order()), make_produced_order()
    with pytest.raises(closing.NotUnderThisDocument, match=stranger.number):
        closing.correct(document, stranger, snapshot={}, event=make_event(), on=today())


def test_closing_and_correction_documents_share_one_series():
    order = make_produced_order()
    first = issue(order)
    second = correct(first, order)
    assert [first.number_serial, second.number_serial] == [1, 2]


def test_the_hash_is_that_of_what_the_database_gives_back():
    order = make_produced_order(customer=make_counterparty(name="Клиника «Ёж», 50 % ½"))
    document = ClosingDocument.objects.get(pk=issue(order).pk)
    assert document.snapshot_hash == frozen.snapshot_hash(document.snapshot)
    shuffled = json.loads(json.dumps(document.snapshot, sort_keys=True))
    assert frozen.snapshot_hash(dict(reversed(shuffled.items()))) == document.snapshot_hash


def test_what_changes_later_does_not_change_an_issued_document():
    order = make_produced_order(customer=make_counterparty(name="Old name"))
    before = frozen.canonical(issue(order).snapshot)
    order.customer.name = "New name"
    order.customer.save()
    settings = LabSettings.load()
    settings.name = "Another laboratory"
    settings.save()
    document = ClosingDocument.objects.get()
    assert frozen.canonical(document.snapshot) == before
    assert document.snapshot_hash == frozen.snapshot_hash(document.snapshot)


@pytest.mark.parametrize("table", ["billing_closingdocument", "billing_closingdocumentorder"])
def test_an_issued_document_is_neither_changed_nor_deleted(table):
    issue(make_produced_order())
    for statement in (f"UPDATE {table} SET event_id = event_id", f"DELETE FROM {table}"):
        with pytest.raises(Error, match="is booked"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(Refused, match="never changed"):
        ClosingDocument.objects.get().save()


@pytest.mark.parametrize(
    ("own", "due"), [(None, date(2026, 5, 25)), (0, date(2026, 5, 4)), (30, date(2026, 6, 3))]
)
def test_a_document_is_to_be_paid_within_the_customers_days_or_else_the_laboratorys(own, due):
    make_settings(payment_days=21)
    document = issue(make_produced_order(customer=make_counterparty(payment_days=own)), on=date(2026, 5, 4))
    assert (document.due_on, document.snapshot["due"]) == (due, due.isoformat())


def test_terms_that_change_later_leave_an_issued_document_alone():
    order = make_produced_order(customer=make_counterparty(payment_days=10))
    document = issue(order, on=date(2026, 5, 4))
    order.customer.payment_days = 60
    order.customer.save()
    assert ClosingDocument.objects.get(pk=document.pk).due_on == date(2026, 5, 14)


def test_nothing_is_to_be_paid_on_a_correction():
    order = make_produced_order()
    correction = correct(issue(order), order)
    assert correction.due_on is None
    assert "due" not in correction.snapshot
