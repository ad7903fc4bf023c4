"""Tables for spreadsheets as workbooks (XLSX): written part by part into the answer, one sheet, nothing kept in memory.

Texts are written as texts, so that none is ever a formula; numbers and days as what they are.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape

from common.csv_files import Cell, Part

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Signs that no XML may hold."""
_BETWEEN = "\n"
_QUOTED = re.compile(f"[&<>]|{_ODD.pattern}")
_EMPTY, _TEXT, _TEXT_ENDS = "<c/>", '<c t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
_ZERO_DAY = date(1899, 12, 30)
"""Spreadsheets count days from here."""
_FIRST_DAY = date(1900, 3, 1)
"""Before this spreadsheets count a day that never was; such a day is written as a text."""
HEAD, DAY = 1, 2
"""Styles of cells, by their place in ``_STYLES``."""
LONGEST_TEXT = 32_767
MOST_DIGITS = 15
"""A spreadsheet keeps no more of a number; a longer one is written as a text, which loses nothing."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
)
_ROOT = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_PARTS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
_SHEET = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
_END = "</sheetData></worksheet>"
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


def workbook(head: Sequence[str], parts: Iterable[Part], name: str) -> Iterator[bytes]:
    """The bytes of a workbook of one sheet."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as file:
        for path, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("xl/workbook.xml", _workbook(name)),
            ("xl/_rels/workbook.xml.rels", _PARTS),
            ("xl/styles.xml", _STYLES),
        ):
            file.writestr(path, text)
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f"{_SHEET}{_row([_cell(name, HEAD) for name in head])}".encode())
            yield sink.taken()
            for part in parts:
                sheet.write("".join(map(_row, zip(*map(_column, part), strict=True))).encode())
                yield sink.taken()
            sheet.write(_END.encode())
        yield sink.taken()
    yield sink.taken()


class _Sink:
    """Where the archive is written to: what was written is taken away again and again."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def _workbook(name: str) -> str:
    said = escape(_ODD.sub("", _FORBIDDEN_IN_NAMES.sub(" ", name)).strip("' ")[:_LONGEST_NAME] or "1")
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f'<sheets><sheet name="{said}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _row(cells: Iterable[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _column(cells: Sequence[Cell]) -> Sequence[str]:
    """A column of texts, the usual one, is looked through as a whole: in most there is nothing to quote."""
    texts = set(map(type, cells)) == {str} and max(map(len, cells)) <= LONGEST_TEXT
    if texts and not _QUOTED.search(_BETWEEN.join(cells)):
        return [f"{_TEXT}{cell}{_TEXT_ENDS}" if cell else _EMPTY for cell in cells]
    return [_cell(cell) for cell in cells]


def _cell(cell: Cell, style: int = 0) -> str:
    if cell is None or cell == "":
        return _EMPTY
    if isinstance(cell, date) and cell >= _FIRST_DAY:
        return f'<c s="{DAY}"><v>{_day(cell)}</v></c>'
    if isinstance(cell, Decimal | int) and _is_kept_whole(cell):
        return f"<c><v>{cell:f}</v></c>" if isinstance(cell, Decimal) else f"<c><v>{cell}</v></c>"
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    said = escape(_ODD.sub("", text[:LONGEST_TEXT]), quote=False)
    styled = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{styled}><is><t xml:space="preserve">{said}{_TEXT_ENDS}'


@lru_cache(4000)
def _day(day: date) -> int:
    return (day - _ZERO_DAY).days


def _is_kept_whole(number: Decimal | int) -> bool:
    return abs(number) < 10 ** (MOST_DIGITS - 3)
