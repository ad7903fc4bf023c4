"""A version of a price list is tried on the orders that are there: sums, what stays, that nothing is written."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from orders.models import Order
from orders.states import Status
from tests.access.digests import digest
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.exchange import make_exchange_rate
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order, make_technician
from tests.factories.price_lists import give_price_list, make_price_list, make_version, rule
from workflow.money.rehearse_prices import last_quarter, rehearse_prices

pytestmark = pytest.mark.django_db


@pytest.fixture
def crown():
    return make_service(name="Crown", price=Decimal(120))


@pytest.fixture
def coming(crown):
    """A list without rules, and from the day after tomorrow on: 25 % off everything, the crown for 100.00."""
    listed = make_price_list(name="Chain")
    later = timezone.localdate() + timedelta(days=2)
    return make_version(
        listed, rule("percent_off", 25), rule("own_price", 100, service=crown), valid_from=later
    )


def rehearsed(version, *customers):
    return rehearse_prices(version, [one.pk for one in customers], timezone.localdate())


def told(part) -> list:
    return [(row.customer.name, row.now, row.then, row.difference, row.changed) for row in part.customers]


def drawn_up(order: Order, day: date) -> None:
    Order.objects.filter(pk=order.pk).update(
        created_at=timezone.now().replace(year=day.year, month=day.month, day=day.day)
    )


def test_open_orders_by_customer_as_they_are_and_as_they_would_be(crown, coming):
    north, south = make_counterparty(name="North"), make_counterparty(name="South")
    polish = make_service(price=Decimal("30.30"))
    # 2 × 120.00 less 10 % = 216.00, would be 2 × 100.00 less 10 % = 180.00; of 30.30 7.58 (7.575) come off: 22.72
    make_order(
        make_line(crown, quantity="2", discount_percent=Decimal(10)), make_line(polish), customer=north
    )
    make_order(make_line(crown, unit_price=Decimal(90)), customer=north)  # typed: it stays
    make_order(make_line(crown), customer=north, status=Status.CANCELLED)
    make_order(make_line(polish, quantity="3"), customer=south)
    make_order(make_line(crown))  # of somebody else
    seen = rehearsed(coming, north, south)
    assert told(seen.open) == [
        ("North", Decimal("336.30"), Decimal("292.72"), Decimal("-43.58"), 2),
        ("South", Decimal("90.90"), Decimal("68.16"), Decimal("-22.74"), 1),
    ]
    (total,) = seen.open.totals
    assert (total.now, total.then, total.lines, total.changed) == (Decimal("427.20"), Decimal("360.88"), 4, 3)
    assert told(seen.quarter) == []


def test_what_the_catalogue_said_when_a_line_was_added_is_what_counts(crown, coming):
    customer, bridge = make_counterparty(name="North"), make_service(price=Decimal(40))
    make_order(make_line(bridge), customer=customer)
    bridge.price = Decimal(80)
    bridge.save()
    assert told(rehearsed(coming, customer).open) == [("North", 40, 30, -10, 1)]


def test_what_was_converted_is_priced_in_its_own_currency_at_its_own_rate(coming):
    make_exchange_rate("USD", "0.8")
    customer, imported = make_counterparty(name="North"), make_service(price=Decimal(100), currency="USD")
    make_order(make_line(imported), customer=customer)
    assert told(rehearsed(coming, customer).open) == [("North", 80, 60, -20, 1)]


def test_the_last_quarter_counts_what_was_drawn_up_in_it_whatever_became_of_it(crown, coming):
    customer = make_counterparty(name="North")
    first, last = last_quarter(timezone.localdate())
    for day in (first, last):
        drawn_up(
            make_order(
                make_line(crown, performer=make_technician()), customer=customer, status=Status.REALIZED
            ),
            day,
        )
    drawn_up(make_order(make_line(crown), customer=customer), first - timedelta(days=1))
    drawn_up(make_order(make_line(crown), customer=customer), last + timedelta(days=1))
    drawn_up(make_order(make_line(crown), customer=customer, status=Status.CANCELLED), first)
    seen = rehearsed(coming, customer)
    assert told(seen.quarter) == [("North", 240, 200, -40, 2)]
    assert told(seen.open) == [("North", 240, 200, -40, 2)]


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 26), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2028, 6, 30), date(2028, 1, 1), date(2028, 3, 31)),
    ],
)
def test_the_last_quarter_is_the_one_before_the_present_one(today, first, last):
    assert last_quarter(today) == (first, last)


def test_the_page_is_for_those_who_have_the_list_then_and_writes_nothing(crown, coming):
    having, other = make_counterparty(name="North Clinic"), make_counterparty(name="South Clinic")
    give_price_list(having, coming.price_list, coming.valid_from)
    order = make_order(make_line(crown), customer=having)
    make_order(make_line(crown), customer=other)
    client = client_of(make_employee(roles=["reviewer"]))
    url = reverse("workflow:price_rehearsal", args=[coming.pk])
    client.get(url)
    before = digest()
    shown = client.get(url).content.decode()
    assert digest() == before
    for words in ("1 customer has the list then.", "North Clinic", order.number, "120.00 → 100.00", "−20.00"):
        assert words in shown
    assert "South Clinic</a>" not in shown
    also = client.get(url, {"customer": other.pk}).content.decode()
    assert "South Clinic</a>" in also
    assert client.get(url, {"customer": "x"}).status_code == 200


def test_the_statements_do_not_depend_on_the_orders(crown, coming):
    counts = []
    client = client_of(make_employee(roles=["manager"]))
    url = reverse("workflow:price_rehearsal", args=[coming.pk])
    for orders in (1, 6):
        for _number in range(orders):
            customer = make_counterparty()
            give_price_list(customer, coming.price_list)
            make_order(make_line(crown), make_line(), customer=customer)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 10
