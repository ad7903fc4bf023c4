"""Imports of tables that were made, and what one of them did to each row, as lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.lists import Column as ListColumn
from common.lists import Empty, ListTable, Sort, Tab, Tabs, Viewer
from common.lists.asked import Asked
from common.lists.cells import Drawn, Plain
from common.table_files.cells import Cell
from lab.models import TableImport, TableImportRow
from workflow.imports.columns import Column
from workflow.imports.kind import Kind
from workflow.imports.kinds import BY_SLUG, kind_of, kinds_for


def _rows(viewer: Viewer) -> QuerySet:
    """Only what the person may import."""
    imports = TableImport.objects.select_related("event__actor", "taken_back")
    return imports.of_kinds([kind.slug for kind in kinds_for(viewer.person)])


def _taken_back(made: TableImport) -> Iterator[tuple[str, str]]:
    if hasattr(made, "taken_back"):
        yield "", _now("taken back")


def _count(name: str, label: str) -> ListColumn:
    return ListColumn(name, label, cell=Plain("num", write=str), head="num")


IMPORTS = ListTable(
    name="workflow:import_list",
    title=_("Imports"),
    nouns=ngettext_lazy("%(n)s import", "%(n)s imports", "n"),
    rows=_rows,
    opens=lambda made: reverse("workflow:import_page", args=[made.pk]),
    usual_sort="-at",
    columns=(
        ListColumn(
            "file",
            _("File"),
            "file_name",
            Plain("stack-head clip", opens=True, tags=_taken_back, title=lambda made: made.file_name),
            fixed=True,
        ),
        ListColumn("what", _("What"), lambda made: str(BY_SLUG[made.kind].title)),
        ListColumn(
            "at",
            _("Imported"),
            "event.at",
            Drawn(template="workflow/imports/cells/at.html"),
            sort=Sort(None, falling=True),
        ),
        ListColumn("by", _("Imported by"), "event.actor.name", usual=False),
        _count("new", _("New")),
        _count("changed", _("Changed")),
        _count("same", _("The same")),
        _count("left_out", _("Left out")),
    ),
    empty=Empty(title=_("Nothing has been imported yet"), text="", icon="table"),
    css="",
    templates={"page": "workflow/imports/list.html"},
)
"""The newest first."""


# --- what one of them did -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class RowShown:
    """A row, and what was changed in it: label, before, after."""

    row: TableImportRow
    changes: list[tuple[str, str, str]]

    @property
    def done(self) -> str:
        if self.row.is_new:
            return _now("new")
        return "; ".join(
            f"{label}: {before or '–'} → {after or '–'}" for label, before, after in self.changes
        )


def _rows_shown(rows: Sequence[TableImportRow], asked: Asked) -> list[RowShown]:
    if not rows:
        return []
    kind = kind_of(rows[0].table_import.kind, asked.viewer.today)
    return [_shown(kind, row) for row in rows]


def _shown(kind: Kind, row: TableImportRow) -> RowShown:
    columns = {column.key: column for column in kind.columns}
    told = [
        (str(columns[key].label), _as_read(columns[key], before), _as_read(columns[key], after))
        for key, (before, after) in row.changes.items()
        if key in columns
    ]
    return RowShown(row, [] if row.is_new else told)


def _as_read(column: Column, kept: str) -> str:
    try:
        return column.shown(column.read(Cell(kept)))
    except ValidationError:  # what it names is gone
        return kept


IMPORT_ROWS = ListTable(
    name="workflow:import_page",
    title=_("Rows of an import"),
    nouns=ngettext_lazy("%(n)s row", "%(n)s rows", "n"),
    rows=lambda viewer, pk: TableImportRow.objects.filter(table_import=pk).select_related("table_import"),
    shown=_rows_shown,
    tabs=Tabs(
        "rows",
        (
            Tab("all", _("All")),
            Tab("new", _("New"), lambda rows, viewer: rows.filter(is_new=True)),
            Tab("changed", _("Changed"), lambda rows, viewer: rows.filter(is_new=False)),
        ),
        usual=lambda viewer: "all",
    ),
    columns=(
        ListColumn("row", _("Row"), "row.number", Plain("num shrink", write=str), head="num shrink"),
        ListColumn("name", _("Name"), "row.name", Plain("stack-head"), fixed=True),
        ListColumn("done", _("What was done"), cell=Drawn(template="workflow/imports/cells/done.html")),
    ),
    empty=Empty(title=_("No row was written."), text="", icon="table"),
    css="",
    templates={"page": "workflow/imports/page.html"},
)
"""As the file had them."""
