"""A list as a file for spreadsheets: the filters and columns on screen, streamed, however many rows there are."""

from collections.abc import Callable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from common import csv_files, workbooks
from common.csv_files import Cell, Part, csv_columns, download
from common.in_parts import in_parts
from common.lists.asked import Asked, path_of
from common.workbooks import workbook

FORMATS = {"csv": _("CSV"), "xlsx": _("Excel")}
AT_ONCE = 1000
"""Rows that are read, put into words and sent together."""


def file_of(asked: Asked, kind: str) -> StreamingHttpResponse:
    """The whole list as a download."""
    place = path_of(asked.table, asked.args).strip("/").replace("/", "-")
    name = f"{place}-{asked.viewer.today.isoformat()}.{kind}"
    columns = _columns(asked)
    head, parts = list(columns), _parts(asked, list(columns.values()))
    if kind == "csv":
        return download(csv_columns(head, parts), name, csv_files.CONTENT_TYPE)
    return download(workbook(head, parts, str(asked.table.title)), name, workbooks.CONTENT_TYPE)


def _columns(asked: Asked) -> dict[str, Callable[[Sequence], Sequence[Cell]]]:
    """By its name, what each column says of some rows; a name that two columns have stands once."""
    found: dict[str, Callable[[Sequence], Sequence[Cell]]] = {}
    for column in asked.columns:
        for label, read in column.file_columns():
            found.setdefault(label, read)
    return found


def _parts(asked: Asked, columns: Sequence[Callable[[Sequence], Sequence[Cell]]]) -> Iterator[Part]:
    """Every row of the list in its sequence."""
    table, rows = asked.table, asked.listed()
    light = table.in_files
    reads = light.reads(asked) if light else table.reads
    shown = light.shown if light else table.shown
    if reads:
        rows = rows.values_list(*reads, named=True)
    for some in in_parts(rows.iterator(chunk_size=AT_ONCE), AT_ONCE):
        said = shown(some, asked)
        yield [read(said) for read in columns]
