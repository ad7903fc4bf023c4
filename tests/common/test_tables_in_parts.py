"""A table that comes in parts, a column in one go, is written as if each cell had been written alone."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.csv_files import csv_columns, csv_lines, disarmed, undisarmed
from common.workbooks import LONGEST_TEXT, workbook
from tests.lab.lists import SHEET

WIDE = "＝＋－＠"
"""Signs as wide as a Chinese letter, which some spreadsheets take for the plain ones."""
SIGNS = f"=+-@{WIDE} \t\r\n'&<>\"\x00\x1e\u2028\u00a0aÄя,;"
TEXTS = st.text(st.sampled_from(SIGNS), max_size=6)
CELLS = (
    TEXTS | st.none() | st.dates(min_value=date(1800, 1, 1)) | st.integers() | st.decimals(allow_nan=False)
)
COLUMNS = st.lists(TEXTS, min_size=3, max_size=3) | st.lists(CELLS, min_size=3, max_size=3)
TABLES = st.lists(COLUMNS, min_size=1, max_size=4)


@given(TABLES)
def test_columns_of_csv_read_as_rows(columns):
    head = [f"column {place}" for place in range(len(columns))]
    by_row = "".join(csv_lines([head, *zip(*columns, strict=True)]))
    in_parts = list(csv_columns(head, [[cells[:2] for cells in columns], [cells[2:] for cells in columns]]))
    assert "".join(in_parts) == by_row
    assert len(in_parts) == 3


def test_no_formula_begins_where_another_spreadsheet_would_divide():
    for sign in f"=+-@{WIDE}":
        assert disarmed(f"x;{sign}1; {sign}2\n{sign}3") == f"x;'{sign}1; '{sign}2\n'{sign}3"
    assert disarmed("10 - 20; a-b") == "10 - 20; a-b"
    assert "".join(csv_lines([["x;=1", -5]])).strip("\ufeff\r\n") == "x;'=1,-5"


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_no_text_of_a_column_is_a_formula(texts):
    (_head, *rows) = csv.reader(io.StringIO("".join(csv_columns(["a"], [[texts]])), newline=""))
    assert [row[0] if row else "" for row in rows] == list(map(disarmed, texts))


@pytest.mark.parametrize("sign", [*"=+-@\t\r\n", *WIDE])
def test_no_text_begins_with_what_some_spreadsheet_takes_for_a_formula(sign):
    for text in (f"{sign}1+1", f"'{sign}1+1"):
        assert disarmed(text) == f"'{text}"


@given(TEXTS)
def test_a_text_that_was_disarmed_is_read_as_it_was(text):
    """Also one that had an apostrophe of its own: what was exported is imported again and changes nothing."""
    assert undisarmed(disarmed(text)) == text


def sheet_of(columns) -> list[list]:
    with zipfile.ZipFile(io.BytesIO(b"".join(workbook(["a"] * len(columns), [columns], "Table")))) as file:
        _head, *rows = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml")).iter(f"{SHEET}row")
    return [[ElementTree.tostring(cell, encoding="unicode") for cell in row] for row in rows]


@given(TABLES)
def test_cells_of_a_workbook_do_not_depend_on_the_others_of_their_column(columns):
    alone = [[sheet_of([[cell]])[0][0] for cell in cells] for cells in columns]
    assert sheet_of(columns) == [list(row) for row in zip(*alone, strict=True)]


def test_texts_of_a_workbook_are_quoted_and_cut():
    said = sheet_of([["a & <b>", "=1+1", "\x01x", "y" * (LONGEST_TEXT + 1)], [Decimal("1.50"), None, "", 7]])
    texts = ["".join(ElementTree.fromstring(row[0]).itertext()) for row in said]
    assert texts == ["a & <b>", "=1+1", "x", "y" * LONGEST_TEXT]
    assert ["".join(ElementTree.fromstring(row[1]).itertext()) for row in said] == ["1.50", "", "", "7"]
