"""What a list is made of, named by the page that owns it. Nothing here knows a request."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Expression, QuerySet

from common.lists.cells import Cell, FileColumn, Plain
from common.lists.values import Value, getter, plain

if TYPE_CHECKING:
    from common.lists.asked import Asked
    from common.lists.counting import Counts


@dataclass(frozen=True)
class Viewer:
    """Who looks at a list, on which day; ``may`` answers for an action of the permission table.

    ``csrf_token`` gives what forms within rows have to send, where there is a request.
    """

    person: Any
    today: date
    may: Callable[[str], bool]
    csrf_token: Callable[[], str] = str


@dataclass(frozen=True)
class Sort:
    """What a column sorts by: a path to a column of the database, an expression, or None for the row's id.

    There is an index behind each: the one of that name, or one that begins with the path. ``falling`` is which way the
    first click on the head sorts. Where nothing stands (``nullable``) is sorted behind all else. What is ``summed`` of
    rows of other tables no index can hold: only lists of which there are never many rows offer it.
    """

    by: str | Expression | None
    falling: bool = False
    nullable: bool = False
    index: str = ""
    summed: bool = False


@dataclass(frozen=True)
class Column:
    """One column: on screen, in the chooser, in files.

    ``needs`` is an action of the permission table: for whoever may not do it the column does not exist. ``fixed`` ones
    cannot be left out; ``usual`` ones are shown to whoever chose none.
    """

    name: str
    label: str
    value: Value | None = None
    cell: Cell = field(default_factory=Plain)
    sort: Sort | None = None
    needs: str = ""
    usual: bool = True
    fixed: bool = False
    head: str = ""
    head_of_each: str = ""
    """The class of the head where no currency stands in it, because each row says its own."""
    in_files: bool = True
    parts: Sequence[tuple[str, Value]] = ()
    """What files say in its place, each in a column of its own: as a table that is imported names it."""
    only_where_said: bool = False
    """Left out of a page on which no row says anything."""

    def file_columns(self) -> Iterator[FileColumn]:
        """What files say of it; nothing where it stands on pages alone."""
        if not self.in_files:
            return
        if not self.parts:
            yield from self.cell.file_columns(self)
        for label, value in self.parts:
            yield str(label), partial(_plainly, getter(value))


def _plainly(read: Callable[[Any], Any], rows: Sequence) -> Sequence:
    return plain(list(map(read, rows)))


@dataclass(frozen=True)
class Filter:
    """One question of the address: how what is typed is read, and what it leaves of the rows.

    ``words`` says in a chip what is asked for; without it the label and the choice do. ``unsaid`` is what is left of
    the rows where nobody asked. ``page_tells``: what makes no sense for it is said by the page, in words of its own.
    """

    name: str
    field: forms.Field | Callable[[Viewer], forms.Field]
    narrow: Callable[[QuerySet, Any, Viewer], QuerySet]
    words: Callable[[Any, Viewer], str] | None = None
    unsaid: Callable[[QuerySet, Viewer], QuerySet] | None = None
    needs: str = ""
    page_tells: bool = False

    def field_for(self, viewer: Viewer) -> forms.Field:
        return self.field if isinstance(self.field, forms.Field) else self.field(viewer)


@dataclass(frozen=True)
class Tab:
    """One of the quick views over a list."""

    name: str
    label: str
    narrow: Callable[[QuerySet, Viewer], QuerySet] = lambda rows, viewer: rows
    is_open_to: Callable[[Viewer], bool] = lambda viewer: True


@dataclass(frozen=True)
class Tabs:
    """``name`` is that of their parameter in the address; ``usual`` the tab of an address that names none."""

    name: str
    tabs: tuple[Tab, ...]
    usual: Callable[[Viewer], str]

    def open_to(self, viewer: Viewer) -> dict[str, Tab]:
        return {tab.name: tab for tab in self.tabs if tab.is_open_to(viewer)}


@dataclass(frozen=True)
class Empty:
    """What a list without rows says: where there are none at all, with what to do first; where none is like that."""

    title: str
    text: str
    icon: str = "inbox"
    none_like_this: str = ""
    address: str = ""
    action: str = ""
    dialog: bool = False
    needs: str = ""


@dataclass(frozen=True)
class FileRows:
    """What a file is made of in place of a page's rows: thousands of rows that say what its columns ask, and no more.

    ``reads`` and ``shown`` are as in ``ListTable``; what the columns ask has the names that it has in a page's rows.
    """

    reads: Callable[["Asked"], Sequence[str]]
    shown: Callable[[list, "Asked"], Sequence]


@dataclass(frozen=True)
class ListTable:
    """A list. ``name`` is the name of its address; ``nouns`` says in words how many rows there are.

    ``rows`` are those that the viewer may see; it is told the viewer and the arguments of the address. They are read
    as they are, or where ``reads`` names columns as plain tuples of these; ``shown`` makes of a page of them what the
    columns are asked of. ``templates`` names what the page draws by itself in place of the shared part: ``page``,
    ``filters``, ``fields``, ``beside``, ``over``, ``foot``, ``menu`` (more entries of it), ``none``, ``actions``,
    ``above``, ``below``. Of these, what stands ``over`` the table and at its ``foot`` is drawn anew with it.
    """

    name: str
    title: str
    nouns: Any
    rows: Callable[..., QuerySet]
    columns: tuple[Column, ...]
    opens: Callable[[Any], str] | None = None
    filters: tuple[Filter, ...] = ()
    tabs: Tabs | None = None
    usual_sort: str | Callable[["Asked"], str] = ""
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    """Sort orders beside those of the columns; "" is the one of a list that nobody sorted."""
    sorted_by: Callable[["Asked", Sort], Sort] = lambda asked, sort: sort
    reads: tuple[str, ...] = ()
    shown: Callable[[list, "Asked"], Sequence] = lambda rows, asked: rows
    in_files: FileRows | None = None
    counts: Callable[["Asked"], "Counts"] | None = None
    chips: Callable[["Asked"], list[tuple[str, Sequence[str]]]] | None = None
    row_class: Callable[[Any], str] | None = None
    group: Callable[[Any], str] | None = None
    """In the usual sequence: what stands over the rows of which it says the same."""
    tick: Cell | None = None
    actions: Cell | None = None
    """What can be done with a row, behind all columns; no column of its own, and in no file."""
    empty: Empty | None = None
    templates: Mapping[str, str] = field(default_factory=dict)
    css: str = "table-lines"
    style: str = ""
    """A style sheet of its own."""
    frame: Callable[["Asked"], dict] = lambda asked: {}
    """What its templates around the list are told: filters, tabs of other pages, actions."""
    context: Callable[["Asked", Sequence, "Counts"], dict] = lambda asked, rows, counts: {}
    """What its templates within the list are told: the foot, an empty list."""
    totals: Callable[["Asked", Sequence, "Counts"], Sequence] = lambda asked, rows, counts: ()
    """Rows like the others that stand below them, drawn by the same columns: what they come to. They open nothing."""

    def columns_for(self, viewer: Viewer) -> dict[str, Column]:
        """The columns that exist for the viewer, in their usual sequence."""
        return {one.name: one for one in self.columns if not one.needs or viewer.may(one.needs)}

    def filters_for(self, viewer: Viewer) -> list[Filter]:
        return [one for one in self.filters if not one.needs or viewer.may(one.needs)]

    def sorts_for(self, viewer: Viewer) -> dict[str, Sort]:
        """By name in the address: ``name`` rising, ``-name`` falling."""
        return {**self.sorts, **{one.name: one.sort for one in self.columns_for(viewer).values() if one.sort}}
