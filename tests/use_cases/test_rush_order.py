"""Rush: a surcharge on the services, until work is posted; split over the lines so that nothing is lost."""

from decimal import Decimal

import pytest

from billing.ledger.acts import ActLineDraft
from billing.models import ActLine, ReceivableEntry
from orders.states import Status
from tests.factories.orders import bring_to, make_line, make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from verification.invariants import violations
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.drawing_up.rush_order import after_rushing, rush_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by, lab):
    """120.00 and three times 30.30."""
    lines = make_line(lab.crown, performer=lab.anna), make_line(lab.polish, quantity="3", performer=lab.ben)
    return make_order(*lines, by=by())


def test_the_surcharge_is_charged_with_the_lines_to_the_cent(by, order):
    cause = by("manager")
    rush_order(order.pk, cause, percent=Decimal("12.5"))
    change = {"field": "rush", "before": "", "after": "12.5 %"}
    assert_booked(order, "rush", cause, role="manager", changes=[change])
    order = bring_to(order, Status.REALIZED, by())
    lines = ActLine.objects.filter(act__order=order).order_by("line")
    assert list(lines.values_list("gross", "amount")) == [
        (Decimal("135.00"), Decimal("135.00")),
        (Decimal("102.26"), Decimal("102.26")),
    ]
    assert order.final_price == Decimal("237.26")  # 210.90 and 26.3625, rounded once
    assert ReceivableEntry.objects.get(order=order).amount == Decimal("237.26")
    assert violations() == {}


def test_taken_back_it_costs_nothing(by, order):
    rush_order(order.pk, by(), percent=Decimal(50))
    rush_order(order.pk, by(), percent=None)
    assert bring_to(order, Status.PRODUCED, by()).final_price == Decimal("210.90")


def test_the_same_again_books_nothing(by, order):
    rush_order(order.pk, by(), percent=Decimal(0))
    booked = last_event(order)
    rush_order(order.pk, by(), percent=Decimal(0))
    assert last_event(order) == booked
    order.refresh_from_db()
    assert order.is_rush


@pytest.mark.parametrize("percent", [Decimal(-1), Decimal(501)])
def test_a_surcharge_beyond_reason_is_refused(by, order, percent):
    cause = by()
    with refused("Rush surcharge"):
        rush_order(order.pk, cause, percent=percent)


def test_posted_work_keeps_its_price(by, lab, order):
    bring_to(order, Status.PRODUCTION, by())
    line = order.lines.first()
    act = draft_act(order.pk, by(), performer=lab.anna, lines=[ActLineDraft(line.pk, Decimal(1))])
    post_act(order.pk, by(), act_id=act.pk)
    cause = by()
    with refused("An act is posted at the present price"):
        rush_order(order.pk, cause, percent=Decimal(25))


def test_a_produced_order_is_not_rushed_any_more(by, order):
    bring_to(order, Status.PRODUCED, by())
    cause = by()
    with refused("This cannot be changed while the order is in the state “Produced”."):
        rush_order(order.pk, cause, percent=Decimal(25))


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        (Decimal("12.5"), "The order is rushed: 12.5 % on its services."),
        (Decimal(0), "The order is rushed, without a surcharge."),
        (None, ""),
    ],
)
def test_what_was_rushed_is_said_with_its_surcharge(by, order, percent, said):
    assert after_rushing(rush_order(order.pk, by("manager"), percent=percent)).replace("\u00a0", " ") == said
