"""Tables as XLSX: written row by row; a text is a text there, whatever it begins with."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from common.csv_files import Cell
from common.table_files.cells import column_letters

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


def xlsx_bytes(head: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """The file: one sheet, its head in bold and in sight, days as days and amounts as numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place, name in enumerate(head):
        sheet.column_dimensions[column_letters(place)].width = max(12, min(40, len(name) + 4))
    bold = []
    for name in head:
        cell = WriteOnlyCell(sheet, name)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet, value: Cell):
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value.translate(_NOT_IN_XML))
        cell.data_type, cell.number_format = "s", "@"  # never a formula, and never a number by itself
        return cell
    if isinstance(value, Decimal):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "0.00" if value.as_tuple().exponent >= -2 else "0.000"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return value
