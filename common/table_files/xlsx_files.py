"""XLSX: the values of each sheet, read row by row. Formulas are their values; nothing in the file is run."""

import io
import lzma
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError
from django.utils.translation import gettext as _
from openpyxl.cell.read_only import EMPTY_CELL

from common.table_files.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SIGNS_IN_ALL,
    Cell,
    NotATable,
    TableRow,
    TableSheet,
    TooManyRows,
    text_cell,
)
from common.table_files.packed import Damaged, FarTooMuch, has_formulas, merged_in, opened

EXACT_DIGITS = 15
"""A spreadsheet keeps no more of a number."""
LAST_ROW = 1_048_576
"""A spreadsheet has no more; a file may name any number, and openpyxl makes up whatever rows lie before it."""
MOST_ZEROS = 40
"""Digits that a form of numbers may ask for; one of more is no form of a code, and is not followed."""


DAMAGED = (
    *(DefusedXmlException, ParseError, zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(KeyError, ValueError, TypeError, IndexError, AttributeError),
    *(EOFError, OverflowError, OSError, NotImplementedError),
)
"""What unpacking and reading raise for a file that is not what it says."""


def read_xlsx(content: bytes) -> list[TableSheet]:
    """Every sheet that is shown. Raises ``NotATable``."""
    packed = opened(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out: pictures, rules of validation
            return list(_sheets(packed, content))
    except NotATable:
        raise
    except DAMAGED:
        raise Damaged from None


def _sheets(packed: zipfile.ZipFile, content: bytes) -> Iterator[TableSheet]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    formulas, signs = None, 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        written = packed.read(_part(sheet))
        unreckoned: set[tuple[int, int]] = set()
        if has_formulas(written):
            formulas = formulas or openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, keep_links=False
            )
            unreckoned = _formulas_in(formulas[sheet.title])
        rows = []
        for row in _rows(sheet, unreckoned):
            signs += sum(len(cell.text) + len(cell.refusal) for cell in row.cells)
            if signs > MOST_SIGNS_IN_ALL:
                raise FarTooMuch
            rows.append(row)
        yield TableSheet(sheet.title, _unmerged(rows, merged_in(written)), by_1904=book.epoch.year == 1904)


def _part(sheet) -> str:
    return sheet._worksheet_path


def _formulas_in(sheet) -> set[tuple[int, int]]:
    return {
        (cell.row, cell.column)
        for _number, row in _filled(sheet)
        for cell in row
        if getattr(cell, "data_type", "") == "f"
    }


def _filled(sheet) -> Iterator[tuple[int, tuple]]:
    """The rows of which any cell stands in the file, each with its number."""
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    before = None
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if number > LAST_ROW:
            raise Damaged
        missing, before = row is before, row  # rows that are not in the file are one and the same
        if not missing and any(cell is not EMPTY_CELL for cell in row):
            yield number, row


def _rows(sheet, formulas: set[tuple[int, int]]) -> Iterator[TableRow]:
    count = 0
    for number, row in _filled(sheet):
        cells = [_cell(cell, formulas) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise NotATable(_("These are more than %(most)s columns.") % {"most": MOST_COLUMNS})
        count += 1
        if count > MOST_ROWS + 1:
            raise TooManyRows
        yield TableRow(number, cells)


def _cell(cell, formulas: set[tuple[int, int]]) -> Cell:
    value = cell.value
    if value is None:
        place = (getattr(cell, "row", 0), getattr(cell, "column", 0))
        if place in formulas:
            return Cell(refusal=_("A formula stands here, and the file does not hold what it comes to."))
        return Cell()
    if cell.data_type == "e":
        return Cell(
            str(value), refusal=_("%(error)s stands here: the formula has failed.") % {"error": value}
        )
    if isinstance(value, bool):
        return Cell("1" if value else "0", Decimal(value))
    if isinstance(value, datetime | date):
        return _day(value)
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, time):
        return text_cell(value.isoformat())
    return text_cell(str(value))


def _day(value: datetime | date) -> Cell:
    day = value.date() if isinstance(value, datetime) else value
    return Cell(day.isoformat(), day=day)


def _number(value: float, form: str) -> Cell:
    """As it is shown: 0.19 in a cell of percents is 19, and 123 in one of five zeros is 00123."""
    number = Decimal(f"{value:.{EXACT_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    if "%" in form:
        number *= 100
        return Cell(f"{_plain(number)} %", number)
    text = _plain(number)
    if number == number.to_integral_value() and 1 < len(form) <= MOST_ZEROS and set(form) == {"0"}:
        text = text.zfill(len(form))
    if abs(number) >= Decimal(10) ** EXACT_DIGITS:
        sentence = _("%(number)s has lost its last digits: make the column one of text, and type it again.")
        return Cell(text, number, refusal=sentence % {"number": text})
    return Cell(text, number)


def _plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _unmerged(rows: list[TableRow], merged: list[tuple[str, int, str, int]]) -> list[TableRow]:
    """Cells that were made one of several rows say nothing for the rows below: their rows are refused."""
    tall = [(top, end, f"{first}{top}:{last}{end}") for first, top, last, end in merged if end > top]
    if not tall:
        return rows
    told = []
    for row in rows:
        inside = next((name for top, end, name in tall if top <= row.number <= end), None)
        cells = list(row.cells)
        if inside and cells:
            sentence = _("The cells %(cells)s are merged. Part them, so that each row says its own.")
            cells[0] = Cell(cells[0].text, refusal=sentence % {"cells": inside})
        told.append(TableRow(row.number, cells))
    return told
