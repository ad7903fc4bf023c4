"""Tables for spreadsheets (CSV): streamed row by row, and no text of a person is a formula there."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.http import StreamingHttpResponse

from common.file_names import safe_display_name

Cell = str | Decimal | date | int | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula."""

UTF8 = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it some spreadsheets take the letters for other ones."""


def disarmed(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would begin to reckon."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The rows as they stand in a file: numbers with a point, days as 2026-11-30."""
    page = io.StringIO()
    writer = csv.writer(page)
    page.write(UTF8)
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
        yield page.getvalue()
        page.seek(0)
        page.truncate()


def csv_response(rows: Iterable[Sequence[Cell]], filename: str) -> StreamingHttpResponse:
    """The table as a download."""
    headers = {
        "Content-Disposition": f'attachment; filename="{safe_display_name(filename)}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8", headers=headers)


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else disarmed(str(cell))
