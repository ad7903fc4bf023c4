"""Change customer: prices stay; money stays with whoever paid it."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.standing import balances, free_advance, tied_advance_of
from orders.states import Status
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import make_settings
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from verification.invariants import violations
from workflow.drawing_up.change_customer import change_customer
from workflow.drawing_up.writing_orders import DraftRefused
from workflow.life.realize_order import realize_order
from workflow.money.record_payment import record_payment
from workflow.moving import StaleOrder, StepRefused

pytestmark = pytest.mark.django_db


def pay(order, cause, amount):
    record_payment(
        order.customer, cause, amount=Decimal(amount), currency="EUR", received_on=timezone.localdate(),
        method="cash", order_id=order.pk,
    )  # fmt: skip


def test_the_order_belongs_to_another_and_its_prices_stay(by):
    first, second = make_counterparty(name="First"), make_counterparty(name="Second")
    contact = make_contact(counterparty=first, name="Dr One")
    order = make_order(customer=first, contact_id=contact.pk, by=by())
    price = order.lines.get().amount
    cause = by("manager", version=1)
    order = change_customer(order.pk, cause, customer=second, reason="they moved")

    order.refresh_from_db()
    assert (order.customer, order.contact, order.version) == (second, None, 2)
    assert order.lines.get().amount == price
    assert_booked(
        order, "change_customer", cause, role="manager", reason="they moved",
        changes=[
            {"field": "customer", "before": "First", "after": "Second"},
            {"field": "ordered by", "before": "Dr One", "after": ""},
        ],
    )  # fmt: skip


def test_the_same_customer_books_nothing(by):
    order = make_order(by=by())
    before = last_event(order)
    assert change_customer(order.pk, by(), customer=order.customer).version == 1
    assert last_event(order) == before


def test_a_tied_advance_becomes_free_for_whoever_paid_it(by):
    order = make_order(status=Status.PRODUCED, by=by())
    first, second = order.customer, make_counterparty()
    pay(order, by(), 60)
    order = change_customer(order.pk, by(), customer=second)
    assert tied_advance_of(order) == 0
    assert free_advance(first, "EUR") == 60
    realize_order(order.pk, by())
    assert balances(first) == {"EUR": Decimal(-60)}
    assert balances(second) == {"EUR": order.final_price}
    assert violations() == {}


def test_a_charged_order_keeps_its_customer(by):
    order, cause, other = make_order(status=Status.REALIZED, by=by()), by("manager"), make_counterparty()
    with refused("This cannot be changed while the order is in the state “Realized”.", StepRefused):
        change_customer(order.pk, cause, customer=other)


def test_owners_and_their_patients_are_refused_as_when_drawing_up(by):
    make_settings(owners_may_order=True)
    owner, cat = make_owner(), make_patient(kind="animal", owner=make_owner())
    order, cause = make_order(patient_id=cat.pk, by=by()), by("manager")
    with refused("This patient belongs to another owner.", DraftRefused):
        change_customer(order.pk, cause, customer=owner)
    make_settings(owners_may_order=False)
    with refused("Orders of animal owners are not taken", DraftRefused):
        change_customer(order.pk, cause, customer=cat.owner)


def test_a_contact_of_another_customer_is_refused(by):
    order, cause, stranger = make_order(by=by()), by("manager"), make_contact()
    other = make_counterparty()
    with refused("This contact belongs to another customer.", DraftRefused):
        change_customer(order.pk, cause, customer=other, contact=stranger)


def test_a_stale_page_changes_nothing(by):
    order, cause, other = make_order(by=by()), by("manager", version=9), make_counterparty()
    with refused("The order has changed", StaleOrder):
        change_customer(order.pk, cause, customer=other)
