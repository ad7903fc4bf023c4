"""What a calendar feed says, as iCalendar (RFC 5545): orders on their due dates, or one person's planned work.

It is read by programs of other houses: no patient, no amount and no instruction is in it.
"""

from collections.abc import Callable
from datetime import date, timedelta

import icalendar
from django.urls import reverse
from django.utils.translation import gettext as _

from lab.models import CalendarFeed, Employee, FeedKind, LabSettings
from orders.models import Order, Task
from orders.models.order import OPEN
from orders.states import Status
from workflow.pages.board.standing import IN_THE_HOUSE, is_on_hold

DAYS_BACK, DAYS_AHEAD = 60, 366
MOST_EVENTS = 2000
FETCHED_EVERY = timedelta(hours=1)

Absolute = Callable[[str], str]
"""Makes a whole address of a path."""


def calendar_file(feed: CalendarFeed, today: date, absolute: Absolute) -> bytes:
    """The feed as it stands now."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Labsite//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = f"{LabSettings.load().name}: {feed.get_kind_display()}"
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", FETCHED_EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", FETCHED_EVERY)
    add = {FeedKind.ORDERS: _add_orders, FeedKind.WORK: _add_work}[FeedKind(feed.kind)]
    add(calendar, feed.employee, today, absolute)
    return calendar.to_ical()


def _add_orders(calendar: icalendar.Calendar, viewer: Employee, today: date, absolute: Absolute) -> None:
    first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    due = Order.objects.visible_to(viewer).due_between(first, last).filter(status__in=OPEN)
    rows = due.select_related("customer").order_by("due_key", "pk")[:MOST_EVENTS]
    for order in rows:
        event = icalendar.Event()
        event.add("uid", f"order-{order.pk}@{_host(absolute)}")
        event.add("sequence", order.version)
        event.add("dtstamp", order.created_at)
        event.add("dtstart", order.due_on)
        event.add("dtend", order.due_on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", f"{order.number} · {order.customer.name}")
        event.add("description", _state_of(order))
        event.add("url", absolute(reverse("workflow:order_page", args=[order.number])))
        calendar.add_component(event)


def _add_work(calendar: icalendar.Calendar, owner: Employee, today: date, absolute: Absolute) -> None:
    tasks = Task.objects.doable().unfinished().performed_by(owner.pk)
    planned = tasks.filter(planned_start__isnull=False, planned_end__isnull=False)
    mine = planned.filter(order__in=Order.objects.visible_to(owner), order__status__in=IN_THE_HOUSE)
    rows = mine.select_related("order__customer").order_by("planned_start", "pk")[:MOST_EVENTS]
    for task in rows:
        event = icalendar.Event()
        event.add("uid", f"task-{task.pk}@{_host(absolute)}")
        event.add("sequence", task.order.version)
        event.add("dtstamp", task.order.created_at)
        event.add("dtstart", task.planned_start)
        event.add("dtend", task.planned_end)
        event.add("summary", f"{task.title} · {task.order.number}")
        event.add("description", task.order.customer.name)
        event.add("url", absolute(reverse("workflow:order_page", args=[task.order.number])))
        calendar.add_component(event)


def _state_of(order: Order) -> str:
    if is_on_hold(order.status, order.awaited):
        return _("On hold: waiting for %(what)s") % {"what": order.awaited}
    return str(Status(order.status).label)


def _host(absolute: Absolute) -> str:
    return absolute("/").split("/")[2]
