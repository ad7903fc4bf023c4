"""The dashboard says what an oracle says that looks at each order by itself; to each person what the role may see."""

import itertools
from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.models import ClosingDocument
from billing.statements import ages
from lab.calendar import calendar_of_the_house
from orders.models import Order, OrderEvent
from orders.models.order import OPEN
from orders.states import Status
from stock.ledger import ReceivedLine
from tests.factories.billing import charge_order, make_charged_order, make_payment
from tests.factories.catalog import make_material, make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.factories.stock import make_receipt
from tests.lab.lists import read_csv
from tests.many_rows import scans
from workflow.life.reopen_order import reopen_order
from workflow.money.margin import margin_of
from workflow.pages.dashboard.charts import CHARTS, Reading
from workflow.pages.dashboard.periods import Period, quick, typed
from workflow.pages.dashboard.produced import quantile

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]
URL = "/dashboard/"
MOST_STATEMENTS = 30
FOR_ALL = ["turnaround", "on_time", "house", "load", "reworks"]
MONEY = ["revenue_by_customer", "revenue_by_service", "debts", "pay", "margin"]


def figures(name: str, period: Period):
    return next(one for one in CHARTS if one.name == name).read(Reading(period))


def column(found, place: int) -> list:
    return [row[place].value for row in found.rows]


def back(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture
def house():
    """Orders that were produced on different days, of which some were late, reopened, returned."""
    for days, took, late in ((40, 12, 0), (30, 3, 1), (20, 5, 0), (9, 1, 1), (3, 8, 0)):
        done = back(days)
        order = make_order(status=Status.PRODUCED, by=cause(at=at(done)), due_on=done + timedelta(days=3))
        Order.objects.filter(pk=order.pk).update(
            created_at=at(done - timedelta(days=took)), due_on=done - timedelta(days=late)
        )
        if days == 9:
            reopen_order(order.pk, cause(at=at(back(8))), reason="The shade is  wrong.")
    make_order(status=Status.REVIEW)
    make_order(status=Status.PENDING)


def test_turnaround_and_promise_are_those_of_the_orders(house):
    period = typed(back(34), back(0))
    calendar = calendar_of_the_house()
    took: Counter[int] = Counter()
    promised = kept = 0
    for event in OrderEvent.objects.filter(verb="produce").select_related("order", "event"):
        done, order = timezone.localdate(event.event.at), event.order
        if order.status != Status.PRODUCED or not period.holds(done):
            continue
        drawn = timezone.localdate(order.created_at)
        days = [drawn + timedelta(days=place + 1) for place in range((done - drawn).days)]
        took[sum(calendar.works(day) for day in days)] += 1
        promised, kept = promised + 1, kept + (order.due_on >= done)
    assert sum(took.values()) == promised == 3  # one is older, one was reopened
    found = figures("turnaround", period)
    assert sum(column(found, 1)) == promised
    half, nine = quantile(took, 0.5), quantile(took, 0.9)
    assert f"Half within {half} working day" in found.said
    assert f"nine tenths within {nine} working day" in found.said
    on_time = figures("on_time", period)
    assert (sum(column(on_time, 1)), sum(column(on_time, 2))) == (promised, kept)
    assert on_time.said.startswith(f"{kept} of {promised} in time: 66.7 %")


def test_a_quantile_is_the_fewest_days_that_suffice():
    assert [quantile({1: 5, 4: 4, 9: 1}, part) for part in (0.5, 0.9, 1)] == [1, 4, 9]
    assert quantile({}, 0.5) is None


def test_what_stood_in_the_house_is_what_the_moves_say(house):
    period = typed(back(34), back(0))
    found = figures("house", period)
    moves = OrderEvent.objects.exclude(to_status="").select_related("event").order_by("pk")
    for step, row in zip(period.steps, found.rows, strict=True):
        state = {}
        for move in moves:
            if timezone.localdate(move.event.at) <= step.last:
                state[move.order_id] = move.to_status
        stood = Counter(state.values())
        assert [cell.value for cell in row[1:]] == [stood[one] for one in OPEN], step


def test_reworks_are_counted_by_their_cause(house):
    order = make_order(status=Status.PRODUCED, by=cause(at=at(back(5))))
    reopen_order(order.pk, cause(at=at(back(4))), reason="the shade is wrong")
    found = figures("reworks", typed(back(20), back(0)))
    assert [[cell.value for cell in row] for row in found.rows] == [["The shade is wrong", "reopened", 2, 0]]


def test_revenue_and_debt_are_those_of_the_books():
    clinics = [make_counterparty(name=name) for name in ("Oak", "Elm", "Ash")]
    orders = [
        make_charged_order(str(100 + 10 * place), customer=clinics[place % 3], on=back(days))
        for place, days in enumerate((3, 12, 45, 70, 150, 20))
    ]
    make_payment(orders[0].customer, "60.00", order=orders[0])
    period = typed(back(29), back(0))
    for name in ("revenue_by_customer", "revenue_by_service"):
        found = figures(name, period)
        for place, holds in ((2, period.holds), (3, period.held_before)):
            documents = [one for one in ClosingDocument.objects.all() if holds(one.issued_on)]
            assert sum(column(found, place)) == sum(one.total for one in documents), (name, place)
    today = timezone.localdate()
    owed: Counter[str] = Counter()
    for one in ages(clinics, today).values():
        for bucket in ("not_due", "to_30", "to_60", "to_90", "over_90"):
            owed[bucket] += getattr(one, bucket)
    assert column(figures("debts", period), 2) == list(owed.values())


def test_pay_and_margin_are_those_of_the_orders():
    ceramic = make_material(name="Ceramic")
    make_receipt(ReceivedLine(ceramic.pk, Decimal(100), unit_cost=Decimal("3.10")))
    make_rate(percent=Decimal(30))
    crown = make_service(name="Crown", price=Decimal(120), norms={ceramic: Decimal(2)})
    orders = [
        make_order(make_line(crown, quantity=count, performer=make_technician()), status=Status.PRODUCED)
        for count in ("2", "1", "3")
    ]
    reopen_order(orders[-1].pk, cause(), reason="the shade")
    margins = [margin_of(order) for order in orders[:2]]
    found = figures("margin", quick("this_month", timezone.localdate()))
    sums = [sum(column(found, place)) for place in range(1, 5)]
    assert sums == [
        sum(getattr(one, name) for one in margins) for name in ("price", "pay", "materials", "amount")
    ]
    pay = figures("pay", quick("this_month", timezone.localdate()))
    assert [sum(column(pay, place)) for place in (1, 2)] == sums[:2]


@pytest.mark.parametrize("name", ["this_month", "last_month", "this_quarter", "this_year", "last_12_months"])
def test_a_quick_period_has_as_much_before_it_and_whole_steps(name):
    for today in (date(2026, 11, 26), date(2027, 1, 1), date(2028, 3, 31), date(2024, 2, 29)):
        period = quick(name, today)
        assert period.before_last < period.first <= period.last <= today
        steps = period.steps
        assert (steps[0].first, steps[-1].last) == (period.first, period.last)
        assert all(one.last + timedelta(days=1) == two.first for one, two in itertools.pairwise(steps))


def test_each_sees_what_the_role_may_and_takes_it_along(house):
    told = {}
    for role in ("technician", "reviewer", "manager", "accountant"):
        client = client_of(make_employee(roles=[role]))
        page = client.get(URL)
        told[role] = [chart.name for chart, _figures, _address in page.context["charts"]]
        for chart in CHARTS:
            answer = client.get(f"{URL}?period=this_year&format=csv&chart={chart.name}")
            assert answer.status_code == (200 if chart.name in told[role] else 404), (role, chart.name)
    assert told["technician"] == told["reviewer"] == FOR_ALL
    assert told["manager"] == told["accountant"] == FOR_ALL + MONEY
    manager = client_of(make_employee(roles=["manager"]))
    assert manager.get(f"{URL}?format=csv&chart=nonsense").status_code == 404
    table = read_csv(manager.get(f"{URL}?since={back(60)}&until={back(0)}&format=csv&chart=reworks"))
    assert table == [
        ["Reason", "What happened", "Period", "Before"],
        ["The shade is wrong", "reopened", "1", "0"],
    ]


def test_days_that_make_no_sense_are_named_and_an_empty_house_is_quiet():
    client = client_of(make_employee(roles=["manager"]))
    page = client.get(f"{URL}?since={back(1)}&until={back(9)}").content.decode()
    assert "The last day is before the first one." in page
    assert "This day is still to come." in client.get(f"{URL}?since={back(-1)}").content.decode()
    assert client.get(f"{URL}?since=nonsense").status_code == 200
    assert client.get(f"{URL}?period=nonsense").status_code == 200
    assert "Nothing was produced in this period." in page
    assert "<svg" not in page.partition('id="chart-reworks"')[2].partition("</section>")[0]


def test_it_costs_the_same_whatever_there_is_and_reads_no_table_of_orders_whole(house):
    client = client_of(make_employee(roles=["administrator"]))
    counts = []
    for _again in range(2):
        client.get(URL)
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        counts.append(len(asked))
        charge_order(make_order(status=Status.PRODUCED))
    assert counts[0] == counts[1] <= MOST_STATEMENTS
    if connection.vendor == "postgresql":
        tables = ("orders_order ", "orders_orderevent", "orders_task", "billing_closingdocument ")
        assert scans(asked, tables) == []
