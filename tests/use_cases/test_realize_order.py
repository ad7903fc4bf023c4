"""Realize: a closing document is issued and the customer owes the final price."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Allocation, ClosingDocument, ReceivableEntry
from billing.standing import debt_of, free_advance, settled_on, tied_advance_of
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.life.realize_order import realize_order
from workflow.life.reopen_order import reopen_order
from workflow.money.record_payment import record_payment
from workflow.moving import StaleOrder, StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def produced(by, lab):
    return make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCED, by=by())


def pay(order, cause, amount):
    return record_payment(
        order.customer, cause, amount=Decimal(amount), currency="EUR", received_on=timezone.localdate(),
        method="bank", order_id=order.pk,
    )  # fmt: skip


@pytest.mark.parametrize("role", ["accountant", "manager"])
def test_the_customer_owes_the_final_price_under_a_numbered_document(by, produced, role):
    cause = by(role, version=produced.version)
    order = realize_order(produced.pk, cause)

    order.refresh_from_db()
    assert (order.status, order.version) == (Status.REALIZED, produced.version + 1)
    row = assert_booked(order, "realize", cause, role=role, moved=("produced", "realized"))
    document, entry = ClosingDocument.objects.get(), ReceivableEntry.objects.get()
    assert (document.total, document.customer, document.event) == (120, order.customer, row.event)
    assert document.number_serial == 1
    assert (entry.amount, entry.currency, entry.document, entry.event) == (120, "EUR", document, row.event)
    assert violations() == {}


@pytest.mark.parametrize(("paid", "settled", "free"), [("20", 20, 0), ("120", 120, 0), ("150", 120, 30)])
def test_advances_tied_to_the_order_pay_for_it(by, produced, paid, settled, free):
    pay(produced, by(), paid)
    row = assert_booked(realize_order(produced.pk, cause := by()), "realize", cause, role="administrator",
                        moved=("produced", "realized"))  # fmt: skip
    assert (settled_on(produced), tied_advance_of(produced)) == (settled, 0)
    assert debt_of(produced) == 120 - settled
    assert free_advance(produced.customer, "EUR") == free
    assert {a.event for a in Allocation.objects.filter(is_advance=False)} == {row.event}
    assert violations() == {}


def test_without_a_final_price_there_is_nothing_to_charge(by, lab):
    order, cause = make_order(status=Status.PRODUCTION, by=by()), by("accountant")
    with refused("This is not possible while the order is in the state “Production”.", StepRefused):
        realize_order(order.pk, cause)


def test_a_reopened_order_is_not_charged(by, produced):
    reopen_order(produced.pk, by(), reason="again")
    cause = by("accountant")
    with refused("This is not possible", StepRefused):
        realize_order(produced.pk, cause)


def test_a_stale_page_changes_nothing(by, produced):
    cause = by("accountant", version=1)
    with refused("The order has changed", StaleOrder):
        realize_order(produced.pk, cause)
