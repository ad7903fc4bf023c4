"""The calendar of due dates as its page draws it: weeks of days, each with what is due and how full it is."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from lab.calendar import calendar_of_the_house
from lab.lists import address_of
from lab.working_time import Hours, SpecialDays
from orders.models import Order
from orders.models.order import DUE_KEY, OPEN, WORKING
from orders.states import Status
from workflow.pages.board.hours import DayLoad
from workflow.pages.board.standing import is_on_hold
from workflow.pages.due_calendar.load import loads_of
from workflow.pages.due_calendar.periods import Period
from workflow.pages.order_filter import OPEN as OPEN_TAB
from workflow.pages.order_rows import STATE_ICONS
from workflow.pages.order_table import ORDERS

IN_A_MONTH, IN_A_WEEK = 4, 40
"""Orders named on a day; of the others it is said how many there are."""
DRAWN = (
    *("pk", "number", "status", "awaited", "due_on", "rush_percent"),
    *("customer__name", "patient_name"),
)


@dataclass(frozen=True)
class DueOrder:
    """An open order on the day on which it is due."""

    number: str
    status: str
    customer: str
    patient: str
    is_late: bool
    is_on_hold: bool
    is_rush: bool

    @property
    def state_label(self) -> str:
        return str(Status(self.status).label)

    @property
    def state_icon(self) -> str:
        return "pause-circle" if self.is_on_hold else STATE_ICONS[Status(self.status)]


@dataclass(frozen=True)
class DayShown:
    """One day. ``still_open`` and ``realized`` count the orders due on it; ``load`` is known of days ahead alone."""

    on: date
    is_today: bool
    is_beside: bool
    """Of another month than the one that is looked at."""
    hours: Hours | None
    special: SpecialDays | None
    still_open: int
    realized: int
    orders: list[DueOrder]
    load: DayLoad | None

    @property
    def is_closed(self) -> bool:
        return self.hours is None

    @property
    def look(self) -> str:
        """The classes of its cell."""
        looks = (("day-off", self.is_closed), ("due-beside", self.is_beside), ("due-free", not self.orders))
        return " ".join(name for name, holds in looks if holds)

    @property
    def more(self) -> int:
        return self.still_open - len(self.orders)

    @property
    def open_url(self) -> str:
        return _list_of(self.on, OPEN_TAB)

    @property
    def realized_url(self) -> str:
        return _list_of(self.on, Status.REALIZED)


def weeks_shown(period: Period, viewer, today: date) -> list[list[DayShown]]:
    """Six statements, however many days and orders."""
    calendar = calendar_of_the_house()
    orders = Order.objects.visible_to(viewer).due_between(period.first, period.last)
    still_open = _by_day(orders.filter(status__in=OPEN))
    realized = _by_day(orders.filter(status=Status.REALIZED))
    named = _named(orders.filter(status__in=OPEN), still_open, today, narrow=period.month is not None)
    loads = loads_of([day for day in period.days if day >= today], calendar)
    return [
        [
            DayShown(
                on=day,
                is_today=day == today,
                is_beside=not period.holds(day),
                hours=calendar.hours_on(day),
                special=calendar.special_on(day),
                still_open=still_open.get(day, 0),
                realized=realized.get(day, 0),
                orders=named[day],
                load=loads.get(day),
            )
            for day in week
        ]
        for week in period.weeks
    ]


def _by_day(orders) -> dict[date, int]:
    return dict(orders.order_by().annotate(day=DUE_KEY).values_list("day").annotate(Count("pk")))


def _named(orders, counted: Mapping[date, int], today: date, *, narrow: bool) -> dict[date, list[DueOrder]]:
    """The first of each day; where one more is due than there is room for, it has the room of “1 more”."""
    room = IN_A_MONTH if narrow else IN_A_WEEK
    urgent_first = [F("rush_percent").desc(nulls_last=True), "pk"]
    placed = orders.annotate(place=Window(RowNumber(), partition_by=DUE_KEY, order_by=urgent_first)).filter(
        place__lte=room
    )
    found = defaultdict(list)
    for row in placed.order_by("due_on", "place").values_list(*DRAWN, named=True):
        day = found[row.due_on]
        if len(day) < room - (counted.get(row.due_on, 0) > room):
            day.append(_due_order(row, today))
    return found


def _due_order(row, today: date) -> DueOrder:
    return DueOrder(
        number=row.number,
        status=row.status,
        customer=row.customer__name,
        patient=row.patient_name,
        is_late=row.due_on < today and row.status in WORKING,
        is_on_hold=is_on_hold(row.status, row.awaited),
        is_rush=row.rush_percent is not None,
    )


def _list_of(day: date, tab: str) -> str:
    return address_of(ORDERS, status=tab, due_from=day, due_to=day)
