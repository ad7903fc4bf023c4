"""What an address asks of a list, as far as the viewer may ask it. Nonsense in the address asks for nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse

from common.days import day_and_year
from common.lists.fields import WordsField
from common.lists.paging import Order, listed
from common.lists.table import Column, Filter, ListTable, Sort, Tab, Viewer

LONGEST_TEXT = 500
SORT, COLUMNS, WORDS = "sort", "columns", "q"
PLACES = ("before", "after")


@dataclass(frozen=True)
class Asked:
    """``said`` are the values of the filters that are set, ``texts`` the same as the address writes them.

    ``columns`` are those that are shown; ``named`` says whether the address names them.
    """

    table: ListTable
    viewer: Viewer
    said: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    tab: str = ""
    sort: str = ""
    columns: tuple[Column, ...] = ()
    named: bool = False
    args: tuple = ()
    place: Mapping[str, str] = field(default_factory=dict)
    """Where the page begins, as the address says it."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """What stands in the address for a filter and makes no sense there."""
    unknown: Mapping[str, str] = field(default_factory=dict)
    """What the address names as tab or sort order and this list does not have, or not for the viewer, and as columns
    and it never has: what somebody may not see is left out of a view that is shared, without a word."""

    @property
    def typed(self) -> str:
        """What stands in the search box: also what is not looked for, so that it can be shortened there."""
        return self.texts.get(WORDS) or self.refused.get(WORDS, "")[:LONGEST_TEXT]

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.said)

    def get(self, name: str) -> Any:
        return self.said.get(name)

    @property
    def usual_sort(self) -> str:
        usual = self.table.usual_sort
        return usual(self) if callable(usual) else usual

    @property
    def order(self) -> Order:
        """How the rows are sorted."""
        sorts = self.table.sorts_for(self.viewer)
        sort = sorts.get(self.sort.removeprefix("-"), Sort(None))
        return Order(self.table.sorted_by(self, sort), falling=self.sort.startswith("-"))

    def rows(self, *, in_every_tab: bool = False) -> QuerySet:
        """The rows that are asked for, in no sequence yet."""
        tab = None if in_every_tab else self.open_tab
        return tab.narrow(self._narrowed, self.viewer) if tab else self._narrowed

    @cached_property
    def _narrowed(self) -> QuerySet:
        """By the filters alone, made once: some ask the database for what they narrow by."""
        rows = self.table.rows(self.viewer, *self.args)
        for one in self.table.filters_for(self.viewer):
            if one.name in self.said:
                rows = one.narrow(rows, self.said[one.name], self.viewer)
            elif one.unsaid:
                rows = one.unsaid(rows, self.viewer)
        return rows

    def listed(self) -> QuerySet:
        """The rows that are asked for, in the sequence of the list."""
        return listed(self.rows(), self.order)

    @property
    def open_tab(self) -> Tab | None:
        return self.table.tabs.open_to(self.viewer).get(self.tab) if self.table.tabs else None

    # --- other lists than this ------------------------------------------------------------------------------
    def without(self, *names: str) -> "Asked":
        left = {name: said for name, said in self.said.items() if name not in names}
        return self._again(replace(self, said=left, texts={name: self.texts[name] for name in left}))

    def in_tab(self, tab: str) -> "Asked":
        return self._again(replace(self, tab=tab))

    def sorted(self, sort: str) -> "Asked":
        return replace(self, sort=sort)

    def _again(self, changed: "Asked") -> "Asked":
        """Sorted as before, or where that was the usual way as is usual there."""
        return replace(changed, sort=changed.usual_sort) if self.sort == self.usual_sort else changed

    # --- as an address --------------------------------------------------------------------------------------
    @property
    def own_sort(self) -> str:
        """What the address says of the sorting: nothing where it is the usual one."""
        return "" if self.sort == self.usual_sort else self.sort

    @property
    def named_columns(self) -> str:
        return ",".join(one.name for one in self.columns) if self.named else ""

    def parts(self) -> dict[str, str]:
        tab = {self.table.tabs.name: self.tab} if self.table.tabs else {}
        own = {SORT: self.own_sort, COLUMNS: self.named_columns}
        return {name: said for name, said in (tab | dict(self.texts) | own).items() if said}

    def query(self, **more) -> str:
        """The part of an address behind the question mark, with its question mark."""
        said = self.parts() | {name: value for name, value in more.items() if value}
        return f"?{urlencode(said)}" if said else "?"

    @property
    def here(self) -> str:
        """The address of this page of the list."""
        return self.address(**self.place)

    def address(self, **more) -> str:
        return path_of(self.table, self.args) + self.query(**more).rstrip("?")

    # --- in words -------------------------------------------------------------------------------------------
    def chips(self) -> list[tuple[str, str]]:
        """What the list is narrowed to, in words, each with the address that leaves it out."""
        told = self.table.chips(self) if self.table.chips else list(self._chips())
        return [(words, self.without(*names).query()) for words, names in told]

    def _chips(self) -> Iterator[tuple[str, Iterable[str]]]:
        for one in self.table.filters_for(self.viewer):
            if one.name in self.said:
                yield self.in_words(one), (one.name,)

    def in_words(self, one: Filter) -> str:
        said = self.said[one.name]
        if one.words:
            return one.words(said, self.viewer)
        asked_field = one.field_for(self.viewer)
        if isinstance(asked_field, WordsField):
            return f"“{said}”"
        if said is True:
            return str(asked_field.label)
        if isinstance(said, date):
            return f"{asked_field.label}: {day_and_year(said)}"
        choices = {} if hasattr(asked_field, "queryset") else dict(getattr(asked_field, "choices", ()))
        return f"{asked_field.label}: {choices.get(said, said)}"


def read(
    table: ListTable,
    query: Mapping[str, str],
    viewer: Viewer,
    *,
    chosen: Iterable[str] = (),
    args: tuple = (),
) -> Asked:
    """What the address asks; ``chosen`` are the columns that the person keeps for this list."""
    said, texts, refused = {}, {}, {}
    for one in table.filters_for(viewer):
        text = query.get(one.name, "")
        value = _value(one, text, viewer) if text and len(text) <= LONGEST_TEXT else None
        if value is not None and value is not False and value != "":  # an id may be 0
            said[one.name], texts[one.name] = value, _as_typed(value, text)
        elif value is None and text:  # blanks, too: a field takes those for nothing asked where they are that
            refused[one.name] = text
    place = {name: query.get(name, "") for name in PLACES}
    asked = Asked(table, viewer, said, texts, tab=_tab(table, query, viewer), args=args, place=place)
    asked = replace(asked, refused=refused, unknown=_unknown(table, query, viewer))
    columns = _columns(table, query.get(COLUMNS, ""), viewer)
    shown = columns or _columns(table, ",".join(chosen), viewer) or _usual_columns(table, viewer)
    wanted = query.get(SORT, "")
    sort = wanted if wanted.removeprefix("-") in table.sorts_for(viewer) and wanted else asked.usual_sort
    return replace(asked, columns=tuple(shown), named=bool(columns), sort=sort)


def _unknown(table: ListTable, query: Mapping[str, str], viewer: Viewer) -> dict[str, str]:
    known = {SORT: table.sorts_for(viewer), COLUMNS: {one.name for one in table.columns}}
    if table.tabs:
        known[table.tabs.name] = table.tabs.open_to(viewer)
    said = {name: query.get(name, "")[:LONGEST_TEXT] for name in known}
    said[SORT] = said[SORT].removeprefix("-")
    named = {name: text.split(",") if name == COLUMNS else [text] for name, text in said.items()}
    found = {name: ", ".join(one for one in named[name] if one and one not in known[name]) for name in known}
    return {name: text for name, text in found.items() if text}


def path_of(table: ListTable, args: tuple = ()) -> str:
    return reverse(table.name, args=args)


def _as_typed(value: Any, text: str) -> str:
    return value if isinstance(value, str) else text


def _value(one: Filter, text: str, viewer: Viewer) -> Any:
    try:
        return one.field_for(viewer).clean(text[:LONGEST_TEXT])
    except ValidationError:
        return None


def _tab(table: ListTable, query: Mapping[str, str], viewer: Viewer) -> str:
    if table.tabs is None:
        return ""
    wanted = query.get(table.tabs.name, "")
    return wanted if wanted in table.tabs.open_to(viewer) else table.tabs.usual(viewer)


def _usual_columns(table: ListTable, viewer: Viewer) -> list[Column]:
    return [one for one in table.columns_for(viewer).values() if one.usual]


def _columns(table: ListTable, named: str, viewer: Viewer) -> list[Column]:
    """The named ones that exist for the viewer, in that sequence; fixed ones come first where they are not named."""
    known = table.columns_for(viewer)
    wanted = [known[name] for name in dict.fromkeys(named[:LONGEST_TEXT].split(",")) if name in known]
    missing = [one for one in known.values() if one.fixed and one not in wanted]
    return [*missing, *wanted] if wanted else []
