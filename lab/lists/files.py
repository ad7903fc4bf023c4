"""A list as a file for spreadsheets: the filters and columns on screen, streamed, however many rows there are."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from common.csv_files import Cell, csv_response
from common.file_names import safe_display_name
from common.lists.asked import Asked, path_of
from common.workbooks import CONTENT_TYPE, workbook

FORMATS = {"csv": _("CSV"), "xlsx": _("Excel")}
AT_ONCE = 1000
"""Rows that are read and put into words together."""


def file_of(asked: Asked, kind: str) -> StreamingHttpResponse:
    """The whole list as a download."""
    place = path_of(asked.table, asked.args).strip("/").replace("/", "-")
    name = f"{place}-{asked.viewer.today.isoformat()}.{kind}"
    rows = rows_of_file(asked)
    if kind == "csv":
        return csv_response(rows, name)
    headers = {
        "Content-Disposition": f'attachment; filename="{safe_display_name(name)}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(
        workbook(rows, str(asked.table.title)), content_type=CONTENT_TYPE, headers=headers
    )


def rows_of_file(asked: Asked) -> Iterator[list[Cell]]:
    """The head, then every row of the list in its sequence."""
    columns: dict[str, Callable[[Any], Cell]] = {}
    for column in asked.columns:
        if column.in_files:
            for label, read in column.cell.file_columns(column):
                columns.setdefault(str(label), read)
    yield list(columns)
    readers = list(columns.values())
    table, rows = asked.table, asked.listed()
    if table.reads:
        rows = rows.values_list(*table.reads, named=True)
    for some in _in_parts(rows.iterator(chunk_size=AT_ONCE)):
        for row in table.shown(some, asked):
            yield [read(row) for read in readers]


def _in_parts(rows: Iterable) -> Iterator[list]:
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield some
