"""Orders in the customer's currency: a price in another is converted when its line is written, and never again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from lab.exchange import RateMissing
from orders.models import OrderLine
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.exchange import make_exchange_rate
from tests.factories.lab import make_settings
from tests.factories.orders import make_draft, make_line, make_order
from tests.use_cases.evidence import refused
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.edit_order import edit_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def swiss():
    return make_counterparty(currency="CHF")


@pytest.fixture
def service():
    """120.00 EUR."""
    return make_service(price=Decimal(120))


def test_an_order_is_in_the_currency_of_its_customer(swiss):
    assert make_order(make_line(make_service(currency="CHF")), customer=swiss).currency == "CHF"
    make_settings(currency="USD")
    assert make_order(make_line(make_service(currency="USD"))).currency == "USD"


def test_a_price_in_another_currency_is_converted_and_says_from_what(swiss, service):
    """120.00 EUR, 1 CHF = 1.0672 EUR: 120 × 0.937031484258 = 112.4437… → 112.44 CHF, twice 224.88."""
    make_exchange_rate("CHF", "1.0672")
    line = make_order(make_line(service, quantity="2"), customer=swiss).lines.get()
    assert (line.unit_price, line.amount, line.price_rule) == (
        Decimal("112.44"),
        Decimal("224.88"),
        "service",
    )
    assert (line.foreign_price, line.foreign_currency) == (120, "EUR")
    assert (line.exchange_rate, line.exchange_day) == (Decimal("0.937031484258"), timezone.localdate())


def test_the_price_is_frozen_whatever_the_rate_becomes(by, swiss, service):
    make_exchange_rate("CHF", "1.0672")
    order = make_order(make_line(service), customer=swiss)
    make_exchange_rate("CHF", "1.2")
    line = order.lines.get()
    again = make_line(service, quantity="3", line_id=line.pk)
    edit_order(order.pk, make_draft(again, make_line(service), customer=swiss), by("manager"))
    kept, added = order.lines.current()
    assert (kept.unit_price, kept.amount) == (Decimal("112.44"), Decimal("337.32"))
    assert (added.unit_price, added.exchange_rate) == (100, Decimal("0.833333333333"))


def test_without_a_rate_the_order_is_refused_in_words_and_nothing_is_drawn_up(by, swiss, service):
    with refused("There is no exchange rate between EUR and CHF", RateMissing):
        create_order(make_draft(make_line(service), customer=swiss), by("manager"))
    make_exchange_rate("CHF", "1.05", day=timezone.localdate() - timedelta(days=40))
    with refused("There is no exchange rate between EUR and CHF", RateMissing):
        create_order(make_draft(make_line(service), customer=swiss), by("manager"))


def test_a_typed_price_needs_no_rate_and_is_not_converted(swiss, service):
    line = make_order(make_line(service, unit_price=Decimal("99.90")), customer=swiss).lines.get()
    assert (line.unit_price, line.price_rule) == (Decimal("99.90"), "typed")
    assert (line.foreign_price, line.foreign_currency, line.exchange_rate) == (None, None, None)


def test_typing_over_a_converted_price_leaves_no_rate_behind(by, swiss, service):
    make_exchange_rate("CHF", "1.0672")
    order = make_order(make_line(service), customer=swiss)
    typed = make_line(service, line_id=order.lines.get().pk, unit_price=Decimal(110))
    edit_order(order.pk, make_draft(typed, customer=swiss), by("manager"))
    line = order.lines.get()
    assert (line.unit_price, line.price_rule, line.foreign_currency) == (110, "typed", None)


def test_another_customer_changes_neither_the_currency_nor_the_prices_of_an_order(by, swiss, service):
    order = make_order(make_line(service), customer=make_counterparty())
    kept = make_line(service, line_id=order.lines.get().pk)
    edit_order(order.pk, make_draft(kept, customer=swiss), by("manager"))
    order.refresh_from_db()
    assert (order.customer, order.currency, order.lines.get().unit_price) == (swiss, "EUR", 120)


def test_a_copy_is_priced_anew_at_the_rate_of_today(by, swiss, service):
    make_exchange_rate("CHF", "1.2")
    order = make_order(make_line(service), customer=swiss)
    make_exchange_rate("CHF", "1.25")
    copied = copy_order(order.pk, by("manager"))
    assert (copied.currency, copied.lines.get().unit_price) == ("CHF", 96)


def test_prices_come_out_with_the_places_of_the_currency(service):
    make_exchange_rate("EUR", "168.035", base="JPY")
    make_exchange_rate("KWD", "2.8125")
    for currency, price in (("JPY", "20164"), ("KWD", "42.667")):
        line = make_order(make_line(service), customer=make_counterparty(currency=currency)).lines.get()
        assert line.unit_price == Decimal(price), currency


def test_half_a_conversion_is_refused_by_the_database(service):
    from django.db import IntegrityError, transaction

    line = make_order(make_line(service)).lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.filter(pk=line.pk).update(foreign_currency="CHF")
