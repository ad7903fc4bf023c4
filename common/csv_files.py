"""Tables for spreadsheets (CSV): streamed in pieces of many rows, and no text of a person is a formula there."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

from django.http import StreamingHttpResponse

from common.file_names import safe_display_name
from common.in_parts import in_parts
from common.typed_numbers import write_number

Cell = str | Decimal | date | int | None
Part = Sequence[Sequence[Cell]]
"""Some hundred rows of a table, as its columns: what is of one kind is written in one go."""

CONTENT_TYPE = "text/csv; charset=utf-8"
AT_ONCE = 1000
_SIGN = "-=+@\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}"
"""With what a formula begins, for some spreadsheets also as wide as a Chinese letter."""
_BETWEEN = "\x00"
_BEGINS = rf"'*(?:\s*[{_SIGN}]|[\t\r\n])"
_GOES_ON = rf"'*[{_SIGN}]"
_SOME_FORMULA = re.compile(rf"{_BETWEEN}{_BEGINS}|[;\t\r\n]\s*{_GOES_ON}")
"""Whether one of many texts is, each with a sign before it."""
_FORMULA = re.compile(_BEGINS)
_ARMED = re.compile(rf"'(?={_BEGINS})")
"""An own apostrophe of a text counts as ours would: it gets one more, so that reading the file takes off ours alone."""
_INSIDE = re.compile(rf"([;\t\r\n]\s*)(?={_GOES_ON})")
"""Where the next cell would begin for a spreadsheet that divides otherwise; quotation marks do not hold it together."""
_ARMED_INSIDE = re.compile(rf"([;\t\r\n]\s*)'(?={_GOES_ON})")

UTF8 = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it some spreadsheets take the letters for other ones."""


def disarmed(text: str) -> str:
    """The text, with an apostrophe wherever a spreadsheet would begin to reckon."""
    return ("'" if _FORMULA.match(text) else "") + _INSIDE.sub(r"\1'", text)


def undisarmed(text: str) -> str:
    """The text as it was before: an apostrophe that keeps a spreadsheet from reckoning is no part of it."""
    text = _ARMED_INSIDE.sub(r"\1", text)
    return text[1:] if _ARMED.match(text) else text


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The rows as they stand in a file: numbers with a point, days as 2026-11-30."""
    return _pieces([[_written(cell) for cell in row] for row in some] for some in in_parts(rows, AT_ONCE))


def csv_columns(head: Sequence[str], parts: Iterable[Part]) -> Iterator[str]:
    """The same of a table that comes in parts, each of which is a piece."""
    return _pieces(chain([[_column(head)]], (zip(*map(_column, part), strict=True) for part in parts)))


def csv_response(rows: Iterable[Sequence[Cell]], filename: str) -> StreamingHttpResponse:
    """The table as a download."""
    return download(csv_lines(rows), filename, CONTENT_TYPE)


def download(pieces: Iterable[str | bytes], filename: str, content_type: str) -> StreamingHttpResponse:
    """A file that is sent while it is made, and kept nowhere."""
    headers = {
        "Content-Disposition": f'attachment; filename="{safe_display_name(filename)}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)


def _pieces(parts: Iterable[Iterable[Sequence[str]]]) -> Iterator[str]:
    page = io.StringIO()
    writer = csv.writer(page)
    page.write(UTF8)
    for rows in parts:
        writer.writerows(rows)
        yield page.getvalue()
        page.seek(0)
        page.truncate()


def _column(cells: Sequence[Cell]) -> Sequence[str]:
    """A column of texts, the usual one, is looked through as a whole: most hold no formula."""
    if set(map(type, cells)) == {str} and not _SOME_FORMULA.search(_BETWEEN.join(["", *cells])):
        return cells
    return [_written(cell) for cell in cells]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        text = f"{cell:f}"  # with three places a point could also part groups: “10.500” may be ten thousand
        return write_number(cell) if text[-4:-3] == "." else text
    if isinstance(cell, int):
        return str(cell)
    return cell.isoformat() if isinstance(cell, date) else disarmed(str(cell))
