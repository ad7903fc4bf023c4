"""The currency of an order that nobody has booked anything in: what is converted, from what, and what is too much."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.money import LIMIT
from common.refusals import Refused
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.exchange import make_exchange_rate
from tests.factories.lab import make_settings
from tests.factories.orders import bring_to, make_line, make_order
from tests.use_cases.evidence import refused
from tests.use_cases.test_edit_order import as_it_stands
from verification.invariants import violations
from workflow.drawing_up.discount_order import discount_order
from workflow.drawing_up.edit_order import edit_order
from workflow.drawing_up.rush_order import rush_order
from workflow.money.adjust_price import adjust_price

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by, lab):
    """120.00 and three times 30.30: 210.90."""
    polish = make_service(name="Polish", price=Decimal("30.30"))
    return make_order(make_line(lab.crown), make_line(polish, quantity="3"), by=by())


@pytest.fixture
def dollars():
    """One dollar is 0.80 euros: one euro is 1.25 dollars."""
    make_exchange_rate("USD", "0.8")


def turn(order, cause, currency) -> Order:
    """The order as it stands once it is in that currency."""
    adjust_price(order.pk, cause, total=None, reason="they cannot decide", currency=currency)
    return fresh(order)


def fresh(order) -> Order:
    return Order.objects.get(pk=order.pk)


def test_the_way_back_is_the_price_that_stood(by, order, dollars):
    turn(order, by(), "USD")
    turn(order, by(), "EUR")
    assert [str(line.unit_price) for line in order.lines.order_by("position")] == ["120.00", "30.30"]
    assert list(order.lines.values_list("foreign_price", flat=True)) == [None, None]
    assert violations() == {}


def test_a_discount_keeps_what_it_was_and_two_conversions_never_pile_up(by, order, dollars):
    """10.90 EUR × 1.25 = 13.625 = 13.63 USD; of these the way back would be 10.904, by yen 10.91."""
    make_exchange_rate("EUR", "168.03", base="JPY")
    discount_order(order.pk, by(), amount=Decimal("10.90"))
    told = []
    for currency in ("USD", "JPY", "EUR"):
        order = turn(order, by(), currency)
        order.refresh_from_db()
        told.append((str(order.discount_amount), order.foreign_discount, order.foreign_currency))
        assert violations() == {}
    assert told == [
        ("13.63", Decimal("10.90"), "EUR"),
        ("1832.00", Decimal("10.90"), "EUR"),
        ("10.90", None, None),
    ]


def test_12_a_discount_that_is_not_what_its_rate_says_is_named(by, order, dollars):
    discount_order(order.pk, by(), amount=Decimal("10.90"))
    turn(order, by(), "USD")
    Order.objects.update(exchange_rate=Decimal(2))
    assert "10.90 at 2 is something else" in violations()[12][0]


def test_a_discount_that_is_typed_anew_was_never_converted(by, order, dollars):
    discount_order(order.pk, by(), amount=Decimal("10.90"))
    turn(order, by(), "USD")
    order = discount_order(order.pk, by(), amount=Decimal(13))
    assert (order.foreign_discount, order.exchange_rate, order.exchange_day) == (None, None, None)
    turn(order, by(), "EUR")
    assert (fresh(order).discount_amount, fresh(order).foreign_discount) == (Decimal("10.40"), 13)
    assert fresh(discount_order(order.pk, by())).foreign_discount is None


def test_a_discount_that_comes_to_nothing_is_none(by, order):
    make_exchange_rate("JPY", "0.006")
    turn(order, by(), "JPY")
    discount_order(order.pk, by(), amount=Decimal(1))
    make_exchange_rate("KWD", "300")
    turn(order, by(), "KWD")
    assert (fresh(order).discount_amount, fresh(order).foreign_discount) == (None, None)
    assert violations() == {}


def test_a_line_that_was_taken_off_stops_no_change_of_currency(by, lab):
    """It came in pounds, of which there is no rate any more; yen have no places for what it cost."""
    make_exchange_rate("GBP", "1.2", day=timezone.localdate() - timedelta(days=5))
    make_exchange_rate("EUR", "168.03", base="JPY")
    pounds = make_service(price=Decimal("30.30"), currency="GBP")
    order = make_order(make_line(lab.crown), make_line(pounds), by=by())
    edit_order(order.pk, replace(as_it_stands(order), lines=as_it_stands(order).lines[:1]), by())
    make_settings(exchange_rate_days=2)
    order = turn(order, by(), "JPY")
    assert [line.unit_price for line in order.lines.current()] == [20164]
    assert violations() == {}


def test_a_price_that_is_too_large_in_the_other_currency_is_refused_in_words(by, lab):
    make_exchange_rate("JPY", "0.006")
    dear = make_service(price=Decimal(900_000_000))
    order = make_order(make_line(dear, quantity="0.001"), by=by())
    cause = by()
    with refused("900,000,000.00 EUR is more in JPY than an amount may be."):
        turn(order, cause, "JPY")


def test_what_a_rush_or_no_discount_would_make_too_large_is_refused_in_words(by, lab):
    order = make_order(make_line(make_service(price=LIMIT)), by=by())
    cause = by()
    with refused("The amount of the order is larger than an order may be."):
        rush_order(order.pk, cause, percent=Decimal(1))
    with refused("The amount of the order is larger than an order may be."):
        edit_order(order.pk, replace(as_it_stands(order), lines=None, rush_percent=Decimal(1)), cause)
    order = make_order(make_line(make_service(price=LIMIT * 7 / 10)), by=by())
    discount_order(order.pk, by(), percent=Decimal(50))
    rush_order(order.pk, by(), percent=Decimal(50))
    later = by()
    with refused("The amount of the order is larger than an order may be."):
        discount_order(order.pk, later)


def test_a_line_that_a_rush_would_make_too_large_before_its_discount_is_refused_too(by, lab):
    """Acts keep what a line costs before its discount, with its share of the rush."""
    order = make_order(make_line(make_service(price=LIMIT), discount_percent=Decimal(99)), by=by())
    cause = by()
    with refused("The amount of the order is larger than an order may be."):
        rush_order(order.pk, cause, percent=Decimal(500))


PRICES = st.decimals(0, LIMIT, places=2)
RATES = st.decimals("0.000001", 9_000_000, places=6)
QUANTITIES = st.decimals("0.001", 100_000, places=3)
PERCENTS = st.decimals(0, 500, places=2)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    price=PRICES,
    rate=RATES,
    quantity=QUANTITIES,
    rush=PERCENTS,
    less=PRICES,
    to=st.sampled_from(["JPY", "KWD"]),
)
def test_whatever_is_typed_is_kept_or_refused_in_words(by, lab, price, rate, quantity, rush, less, to):
    """From the price to the final one: no amount comes to the database that no column holds."""
    make_exchange_rate(to, str(rate))
    service = make_service(price=price)
    with suppress(Refused):
        order = make_order(make_line(service, quantity=str(quantity), performer=lab.anna), by=by())
        if less:
            discount_order(order.pk, by(), amount=less)
        rush_order(order.pk, by(), percent=rush)
        order = turn(order, by(), to)
        adjust_price(order.pk, by(), total=LIMIT, reason="a typing error")
        bring_to(order, Status.PRODUCED, by())
