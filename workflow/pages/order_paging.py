"""Pages of the order list: each begins behind an order, not at a place, so that the last costs what the first does."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from common.asked import row_id
from orders.models import Order
from orders.models.order import DUE_KEY

PAGE = 50
COUNTED = 1000
"""Beyond this nobody reads the exact number, and counting would cost more than the page."""

SORTS = {
    "-number": (None, True),
    "number": (None, False),
    "due": (DUE_KEY, False),
    "-due": (DUE_KEY, True),
}
"""Name in the address -> (what to sort by before the order's id, newest or latest first)."""
FIRST = "-number"


@dataclass(frozen=True)
class Page:
    """``before`` and ``after`` are the ids to ask for the next older and newer page; None where there is none."""

    orders: list
    before: int | None
    after: int | None


def read_sort(query: Mapping[str, str], usual: str = FIRST) -> str:
    """The sorting that the address asks for, or the usual one of this list."""
    asked = query.get("sort", "")
    return asked if asked in SORTS else usual


def page_of(orders: QuerySet, sort: str, query: Mapping[str, str], *, by_moment: bool = False) -> Page:
    """The page that the address asks for: behind ``before=<id>``, or in front of ``after=<id>``.

    ``by_moment`` sorts by the moment of drawing up in place of the id, for a list narrowed by that moment: the same
    order of rows, found by another index.
    """
    key, falling = _key(sort, by_moment)
    before, after = row_id(query, "before"), row_id(query, "after")
    backwards = after is not None and before is None
    border = after if backwards else before
    if border is not None:
        orders = _behind(orders, key, border, falling=falling != backwards)
    found = list(_sorted(orders, key, falling=falling != backwards)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    first, last = (found[0].pk, found[-1].pk) if found else (None, None)
    there_is_older = more or backwards
    there_is_newer = more if backwards else before is not None
    return Page(found, last if there_is_older else None, first if there_is_newer else None)


def count_up_to(orders: QuerySet, sort: str, *, by_moment: bool = False, by_words: bool = False) -> int:
    """How many there are; ``COUNTED`` + 1 means more. Counted along the index that the page is read by.

    ``by_words`` counts in no order, as the index of words finds them: sorted, the database would read on and on.
    """
    key, falling = _key(sort, by_moment)
    found = orders.order_by() if by_words else _sorted(orders, key, falling=falling)
    return found.values("pk")[: COUNTED + 1].count()


def _key(sort: str, by_moment: bool):
    key, falling = SORTS[sort]
    return (F("created_at") if key is None and by_moment else key), falling


def _sorted(orders: QuerySet, key, *, falling: bool) -> QuerySet:
    columns = [F("id")] if key is None else [F("sort_key"), F("id")]
    orders = orders if key is None else orders.alias(sort_key=key)
    return orders.order_by(*(column.desc() if falling else column.asc() for column in columns))


def _behind(orders: QuerySet, key, border: int, *, falling: bool) -> QuerySet:
    """The orders that follow the border; an order that is not there borders nothing."""
    compare = "lt" if falling else "gt"
    if key is None:
        return orders.filter(**{f"id__{compare}": border})
    place = Order.objects.filter(pk=border).values_list(key, flat=True).first()
    if place is None:
        return orders
    following = Q(**{f"sort_key__{compare}": place}) | Q(**{f"id__{compare}": border})
    # The first condition alone finds the place in the index; a bare “or” would read it from the beginning.
    return orders.alias(sort_key=key).filter(**{f"sort_key__{compare}e": place}).filter(following)
