"""Files as Excel writes them, and files that are no tables: read, or refused in a sentence, quickly and in bounds."""

import io
import re
import struct
import time
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from common.table_files import xlsx_files
from common.table_files.cells import NotATable
from common.table_files.reading import read_table
from tests.imports.bringing import xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, part)
    return made.getvalue()


def with_sheet(content: bytes, change) -> bytes:
    """The same workbook, its sheet written otherwise."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(made, "w") as packed:
        for part in good.infolist():
            said = good.read(part)
            packed.writestr(part, change(said) if part.filename == "xl/worksheets/sheet1.xml" else said)
    return made.getvalue()


def torn(content: bytes) -> bytes:
    """A workbook of which a packed part cannot be unpacked."""
    at = content.index(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml")
    return content[:at] + bytes(255 - byte for byte in content[at : at + 40]) + content[at + 40 :]


def row_at(number: int):
    """The last row of the sheet is said to be that one."""
    return lambda sheet: re.sub(rb'<row r="\d+"(?!.*<row )', b'<row r="%d"' % number, sheet, flags=re.DOTALL)


BAD = {
    "a renamed program": (b"MZ\x90\x00" + bytes(100), "no table"),
    "a picture": (b"\x89PNG\r\n", "no table"),
    "a ZIP of something else": (with_part(b"", "word/document.xml", b"<a/>"), "no table"),
    "half a workbook": (xlsx(["Code"])[:900], "damaged"),
    "a part that is torn": (torn(xlsx(["Code"], ["1"])), "damaged"),
    "a row beyond all rows": (with_sheet(xlsx(["Code"], ["1"]), row_at(10**20)), "damaged"),
    "a password": (OLE, "password"),
    "a bomb": (with_part(xlsx(["Code"]), "xl/bomb.xml", b" " * 90_000_000), "far too much"),
    "macros": (with_part(xlsx(["Code"]), "xl/vbaProject.bin", b"x"), "macros"),
    "links to other files": (
        with_part(xlsx(["Code"]), "xl/externalLinks/externalLink1.xml", b"<a/>"),
        "other files",
    ),
    "more than ten megabytes": (b"Code\n" + b"x" * 11_000_000, "10 MB"),
    "a million rows": (b"Code\n" + b"1\n" * 1_000_000, "20,000 rows"),
    "an open quotation mark": (b'Code;Name\n"1;2\n3;4\n', "do not close"),
    "nothing": (b"\xef\xbb\xbf \r\n", "empty"),
    "a thousand columns": (b"a;" * 1000, "columns"),
    "entities": (
        with_part(b"", "xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'),
        "damaged",
    ),
}


def test_what_a_sheet_says_of_its_size_and_of_far_rows_costs_nothing():
    """Also where formulas are looked for; the last row that a spreadsheet has is read."""
    book = xlsx(["Code", "Name"], ["1", "=1+1"])
    book = with_sheet(book, lambda sheet: re.sub(rb'ref="[^"]+"', b'ref="A1:XFD1048576"', sheet, count=1))
    started = time.process_time()
    (sheet,) = read_table(with_sheet(book, row_at(1_048_576)))
    assert [(row.number, row.cells[0].text) for row in sheet.rows] == [(1, "Code"), (1_048_576, "1")]
    assert sheet.rows[1].cells[1].refusal.startswith("A formula stands here")
    assert time.process_time() - started < 20


@pytest.mark.parametrize("which", BAD)
def test_what_is_no_table_is_refused_in_words_quickly_and_in_little_memory(which):
    content, sentence = BAD[which]
    started = time.process_time()
    tracemalloc.start()
    with pytest.raises(NotATable, match=sentence):
        read_table(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 120_000_000
    assert time.process_time() - started < 20


def test_a_workbook_is_read_no_further_than_one_looks(monkeypatch):
    monkeypatch.setattr("common.table_files.xlsx_files.MOST_ROWS", 3)
    assert len(cells(xlsx(*[[1]] * 4))) == 4
    with pytest.raises(NotATable, match="rows"):
        cells(xlsx(*[[1]] * 5))


def test_a_size_that_is_announced_too_small_is_not_unpacked():
    """The sheet of a bomb says that it is small; only as much is read as it says, and then it is no sheet."""
    whole = with_part(xlsx(["Code"], ["1"]), "xl/x.bin", b"0" * 200_000_000)
    place = whole.rindex(b"xl/x.bin") - 46
    forged = whole[: place + 24] + struct.pack("<L", 10) + whole[place + 28 :]
    tracemalloc.start()
    read_table(forged)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_one_text_that_many_cells_name_does_not_fill_the_memory(monkeypatch):
    """It stands in the file once; each sheet alone would hold little enough."""
    content = xlsx(["Code"], also=lambda book: [sheet_of(book, " " + "x" * 300) for _each in range(4)])
    assert len(read_table(content)) == 5
    monkeypatch.setattr(xlsx_files, "MOST_SIGNS_IN_ALL", 1000)
    with pytest.raises(NotATable, match="far too much"):
        read_table(content)


def sheet_of(book, text: str) -> None:
    book.create_sheet().append([text])


def test_a_form_of_more_digits_than_any_code_has_is_not_followed():
    def form(book):
        book.active["A1"].number_format = "0" * 5000

    assert cells(xlsx([7], also=form)) == [["7"]]


def cells(content: bytes) -> list[list]:
    return [[cell.text for cell in row.cells] for sheet in read_table(content) for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1251"])
def test_each_encoding_is_read(encoding):
    name = "Прайс" if encoding == "cp1251" else "Müller" if encoding == "cp1252" else "Müller Прайс"
    assert cells(f"Code;Name\r\n1;{name}\r\n;;\r\n".encode(encoding)) == [["Code", "Name"], ["1", name]]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_each_mark_between_cells_is_read(mark):
    assert cells(f'a{mark}b\n"1{mark}\n2"{mark}\'=cmd'.encode()) == [["a", "b"], [f"1{mark}\n2", "=cmd"]]


def test_cells_of_a_workbook_are_what_they_show():
    def shape(book):
        sheet = book.active
        for place, form in (("A2", "00000"), ("B2", "0%"), ("D2", "yyyy-mm-dd")):
            sheet[place].number_format = form
        sheet["F2"].data_type = "s"
        sheet.merge_cells("A4:A5")
        book.create_sheet("Hidden").sheet_state = "hidden"

    made = xlsx(
        ["a", "b", "c", "d", "e", "f", "g"], [123, 0.19, 0.1 + 0.2, date(2026, 1, 2), "=1+1", "=cmd", 1e15],
        [None, True, " x ", None], [1, 2], [None, 3], [None] * 3, also=shape,
    )  # fmt: skip
    [sheet] = [sheet for sheet in read_table(made) if sheet.rows]
    second = sheet.rows[1].cells
    assert [cell.text for cell in second[:4]] == ["00123", "19 %", "0.3", "2026-01-02"]
    assert second[3].day == date(2026, 1, 2)
    assert second[2].number == Decimal("0.3")
    assert "formula" in second[4].refusal
    assert second[5].text == "=cmd"
    assert "lost its last digits" in second[6].refusal
    assert [row.number for row in sheet.rows] == [1, 2, 3, 4, 5]
    assert all("A4:A5 are merged" in row.cells[0].refusal for row in sheet.rows[3:])


def test_days_are_counted_from_1904_where_the_workbook_does():
    def old(book):
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904

    [sheet] = read_table(xlsx(["a"], [date(2026, 1, 2)], also=old))
    assert sheet.by_1904
    assert sheet.rows[1].cells[0].day == date(2026, 1, 2)
    text = "x" * 40_000
    [sheet] = read_table(f"a\n{text}".encode())
    assert "too long" in sheet.rows[1].cells[0].refusal
