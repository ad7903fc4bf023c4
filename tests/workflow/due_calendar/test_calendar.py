"""The calendar of due dates: what stands on which day, how full it is, and that its numbers open the same lists."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lab.models import Employee
from orders.models import Order, Task
from orders.states import Status
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_absence, make_employee, make_exception, make_week
from tests.factories.orders import make_line, make_order, make_technician
from tests.workflow.order_lists import URL, listed
from workflow.pages.due_calendar.shown import DayShown

pytestmark = pytest.mark.django_db


@pytest.fixture
def tina() -> Employee:
    return make_technician(name="Tina")


def due_in(days: int, tina, *, status=Status.PRODUCTION, **fields) -> Order:
    order = make_order(make_line(performer=tina), status=status, **fields)
    order.due_on = timezone.localdate() + timedelta(days=days)
    order.save()
    return order


def weeks(client, query="") -> list[list[DayShown]]:
    answer = client.get(f"/calendar/{query}")
    assert answer.status_code == 200
    return answer.context["weeks"]


def day_in(client, days: int) -> DayShown:
    wanted = timezone.localdate() + timedelta(days=days)
    found = [day for week in weeks(client, f"?month={wanted:%Y-%m}") for day in week if day.on == wanted]
    assert len(found) == 1
    return found[0]


def counted_behind(client, address: str) -> int:
    """How many rows the list has that an address opens."""
    return len(listed(client, address.removeprefix(URL)))


def test_each_number_opens_the_list_with_as_many_orders(tina):
    client = client_of(make_employee(roles=["manager", "accountant", "reviewer"]))
    for status in (Status.DRAFTING, Status.PRODUCTION, Status.PRODUCED, Status.REALIZED, Status.CANCELLED):
        due_in(3, tina, status=status)
    due_in(2, tina)
    Order.objects.filter(pk=due_in(3, tina).pk).update(due_on=None)
    day = day_in(client, 3)
    assert (day.still_open, day.realized) == (3, 1)
    assert counted_behind(client, day.open_url) == 3
    assert counted_behind(client, day.realized_url) == 1


def test_a_full_day_names_the_most_urgent_and_says_how_many_more(tina):
    client = client_of(make_employee())
    orders = [due_in(4, tina) for _ in range(5)]
    assert [one.number for one in day_in(client, 4).orders] == [one.number for one in orders[:3]]
    assert day_in(client, 4).more == 2
    Order.objects.filter(pk=orders[4].pk).update(rush_percent=20)
    assert day_in(client, 4).orders[0].number == orders[4].number
    Order.objects.filter(pk=orders[3].pk).update(due_on=None)
    assert (len(day_in(client, 4).orders), day_in(client, 4).more) == (4, 0)


def test_what_is_late_and_what_waits_is_told(tina):
    client = client_of(make_employee())
    late, produced = due_in(-1, tina), due_in(-1, tina, status=Status.PRODUCED)
    waits = due_in(1, tina, status=Status.PENDING)
    Order.objects.filter(pk=waits.pk).update(awaited="the model")
    told = {one.number: (one.is_late, one.is_on_hold) for one in day_in(client, -1).orders}
    assert told == {late.number: (True, False), produced.number: (False, False)}
    assert [one.is_on_hold for one in day_in(client, 1).orders] == [True]


def test_the_load_of_a_day_is_what_is_planned_against_who_is_there(tina):
    make_week(is_open=True, opens="08:00", closes="16:00", break_from=None, break_until=None)
    Task.objects.all().delete()
    client, other = client_of(make_employee()), make_technician(name="Otto")
    task = due_in(9, tina).tasks.get()
    start = (timezone.localtime() + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    Task.objects.filter(pk=task.pk).update(planned_start=start, planned_end=start + timedelta(hours=3))
    load = day_in(client, 2).load
    assert (load.planned, load.has) == (3 * 60, 2 * 8 * 60)
    make_absence(other, start.date())
    assert day_in(client, 2).load.has == 8 * 60
    Task.objects.filter(pk=task.pk).update(performer=None)
    assert day_in(client, 2).load.planned == 3 * 60
    assert day_in(client, -1).load is None


def test_days_of_other_months_and_closed_days_are_marked(tina):
    make_exception(timezone.localdate(), name="Stocktaking")
    client = client_of(make_employee())
    today = day_in(client, 0)
    assert (today.is_today, today.is_closed, today.special.reason) == (True, True, "Stocktaking")
    shown = client.get("/calendar/?month=2026-11").content.decode()
    assert shown.count("due-beside") == 6 + 6
    assert "is no month and no day" in client.get("/calendar/?month=later").content.decode()


def test_technicians_read_no_amount_and_a_technician_without_orders_sees_an_empty_month(tina):
    due_in(1, tina, customer=make_counterparty(name="Harbour Clinic"))
    shown = (
        client_of(tina).get("/calendar/").content.decode()
        + client_of(tina).get(f"/calendar/?week={timezone.localdate() + timedelta(days=1)}").content.decode()
    )
    assert "Harbour Clinic" in shown
    assert "EUR" not in shown
    assert "Nothing is due in these days." in client_of(tina).get("/calendar/?month=2031-01").content.decode()


def test_the_statements_do_not_depend_on_how_much_is_due(tina):
    client = client_of(make_employee())
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            weeks(client)
        counts.append(len(asked))
        for days in range(1, 6):
            due_in(days, tina)
    assert counts[0] >= counts[1] - 1
    assert counts[1] <= 12
