"""Pages of a list: each begins behind a place, not behind so many rows, so that the last costs what the first does.

The link to a page carries the place itself, what the rows are sorted by: it stays, whatever becomes of the row that
stood there. Rows of the same value come by their id; rows without a value stand behind all others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import BooleanField, F, Field, Func, Q, QuerySet, Value

from common.asked import id_in
from common.lists.table import Sort

PAGE = 50
KEY = "list_key"
"""As what a row read from the database bears what it is sorted by."""
EARLIEST, LATEST = 1900, 9998
"""Between these years a moment is one in every zone of time; nothing of ours is older."""
LONGEST_KEY = 300


@dataclass(frozen=True)
class Order:
    """How the rows are sorted: by what, and which way."""

    sort: Sort
    falling: bool = False

    @property
    def reversed(self) -> "Order":
        return Order(self.sort, not self.falling)

    @property
    def is_elsewhere(self) -> bool:
        """Whether it stands in another table, so that no index holds it beside the row's id."""
        if not isinstance(self.sort.by, str):
            return any("__" in getattr(one, "name", "") for one in self.sort.by.flatten())
        return "__" in self.sort.by

    @property
    def key(self):
        by = self.sort.by
        return F(by) if isinstance(by, str) else by

    def field(self, model) -> Field | None:
        """The kind of what is sorted by; None for the id alone."""
        if self.sort.by is None:
            return None
        if not isinstance(self.sort.by, str):
            return self.sort.by.output_field
        for name in self.sort.by.split("__"):
            found = model._meta.get_field(name)
            model = found.related_model
        return found


@dataclass(frozen=True)
class Place:
    """Where a row stands in the list: its id, and before that what it is sorted by (None where nothing stands)."""

    pk: int
    key: Any = None

    def __str__(self) -> str:
        if self.key is None:
            return str(self.pk)
        return f"{self.key.isoformat() if isinstance(self.key, date) else self.key}_{self.pk}"


@dataclass(frozen=True)
class Page:
    """``before`` and ``after`` say where the next and the previous page begin; None where there is none."""

    rows: list
    before: Place | None
    after: Place | None


def page_of(rows: QuerySet, order: Order, query: Mapping[str, str], *, reads: tuple[str, ...] = ()) -> Page:
    """The page that the address asks for: behind the place ``before``, or in front of the place ``after``."""
    kind = order.field(rows.model)
    before, after = (_read_place(query.get(name, ""), kind, order.sort) for name in ("before", "after"))
    backwards = after is not None and before is None
    border = after if backwards else before
    found = _read(rows, order.reversed if backwards else order, border, reads)
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    first, last = (_place_of(found[0], kind), _place_of(found[-1], kind)) if found else (None, None)
    there_is_older = more or backwards
    there_is_newer = more if backwards else before is not None
    return Page(found, last if there_is_older else None, first if there_is_newer else None)


def listed(rows: QuerySet, order: Order) -> QuerySet:
    """All of them, in the sequence of the list."""
    if order.sort.by is None:
        return rows.order_by(_by_id(order))
    return rows.alias(**{KEY: order.key}).order_by(_by_key(order), _by_id(order))


def _read(rows: QuerySet, order: Order, border: Place | None, reads: tuple[str, ...]) -> list:
    """One row more than a page; what has no value is a part of its own, asked for where the page reaches it."""
    found: list = []
    for part in _parts(rows, order, border):
        if len(found) <= PAGE:
            found += _as_read(part, order, reads)[: PAGE + 1 - len(found)]
    return found


def _as_read(rows: QuerySet, order: Order, reads: tuple[str, ...]) -> QuerySet:
    if not reads:
        return rows
    return rows.values_list(*reads, *((KEY,) if order.sort.by is not None else ()), named=True)


def _parts(rows: QuerySet, order: Order, border: Place | None):
    sort = order.sort
    if sort.by is None:
        yield _behind_id(rows, order, border).order_by(_by_id(order))
        return
    keyed = rows.annotate(**{KEY: order.key})
    if not sort.nullable:
        yield _behind(keyed, order, border).order_by(_by_key(order), _by_id(order))
        return
    said, empty = keyed.filter(**{f"{KEY}__isnull": False}), keyed.filter(**{f"{KEY}__isnull": True})
    in_empty = border is not None and border.key is None
    if order.falling:
        if border is None or in_empty:
            yield _behind_id(empty, order, border).order_by(_by_id(order))
        yield _behind(said, order, None if in_empty else border).order_by(_by_key(order), _by_id(order))
    else:
        if not in_empty:
            yield _behind(said, order, border).order_by(_by_key(order), _by_id(order))
        yield _behind_id(empty, order, border if in_empty else None).order_by(_by_id(order))


def _by_id(order: Order):
    return F("pk").desc() if order.falling else F("pk").asc()


def _by_key(order: Order):
    key = F(KEY)
    if not order.sort.nullable:
        return key.desc() if order.falling else key.asc()
    return key.desc(nulls_first=True) if order.falling else key.asc(nulls_last=True)


def _behind_id(rows: QuerySet, order: Order, border: Place | None) -> QuerySet:
    if border is None:
        return rows
    return rows.filter(**{f"pk__{'lt' if order.falling else 'gt'}": border.pk})


def _behind(rows: QuerySet, order: Order, border: Place | None) -> QuerySet:
    """The rows that follow the place: value and id are compared as a pair, which the index finds at once."""
    if border is None:
        return rows
    sign, edge = (" < ", "lte") if order.falling else (" > ", "gte")
    value = Value(border.key, output_field=order.field(rows.model))
    pair = Func(
        Func(order.key, F("pk"), template="(%(expressions)s)"),
        Func(value, Value(border.pk), template="(%(expressions)s)"),
        template="%(expressions)s",
        arg_joiner=sign,
        output_field=BooleanField(),
    )
    # SQLite finds no pair in an index of expressions, PostgreSQL none of two tables: the edge is found all the same
    if connections[rows.db].vendor == "sqlite" or order.is_elsewhere:
        rows = rows.filter(Q(**{f"{KEY}__{edge}": border.key}))
    return rows.filter(pair)


def _place_of(row, kind: Field | None) -> Place:
    return Place(row.pk) if kind is None else Place(row.pk, getattr(row, KEY))


def _read_place(text: str, kind: Field | None, sort: Sort) -> Place | None:
    """None for what is no place in a list so sorted: the list then begins at its beginning."""
    said, parted, number = text[:LONGEST_KEY].rpartition("_")
    pk = id_in(number)
    if pk is None:
        return None
    if not parted:
        return Place(pk) if kind is None or sort.nullable else None
    if kind is None:
        return None
    try:
        key = kind.to_python(said)
    except (ValidationError, ValueError, ArithmeticError):
        return None
    return Place(pk, key) if _is_key(key) else None


def _is_key(key: Any) -> bool:
    """Whether a database can be asked for it."""
    if isinstance(key, str):
        return "\x00" not in key
    if isinstance(key, datetime):
        return key.utcoffset() is not None and EARLIEST <= key.year <= LATEST
    if isinstance(key, date):
        return key.year >= EARLIEST
    if isinstance(key, Decimal):
        return key.is_finite() and abs(key) < 10**10 and key == round(key, 3)
    return isinstance(key, int) and not isinstance(key, bool) and abs(key) < 2**31
