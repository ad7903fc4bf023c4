"""Change customer: prices stay unless one takes the other ones; money stays with whoever paid it."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.ledger.acts import ActLineDraft
from billing.models import ActLine
from billing.standing import balances, free_advance, tied_advance_of
from orders.states import Status
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import make_settings
from tests.factories.orders import make_line, make_order
from tests.factories.price_lists import give_price_list, make_price_list, make_version, rule
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.drawing_up.change_customer import PricesMoved, change_customer
from workflow.drawing_up.drafts import DraftRefused
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


def test_the_same_customer_is_refused_and_books_nothing(by):
    order, cause = make_order(by=by()), by()
    with refused(f"The order is of {order.customer} already: nothing would change."):
        change_customer(order.pk, cause, customer=order.customer)


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
    stray = make_order(patient_id=make_patient(name="Ida Vogt").pk, by=by())
    with refused(f"{owner} orders for own animals alone, and Ida Vogt is", DraftRefused):
        change_customer(stray.pk, by("manager"), customer=owner)
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


@pytest.fixture
def other(lab):
    """A customer with 10 % off everything and the polish for 25.00."""
    customer = make_counterparty(name="Other")
    listed = make_price_list(rule("percent_off", 10), rule("own_price", 25, service=lab.polish), name="Chain")
    give_price_list(customer, listed)
    return customer


def prices(order) -> list:
    return [(line.unit_price, line.price_rule, line.amount) for line in order.lines.current()]


def test_lines_take_the_other_customers_prices_where_one_says_so_and_typed_ones_stay(by, lab, other):
    order = make_order(
        make_line(lab.crown, quantity="2", discount_percent=Decimal(50)), make_line(lab.polish),
        make_line(lab.crown, unit_price=Decimal(99)), customer=make_counterparty(name="First"), by=by(),
    )  # fmt: skip
    cause = by("manager", version=1)
    order = change_customer(order.pk, cause, customer=other, new_prices=True, foreseen=Decimal("232.00"))
    assert prices(order) == [(108, "list", 108), (25, "list", 25), (99, "typed", 99)]
    assert order.version == 2
    crown, polish, _typed = order.lines.current()
    assert_booked(
        order, "change_customer", cause, role="manager",
        changes=[
            {"field": "customer", "before": "First", "after": "Other"},
            {
                "field": f"line {crown.pk} price", "money": True,
                "before": "120.00 − 50 % = 120.00", "after": "108.00 − 50 % = 108.00",
            },
            {
                "field": f"line {polish.pk} price", "money": True,
                "before": "30.30 = 30.30", "after": "25.00 = 25.00",
            },
        ],
    )  # fmt: skip
    assert violations() == {}


def test_without_a_word_prices_stay_also_where_the_other_customer_has_a_list(by, lab, other):
    order = make_order(make_line(lab.crown), by=by())
    change_customer(order.pk, by(), customer=other)
    assert prices(order) == [(120, "service", 120)]


def test_prices_that_moved_since_they_were_shown_are_refused_and_nothing_is_changed(by, lab, other):
    order, cause = make_order(make_line(lab.crown), by=by()), by()
    make_version(other.price_lists.get().price_list, rule("percent_off", 50))
    with refused("The prices of the other customer have changed meanwhile", PricesMoved):
        change_customer(order.pk, cause, customer=other, new_prices=True, foreseen=Decimal(108))
    assert prices(order) == [(120, "service", 120)]
    order.refresh_from_db()
    assert order.customer != other


@pytest.mark.parametrize("status", [Status.REVIEW, Status.PRODUCED])
def test_frozen_services_keep_their_prices(by, lab, other, status):
    order, cause = make_order(make_line(lab.crown, performer=lab.anna), status=status, by=by()), by()
    with refused("The services are frozen in the state", StepRefused):
        change_customer(order.pk, cause, customer=other, new_prices=True)
    change_customer(order.pk, by(), customer=other)
    assert prices(order) == [(120, "service", 120)]


def test_a_posted_act_keeps_the_prices(by, lab, other):
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by())
    act = draft_act(
        order.pk, by(), performer=lab.anna, lines=[ActLineDraft(order.lines.get().pk, Decimal(1))]
    )
    post_act(order.pk, by(), act_id=act.pk)
    cause = by()
    with refused("An act is posted at the present prices: they stay as they are.", StepRefused):
        change_customer(order.pk, cause, customer=other, new_prices=True)


def test_draft_acts_follow_the_new_prices(by, lab, other):
    order = make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by())
    change_customer(order.pk, by(), customer=other, new_prices=True)
    assert [row.amount for row in ActLine.objects.filter(act__order=order)] == [108]
