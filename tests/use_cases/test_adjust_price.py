"""Adjust price: the difference to what stands is booked with its reason, and stands whatever becomes of the rest."""

from decimal import Decimal

import pytest
from django.db import Error, transaction
from django.utils import timezone

from billing.ledger.acts import ActLineDraft
from billing.models import Act, Allocation, ClosingDocument, PriceAdjustment, ReceivableEntry
from billing.price import price_now, story_of
from billing.standing import free_advance, tied_advance_of
from common.money import LIMIT
from orders.models import Order
from orders.states import Status
from tests.factories.exchange import make_exchange_rate
from tests.factories.orders import bring_to, make_line, make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from verification.invariants import violations
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.acts.unpost_act import unpost_act
from workflow.drawing_up.discount_order import discount_order
from workflow.life.realize_order import realize_order
from workflow.life.reopen_order import reopen_order
from workflow.life.unrealize_order import unrealize_order
from workflow.money.adjust_price import adjust_price, after_adjusting
from workflow.money.record_payment import record_payment
from workflow.moving import StaleOrder

pytestmark = pytest.mark.django_db

AGREED = {"total": Decimal("180.00"), "reason": "agreed by telephone"}


@pytest.fixture
def order(by, lab):
    """120.00 and three times 30.30: 210.90."""
    lines = make_line(lab.crown, performer=lab.anna), make_line(lab.polish, quantity="3", performer=lab.ben)
    return make_order(*lines, by=by())


def booked(order) -> list[tuple]:
    rows = PriceAdjustment.objects.filter(order=order).order_by("pk")
    return [(str(row.amount), str(row.agreed), str(row.base)) for row in rows]


def final(order) -> Decimal | None:
    return fresh(order).final_price


def fresh(order) -> Order:
    return Order.objects.get(pk=order.pk)


def test_while_no_act_stands_the_difference_is_to_the_preliminary_price(by, order):
    cause = by("manager")
    adjust_price(order.pk, cause, **AGREED)
    change = {"field": "agreed price", "before": "210.90 EUR", "after": "180.00 EUR", "money": True}
    assert_booked(order, "adjust_price", cause, role="manager", reason=AGREED["reason"], changes=[change])
    assert booked(order) == [("-30.90", "180.00", "210.90")]
    assert final(order) is None
    assert price_now(fresh(order)) == 180
    order = bring_to(order, Status.REALIZED, by())
    assert order.final_price == 180
    assert ReceivableEntry.objects.get(order=order).amount == 180
    assert ClosingDocument.objects.get().total == 180
    assert violations() == {}


def test_over_standing_acts_the_difference_is_to_them(by, order):
    order = bring_to(order, Status.PRODUCED, by())
    adjust_price(order.pk, by("manager"), **AGREED)
    assert booked(order) == [("-30.90", "180.00", "210.90")]
    assert final(order) == 180
    assert violations() == {}


def test_the_second_one_is_booked_on_top_of_the_first(by, order):
    adjust_price(order.pk, by(), **AGREED)
    adjust_price(order.pk, by(), total=Decimal("250"), reason="more work than thought")
    assert booked(order) == [("-30.90", "180.00", "210.90"), ("70.00", "250.00", "210.90")]
    assert bring_to(order, Status.PRODUCED, by()).final_price == 250


def test_it_stands_when_lines_change_and_what_was_agreed_is_told_beside_what_it_is(by, order):
    adjust_price(order.pk, by(), **AGREED)
    discount_order(order.pk, by(), amount=Decimal("10.90"))
    story = story_of(fresh(order))
    assert (story.agreed, story.now, story.is_off) == (180, Decimal("169.10"), True)
    assert bring_to(order, Status.PRODUCED, by()).final_price == Decimal("169.10")


def test_accepting_books_a_row_of_nothing_and_needs_no_reason(by, order):
    adjust_price(order.pk, by(), **AGREED)
    discount_order(order.pk, by(), amount=Decimal("10.90"))
    cause = by("manager")
    accepted = adjust_price(order.pk, cause, total=Decimal("169.10"))
    change = {"field": "agreed price", "before": "180.00 EUR", "after": "169.10 EUR", "money": True}
    assert_booked(order, "accept_price", cause, role="manager", changes=[change])
    assert booked(order)[-1] == ("0.00", "169.10", "200.00")
    assert not story_of(fresh(order)).is_off
    assert (
        after_adjusting(accepted).replace("\u00a0", " ")
        == "169.10 EUR is accepted as the price of the order."
    )


def test_nothing_is_booked_for_what_the_order_costs_already(by, order):
    cause = by()
    with refused("The order costs 210.90"):
        adjust_price(order.pk, cause, total=Decimal("210.90"), reason="it")


def test_a_posted_act_adds_to_what_was_agreed_beside_the_acts(by, lab, order):
    """Adjusted while one act of two stands, the difference is to that act: what is posted later comes on top."""
    bring_to(order, Status.PRODUCTION, by())
    line, rest = order.lines.order_by("pk")
    posted(by, order, lab.anna, line, 1)
    adjust_price(order.pk, by(), total=Decimal(100), reason="a present")
    assert (booked(order), final(order)) == ([("-20.00", "100.00", "120.00")], 100)
    posted(by, order, lab.ben, rest, 3)
    assert final(order) == Decimal("190.90")
    unpost_act(order.pk, by(), act_id=Act.objects.standing().get(order=order, performer=lab.ben).pk)
    assert final(order) == 100
    assert violations() == {}


def posted(by, order, performer, line, quantity):
    act = draft_act(order.pk, by(), performer=performer, lines=[ActLineDraft(line.pk, Decimal(quantity))])
    post_act(order.pk, by(), act_id=act.pk)


def test_an_act_that_would_make_the_price_larger_than_is_kept_is_refused_in_words(by, lab, order):
    bring_to(order, Status.PRODUCTION, by())
    line, rest = order.lines.order_by("pk")
    posted(by, order, lab.anna, line, 1)
    adjust_price(order.pk, by(), total=LIMIT, reason="a typing error")
    act = draft_act(order.pk, by(), performer=lab.ben, lines=[ActLineDraft(rest.pk, Decimal(3))])
    cause = by()
    with refused("With what was agreed on the order would cost 10,000,000,090.90 EUR"):
        post_act(order.pk, cause, act_id=act.pk)


def test_reopening_and_unrealizing_leave_it(by, order):
    order = bring_to(order, Status.PRODUCED, by())
    adjust_price(order.pk, by(), **AGREED)
    realize_order(order.pk, by())
    unrealize_order(order.pk, by(), reason="the shade")
    assert final(order) == 180
    reopen_order(order.pk, by(), reason="the shade")
    assert final(order) is None
    assert price_now(fresh(order)) == 180
    assert violations() == {}


def test_money_tied_to_the_order_that_the_lower_price_does_not_need_goes_free(by, order):
    details = {
        "amount": Decimal(200),
        "currency": "EUR",
        "received_on": timezone.localdate(),
        "method": "bank",
    }
    record_payment(order.customer, by(), order_id=order.pk, **details)
    order = bring_to(order, Status.PRODUCED, by())
    adjust_price(order.pk, by(), **AGREED)
    assert tied_advance_of(order) == 200
    realize_order(order.pk, by())
    assert sum(row.amount for row in Allocation.objects.filter(order=order)) == 180
    assert free_advance(order.customer, "EUR") == 20
    assert violations() == {}


def test_a_price_that_fell_below_nothing_is_not_realized(by, order):
    adjust_price(order.pk, by(), total=Decimal("0.90"), reason="a gift")
    discount_order(order.pk, by(), amount=Decimal("10.90"))
    order = bring_to(order, Status.PRODUCED, by())
    assert order.final_price == -10
    cause = by()
    with refused("The price of the order has fallen below 0: adjust it first."):
        realize_order(order.pk, cause)
    adjust_price(order.pk, by(), total=Decimal(0), reason="a gift")
    assert realize_order(order.pk, by()).final_price == 0
    assert violations() == {}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"total": Decimal(-5), "reason": "it"}, "A price is 0 or more."),
        ({"total": Decimal(10) ** 15, "reason": "it"}, "An order cannot cost more than"),
        ({"total": Decimal("1.005"), "reason": "it"}, "An amount in EUR has at most 2 digits"),
        ({"total": Decimal("NaN"), "reason": "it"}, "Enter the new total as a number"),
        ({"total": Decimal(180), "reason": "  "}, "Say why."),
    ],
)
def test_what_is_no_price_is_refused_in_words(by, order, typed, sentence):
    cause = by()
    with refused(sentence):
        adjust_price(order.pk, cause, **typed)


@pytest.mark.parametrize("status", [Status.REALIZED, Status.CANCELLED])
def test_what_is_charged_or_cancelled_keeps_its_price(by, order, status):
    order = bring_to(order, status, by())
    cause = by()
    with refused("This cannot be changed while the order is in the state"):
        adjust_price(order.pk, cause, **AGREED)


def test_one_who_saw_another_version_is_refused(by, order):
    adjust_price(order.pk, by(), **AGREED)
    cause = by(version=1)
    with refused(error=StaleOrder):
        adjust_price(order.pk, cause, total=Decimal(1), reason="it")
    assert last_event(order).verb == "adjust_price"


def test_a_booked_adjustment_is_never_changed(by, order):
    adjust_price(order.pk, by(), **AGREED)
    with pytest.raises(Error), transaction.atomic():
        PriceAdjustment._base_manager.filter(order=order)._raw_delete("default")


@pytest.fixture
def dollars():
    """One dollar is 0.80 euros: one euro is 1.25 dollars."""
    make_exchange_rate("USD", "0.8")


def test_in_another_currency_the_prices_are_those_of_the_day_and_what_they_were_is_kept(by, order, dollars):
    """120.00 × 1.25 = 150.00; 30.30 × 1.25 = 37.875 = 37.88, three times 113.64; the discount 10.90 × 1.25 = 13.63."""
    discount_order(order.pk, by(), amount=Decimal("10.90"))
    cause = by("manager")
    order = adjust_price(order.pk, cause, total=None, reason="they pay in dollars", currency="USD")
    row = assert_booked(order, "change_currency", cause, role="manager", reason="they pay in dollars")
    assert row.changes[0] == {"field": "currency", "before": "EUR", "after": "USD"}
    assert {"field": "discount", "before": "10.90 EUR", "after": "13.63 USD", "money": True} in row.changes
    assert booked(order) == []
    lines = order.lines.order_by("position")
    told = [(str(line.unit_price), str(line.foreign_price), line.foreign_currency) for line in lines]
    assert told == [("150.00", "120.00", "EUR"), ("37.88", "30.30", "EUR")]
    assert str(price_now(fresh(order))) == "250.01"
    order = bring_to(order, Status.REALIZED, by())
    assert (order.currency, ReceivableEntry.objects.get().currency) == ("USD", "USD")
    assert violations() == {}


def test_currency_and_total_in_one(by, order, dollars):
    """150.00 + 113.64 = 263.64 dollars; 250 are agreed on."""
    order = adjust_price(order.pk, by(), total=Decimal(250), reason="dollars", currency="USD")
    assert last_event(order).verb == "adjust_price"
    assert booked(order) == [("-13.64", "250.00", "263.64")]
    assert bring_to(order, Status.PRODUCED, by()).final_price == 250
    assert violations() == {}


def test_drafts_of_acts_follow_the_currency(by, order, dollars):
    bring_to(order, Status.PRODUCTION, by())
    adjust_price(order.pk, by(), total=None, reason="dollars", currency="USD")
    assert set(Act.objects.filter(order=order).values_list("currency", flat=True)) == {"USD"}
    assert violations() == {}


def test_a_missing_rate_is_asked_for_and_never_guessed(by, order):
    cause = by()
    with refused("There is no exchange rate between EUR and USD") as caught:
        adjust_price(order.pk, cause, total=None, reason="dollars", currency="USD")
    assert "Billing, Exchange rates" in str(caught.value)


def test_what_is_booked_keeps_its_currency(by, order, dollars):
    by_hand = {"total": None, "reason": "dollars", "currency": "USD"}
    adjust_price(order.pk, by(), **AGREED)
    cause = by()
    with refused("A price is agreed on already: the currency stays."):
        adjust_price(order.pk, cause, **by_hand)


def test_money_held_for_an_order_keeps_its_currency(by, order, dollars):
    details = {"currency": "EUR", "received_on": timezone.localdate(), "method": "bank"}
    record_payment(order.customer, by(), amount=Decimal(20), order_id=order.pk, **details)
    cause = by()
    with refused("Money of the customer was held for this order"):
        adjust_price(order.pk, cause, total=None, reason="dollars", currency="USD")


def test_a_posted_act_keeps_its_currency_and_frozen_lines_do(by, lab, order, dollars):
    bring_to(order, Status.PRODUCTION, by())
    posted(by, order, lab.anna, order.lines.first(), 1)
    cause = by()
    with refused("An act of this order was posted: the currency stays."):
        adjust_price(order.pk, cause, total=None, reason="dollars", currency="USD")
    produced = bring_to(make_order(make_line(lab.polish, performer=lab.ben), by=by()), Status.PRODUCED, by())
    with refused("The services of the order are frozen"):
        adjust_price(produced.pk, cause, total=None, reason="dollars", currency="USD")
