"""What the order list can be narrowed down to: its filters and its tabs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from billing.owed import owed_orders
from common.day_bounds import SEARCHED, DayBounds
from common.dayfields import DayField
from common.days import day_and_year
from common.lists import Filter, Tab, Tabs, Viewer
from common.lists.asked import Asked
from common.lists.fields import RowField, RowsField, WordsField
from customers.models import Counterparty
from lab.models import Employee
from lab.roles import Role
from orders.models import Marker, Order, Task
from orders.returned import returned_among
from orders.states import Status
from workflow.pages.standings import STANDING, in_words, standings_for

ALL, MINE, OPEN, RETURNED, UNPAID = "all", "mine", "open", "returned", "unpaid"
PERFORM = frozenset({Role.TECHNICIAN, Role.REVIEWER})
DUE = [("overdue", _("Overdue")), ("today", _("Today")), ("week", _("This week"))]
NEWEST_FIRST, BY_DUE_DATE, OLDEST_FIRST = "-number", "due", "number"
TO_COME = replace(SEARCHED, looks_back=False)
"""Due dates one may look for."""
BY_DUE_DAY = {"due", "due_from", "due_to"}
BY_DAY_DRAWN_UP = {"drawn_from", "drawn_to"}


# --- tabs ---------------------------------------------------------------------------------------------------
def _mine(orders: QuerySet, viewer: Viewer) -> QuerySet:
    own = Task.objects.doable().unfinished().performed_by(viewer.person.pk)
    return orders.open().filter(pk__in=own.values("order"))


def _in_state(status: str) -> Tab:
    return Tab(status, Status(status).label, lambda orders, viewer: orders.filter(status=status))


TABS = Tabs(
    "status",
    (
        Tab(MINE, _("Mine"), _mine, lambda viewer: bool(PERFORM & viewer.person.roles)),
        Tab(OPEN, _("Open"), lambda orders, viewer: orders.open()),
        _in_state(Status.DRAFTING),
        _in_state(Status.PENDING),
        _in_state(Status.PRODUCTION),
        Tab(RETURNED, _("Returned"), lambda orders, viewer: returned_among(orders)),
        _in_state(Status.REVIEW),
        _in_state(Status.PRODUCED),
        Tab(
            UNPAID,
            _("Unpaid"),
            lambda orders, viewer: orders.filter(pk__in=owed_orders()),
            lambda viewer: viewer.may("see_billing"),
        ),
        _in_state(Status.REALIZED),
        _in_state(Status.CANCELLED),
        Tab(ALL, _("All")),
    ),
    usual=lambda viewer: ALL,
)
"""Quick views over the list, one of which is open: the states, and what somebody looks for across them."""


# --- filters ------------------------------------------------------------------------------------------------
class DueField(forms.ChoiceField):
    """When an order is due, in a word."""

    def __init__(self):
        super().__init__(label=_("Due"), required=False, choices=DUE)


def _day(label: str, bounds: DayBounds) -> DayField:
    return DayField(label=label, required=False, bounds=bounds)


def _due(orders: QuerySet, due: str, viewer: Viewer) -> QuerySet:
    today = viewer.today
    if due == "overdue":
        return orders.overdue(today)
    if due == "today":
        return orders.due_between(today, today)
    monday = today - timedelta(days=today.weekday())
    return orders.due_between(monday, monday + timedelta(days=6))


def _performed_by(orders: QuerySet, performer: int, viewer: Viewer) -> QuerySet:
    return orders.filter(pk__in=Task.objects.performed_by(performer).values("order"))


def _marked(orders: QuerySet, marker: int, viewer: Viewer) -> QuerySet:
    put = Order.markers.through.objects.filter(marker=marker)
    return orders.filter(pk__in=put.values("order"))


def _named(model, gone: str) -> Callable[[int, Viewer], str]:
    """What a chosen row is called; a list that is narrowed to what is gone says so, and can be widened."""

    def words(pk: int, viewer: Viewer) -> str:
        name = model._base_manager.filter(pk=pk).values_list("name", flat=True).first()
        return str(gone if name is None else name)

    return words


def _ticked(pks: list[int], viewer: Viewer) -> str:
    return ngettext("%(n)s ticked order", "%(n)s ticked orders", len(pks)) % {"n": len(pks)}


def _customer_named(pk: int, viewer: Viewer) -> str:
    """The customer's name; where it was merged into another, with whom its orders stand now."""
    told = Counterparty.objects.filter(pk=pk).values_list("name", "merged_into__name").first()
    if told is None:
        return _now("a customer who is not there any more")
    name, kept = told
    return _now("%(name)s, merged into %(kept)s") % {"name": name, "kept": kept} if kept else name


FILTERS = (
    Filter(
        "q",
        WordsField(_("Number, patient, customer, doctor")),
        lambda orders, words, viewer: orders.matching(words),
        lambda words, _v: f"“{words}”",
    ),
    Filter(
        "customer",
        RowField(label=_("Customer")),
        lambda orders, customer, viewer: orders.filter(customer=customer),
        _customer_named,
    ),
    Filter(
        "performer",
        RowField(label=_("Performer")),
        _performed_by,
        _named(Employee, _("a performer who is not there any more")),
    ),
    Filter(
        "marker",
        RowField(label=_("Marker")),
        _marked,
        _named(Marker, _("a marker that is not there any more")),
    ),
    Filter("due", DueField(), _due, lambda due, viewer: str(_("due: %(when)s") % {"when": dict(DUE)[due]})),
    STANDING,
    Filter(
        "due_from", _day(_("Due from"), TO_COME), lambda orders, day, viewer: orders.due_between(day, None)
    ),
    Filter("due_to", _day(_("Due to"), TO_COME), lambda orders, day, viewer: orders.due_between(None, day)),
    Filter(
        "drawn_from",
        _day(_("Drawn up from"), SEARCHED),
        lambda orders, day, viewer: orders.drawn_up_between(day, None),
    ),
    Filter(
        "drawn_to",
        _day(_("Drawn up to"), SEARCHED),
        lambda orders, day, viewer: orders.drawn_up_between(None, day),
    ),
    Filter(
        "only",
        RowsField(label=_("Ticked orders")),
        lambda orders, pks, viewer: orders.filter(pk__in=pks),
        _ticked,
    ),
)
"""The days of a range are included."""

_RANGES = ((_("due"), "due_from", "due_to"), (_("drawn up"), "drawn_from", "drawn_to"))


def chips(asked: Asked) -> list[tuple[str, Sequence[str]]]:
    """What the list is narrowed to, in words; a range of days is one chip. The tab is none: it is seen to be open."""
    return [*_chips_of_words(asked), *_chips_of_days(asked)]


def _chips_of_words(asked: Asked) -> Iterator[tuple[str, Sequence[str]]]:
    for one in FILTERS:
        if one.words and one.name in asked.said:
            yield one.words(asked.said[one.name], asked.viewer), (one.name,)


def _chips_of_days(asked: Asked) -> Iterator[tuple[str, Sequence[str]]]:
    for label, first, last in _RANGES:
        days = [day_and_year(asked.get(name)) or "…" for name in (first, last)]
        if days != ["…", "…"]:
            yield (
                f"{label} {days[0]}" if days[0] == days[1] else f"{label} {days[0]} – {days[1]}",
                (first, last),
            )


def usual_sort(asked: Asked) -> str:
    """What is still to be done comes by due date, debts oldest first; what is closed, and all, newest first."""
    if asked.tab == UNPAID:
        return OLDEST_FIRST
    closed = asked.tab in (ALL, Status.REALIZED, Status.CANCELLED)
    return NEWEST_FIRST if closed and not BY_DUE_DAY & asked.said.keys() else BY_DUE_DATE


def tabs_begun_with(person) -> list[str]:
    """The tab that the list opens with, and the one that takes its place while there is nothing in it."""
    if person.roles & {Role.ADMINISTRATOR, Role.MANAGER}:
        return [OPEN]
    if Role.REVIEWER in person.roles:
        return [Status.REVIEW]
    return [Status.PRODUCED, UNPAID] if Role.ACCOUNTANT in person.roles else [MINE]


def is_usual(asked: Asked) -> bool:
    """Whether the list is the person's usual view, whatever way it was come by. Asks the database nothing."""
    return (
        not asked.is_narrowed
        and asked.tab in tabs_begun_with(asked.viewer.person)
        and asked.sort == asked.usual_sort
    )


def offers(asked: Asked) -> dict:
    """What the filters offer, and the customer whom the list is narrowed to."""
    customer = asked.get("customer")
    return {
        "markers": _with(Marker, list(Marker.objects.in_use()), asked.get("marker")),
        "performers": _with(
            Employee, list(Employee.objects.performers().only("name")), asked.get("performer")
        ),
        "customer": Counterparty.objects.filter(pk=customer).first() if customer else None,
        "dues": DUE,
        "standings": _standings(asked),
    }


def _standings(asked: Asked) -> list[tuple[str, str]]:
    """What may be asked for, and what is asked for together."""
    offered = [(name, one.label) for name, one in standings_for(asked.viewer).items()]
    said = asked.get("standing")
    return [*offered, (said, in_words(said))] if said and "," in said else offered


def _with(model, offered: list, pk: int | None) -> list:
    """What is offered, and what the list is narrowed to all the same, though nobody is offered it any more."""
    if pk and all(row.pk != pk for row in offered):
        offered += model.objects.filter(pk=pk)
    return offered
