"""The table of a kind with what stands now, as a file: a template that is filled in, and imported again."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse

from common.csv_files import Cell
from common.file_names import safe_display_name
from common.table_files.xlsx_writing import XLSX, xlsx_bytes
from workflow.imports.kind import Kind


def head_and_rows(kind: Kind) -> tuple[list[str], Iterator[list[Cell]]]:
    """The names of its columns, and a row of cells for each record."""
    head = [str(column.label) for column in kind.columns]
    rows = ([column.written(values.get(column.key)) for column in kind.columns] for values in kind.table())
    return head, rows


def xlsx_response(
    head: Sequence[str], rows: Iterator[Sequence[Cell]], filename: str, *, title: str
) -> HttpResponse:
    response = HttpResponse(xlsx_bytes(head, rows, title), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{safe_display_name(filename)}"'
    response["Cache-Control"] = "private, no-store"
    return response
