"""How many orders stand in the list and behind its tabs: two statements at most, each bounded, whatever there is.

What is closed has no number beside its tab: it only grows, and nobody waits for it.
"""

from dataclasses import dataclass, replace
from functools import partial

from django.db.models import Count, IntegerField, Q, QuerySet, Subquery

from common.kept_statements import Kept, kept
from common.lists.asked import Asked
from common.lists.counting import COUNTED, Counts
from common.lists.paging import listed as in_sequence
from lab.models import Employee
from lab.permissions import may
from orders.models.order import OPEN as OPEN_STATES
from orders.models.order import Order
from orders.states import Status
from workflow.pages.order_filter import ALL, MINE, OPEN, RETURNED, TABS, UNPAID

TABS_COUNTED = 1000
"""A number beside a tab says how much waits: beyond this nobody reads it."""
FOUND_ANEW = (UNPAID,)
"""Tabs that are narrowed by ids which are looked up first: what was found once does not hold the next time."""
MOST_OPEN = TABS_COUNTED * len(OPEN_STATES)


class Many(Subquery):
    """How many rows a bounded query has, as a column of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def count(asked: Asked) -> Counts:
    """Of the list itself, and of the tabs what they would show with the same filters."""
    if not asked.is_narrowed:
        return _by_index(asked)
    whole = asked.rows(in_every_tab=True).order_by()
    by_tab = _of_found(whole) if asked.get("q") else _of_open(whole)
    known = by_tab.get(asked.tab)
    exact = known is not None and known <= TABS_COUNTED
    return _told(known if exact else _up_to(asked).values("pk").count(), by_tab)


def _up_to(asked: Asked) -> QuerySet:
    """As many as are counted, and one more, read along the index that the page is read by.

    Words are looked for in no order, as their index finds them: sorted, the database would read on and on.
    """
    rows = asked.rows()
    found = rows.order_by() if asked.get("q") else in_sequence(rows, asked.order)
    return found[: COUNTED + 1]


def _told(total: int, by_tab: dict[str, int]) -> Counts:
    return Counts(total, by_tab, most=COUNTED, most_in_tabs=TABS_COUNTED)


def _by_index(asked: Asked) -> Counts:
    """Nothing but a tab narrows the list: each number is read from its own index, all in one statement.

    Its only row is the viewer: a statement of Django's reads at least one table.
    """
    tab, tabs = asked.tab, TABS.open_to(asked.viewer)
    named = tuple(name for name in (MINE, *OPEN_STATES, RETURNED) if name in tabs)
    key = (named, tab, asked.sort, COUNTED, TABS_COUNTED)
    person = asked.viewer.person.pk
    if tab in FOUND_ANEW:
        found = _asks(asked, named).filter(pk=person).get()
    else:
        if key not in _ASKS:
            _ASKS[key] = kept(lambda pk: _asks(_by_anybody(asked, pk), named).filter(pk=pk))
        found = _ASKS[key].first(person)
    by_tab = {name: found[f"n_{name}"] or 0 for name in named}  # None where nothing could be found at all
    by_tab[OPEN] = sum(by_tab[state] for state in OPEN_STATES)
    return _told(found["n_listed"] or 0 if "n_listed" in found else by_tab[tab], by_tab)


_ASKS: dict[tuple, Kept] = {}
"""Putting the statement together takes longer than answering it; it is asked again by the id of the viewer alone."""


@dataclass(frozen=True)
class _Anybody:
    """A person of these roles."""

    pk: int
    roles: frozenset


def _by_anybody(asked: Asked, person: int) -> Asked:
    """The same list before another person of the same roles, narrowed by nothing."""
    somebody = _Anybody(person, frozenset(asked.viewer.person.roles))
    viewer = replace(asked.viewer, person=somebody, may=partial(may, somebody))
    return Asked(asked.table, viewer, tab=asked.tab, sort=asked.sort)


def _asks(asked: Asked, named: tuple[str, ...]) -> QuerySet:
    tabs, viewer = TABS.open_to(asked.viewer), asked.viewer
    orders = Order.objects.visible_to(viewer.person).order_by()
    most = {name: COUNTED if name == asked.tab else TABS_COUNTED for name in named}
    asks = {name: tabs[name].narrow(orders, viewer).values("pk")[: most[name] + 1] for name in named}
    if asked.tab not in asks:
        asks["listed"] = _up_to(asked).values("pk")
    told = {f"n_{name}": Many(rows) for name, rows in asks.items()}
    return Employee.objects.annotate(**told).values(*told)


def _of_open(orders: QuerySet) -> dict[str, int]:
    """By state, of orders that filters narrow: what is open is read once."""
    return _summed(orders.filter(status__in=OPEN_STATES)[: MOST_OPEN + 1], OPEN_STATES, OPEN)


def _of_found(orders: QuerySet) -> dict[str, int]:
    """By state, of orders that words find: all that are found, where they are not too many."""
    by_tab = _summed(orders[: TABS_COUNTED + 1], Status.values, ALL)
    if by_tab[ALL] > TABS_COUNTED:
        return {ALL: by_tab[ALL]}
    return by_tab | {OPEN: sum(by_tab[state] for state in OPEN_STATES)}


def _summed(orders: QuerySet, states: list[str], together: str) -> dict[str, int]:
    counted = {f"n_{state}": Count("pk", filter=Q(status=state)) for state in states}
    found = orders.aggregate(**counted)
    by_tab = {str(state): found[f"n_{state}"] for state in states}
    return by_tab | {together: sum(by_tab.values())}
