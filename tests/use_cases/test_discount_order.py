"""Discount: a percent or an amount off the order, until work is posted; split over the lines, nothing lost."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from billing.ledger.acts import ActLineDraft
from billing.models import ActLine, ReceivableEntry
from orders.models import Order
from orders.states import Status
from payroll.models import PayrollEntry
from tests.factories.orders import bring_to, make_line, make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from verification.invariants import violations
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.drawing_up.discount_order import after_discounting, discount_order
from workflow.drawing_up.rush_order import rush_order
from workflow.moving import StaleOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by, lab):
    """120.00 and three times 30.30."""
    lines = make_line(lab.crown, performer=lab.anna), make_line(lab.polish, quantity="3", performer=lab.ben)
    return make_order(*lines, by=by())


def test_a_percent_is_taken_off_the_lines_to_the_cent(by, order):
    cause = by("manager")
    discount_order(order.pk, cause, percent=Decimal("12.5"), reason="a regular customer")
    change = {"field": "discount", "before": "", "after": "12.5 %", "money": True}
    assert_booked(order, "discount", cause, role="manager", reason="a regular customer", changes=[change])
    order = bring_to(order, Status.REALIZED, by())
    lines = ActLine.objects.filter(act__order=order).order_by("line")
    assert list(lines.values_list("gross", "amount")) == [  # 210.90 − 26.3625, rounded once
        (Decimal("120.00"), Decimal("105.00")),
        (Decimal("90.90"), Decimal("79.54")),
    ]
    assert order.final_price == Decimal("184.54")
    assert ReceivableEntry.objects.get(order=order).amount == Decimal("184.54")
    assert violations() == {}


def test_people_are_paid_on_what_the_discount_leaves(by, order):
    discount_order(order.pk, by(), amount=Decimal("10.90"))
    bring_to(order, Status.PRODUCED, by())
    entries = PayrollEntry.objects.filter(order=order).order_by("pk")
    assert sum(entry.base for entry in entries) == Decimal("200.00")
    assert violations() == {}


def test_an_amount_takes_the_place_of_a_percent(by, order):
    discount_order(order.pk, by(), percent=Decimal(10))
    cause = by("manager")
    discount_order(order.pk, cause, amount=Decimal("50"))
    change = {"field": "discount", "before": "10 %", "after": "50 EUR", "money": True}
    assert_booked(order, "discount", cause, role="manager", changes=[change])
    assert bring_to(order, Status.PRODUCED, by()).final_price == Decimal("160.90")


def test_the_surcharge_of_a_rush_is_reckoned_on_what_is_left(by, order):
    discount_order(order.pk, by(), amount=Decimal("10.90"))
    rush_order(order.pk, by(), percent=Decimal(25))
    assert bring_to(order, Status.PRODUCED, by()).final_price == Decimal("250.00")


@pytest.mark.parametrize("nothing", [{}, {"percent": Decimal(0)}, {"amount": Decimal(0)}])
def test_taken_back_it_costs_what_it_did(by, order, nothing):
    discount_order(order.pk, by(), percent=Decimal(50))
    assert after_discounting(discount_order(order.pk, by(), **nothing)) == ""
    assert bring_to(order, Status.PRODUCED, by()).final_price == Decimal("210.90")


def test_the_same_again_books_nothing(by, order):
    discount_order(order.pk, by(), percent=Decimal(5))
    booked = last_event(order)
    discount_order(order.pk, by(), percent=Decimal("5.00"))
    assert last_event(order) == booked


def test_all_of_it_may_be_given_away(by, order):
    discount_order(order.pk, by(), amount=Decimal("210.90"))
    order = bring_to(order, Status.REALIZED, by())
    assert order.final_price == 0
    assert violations() == {}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"percent": Decimal(-5)}, "A discount is between 0 and 100 %."),
        ({"percent": Decimal(101)}, "A discount is between 0 and 100 %."),
        ({"percent": Decimal("1.234")}, "A discount is between 0 and 100 %."),
        ({"amount": Decimal(-5)}, "A discount is an amount above 0"),
        ({"amount": Decimal("5.001")}, "A discount is an amount above 0"),
        ({"amount": Decimal("210.91")}, "The services come to 210.90"),
        ({"percent": Decimal(5), "amount": Decimal(5)}, "A discount is a percent or an amount, not both."),
    ],
)
def test_what_is_no_discount_is_refused_in_words(by, order, typed, sentence):
    cause = by()
    with refused(sentence):
        discount_order(order.pk, cause, **typed)


def test_posted_work_keeps_its_price(by, lab, order):
    bring_to(order, Status.PRODUCTION, by())
    line = order.lines.first()
    act = draft_act(order.pk, by(), performer=lab.anna, lines=[ActLineDraft(line.pk, Decimal(1))])
    post_act(order.pk, by(), act_id=act.pk)
    cause = by()
    with refused("An act is posted at the present price"):
        discount_order(order.pk, cause, percent=Decimal(25))


def test_a_produced_order_is_not_discounted_any_more(by, order):
    bring_to(order, Status.PRODUCED, by())
    cause = by()
    with refused("This cannot be changed while the order is in the state “Produced”."):
        discount_order(order.pk, cause, percent=Decimal(25))


def test_one_who_saw_another_version_is_refused(by, order):
    discount_order(order.pk, by(), percent=Decimal(5))
    cause = by(version=1)
    with refused(error=StaleOrder):
        discount_order(order.pk, cause, percent=Decimal(25))


def test_an_order_has_one_discount_and_the_database_knows_it(order):
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(discount_percent=Decimal(5), discount_amount=Decimal(5))


def test_what_it_makes_of_the_price_is_said(by, order):
    said = after_discounting(discount_order(order.pk, by("manager"), percent=Decimal(10)))
    assert said.replace("\u00a0", " ") == "The discount is 21.09 EUR: the order comes to 189.81 EUR."
