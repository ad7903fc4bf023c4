"""Columns of papers have widths of their own: measuring every cell of a long table takes ten times as long."""

import re
from pathlib import Path

import pytest

from tests.architecture.house import templates

STYLE = (Path(__file__).resolve().parents[2] / "static" / "print" / "print.css").read_text()
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
WIDTHS = set(re.findall(r"^\.([\w-]+) { width: \d+mm; }", STYLE, re.MULTILINE))
MEASURED = """
<table>
  <tr>
    <td>{{ line.name }}</td>
    <td class="num">{{ line.amount }}</td>
  </tr>
</table>
"""


def tables():
    """(path, the table) of everything that is printed."""
    for path, text in templates().items():
        if path.startswith("print/"):
            for table in TABLE.findall(text):
                yield path, table


def faults_of(table: str) -> list[str]:
    """What keeps the columns from being known before the rows are."""
    columns = re.findall(r"<col(?: class=\"([\w-]+)\")?>", table)
    rows = re.findall(r"<tr\b.*?</tr>", table, re.DOTALL)
    widest = max(len(re.findall(r"<t[hd]\b", row)) for row in rows)
    faults = [f"{name} has no width" for name in columns if name and name not in WIDTHS]
    if len(columns) != widest:
        faults.append(f"{len(columns)} columns for {widest} cells")
    if columns.count("") != 1:
        faults.append("exactly one column takes the rest")
    return faults


def test_every_table_of_every_paper_has_its_widths():
    found = list(tables())
    assert {path for path, _table in found} >= {
        "print/act.html",
        "print/_closing_lines.html",
        "print/_order_lines.html",
        "print/_order_steps.html",
        "print/_order_tasks.html",
    }
    assert [(path, fault) for path, table in found for fault in faults_of(table)] == []


def test_the_style_takes_them():
    assert re.search(r"^table {[^}]*table-layout: fixed;", STYLE, re.MULTILINE)
    assert "table-layout: auto" not in STYLE


@pytest.mark.parametrize(
    "table",
    [MEASURED, MEASURED.replace("<tr>", '<col class="wide"><col><tr>'), "<table><tr><td></td></tr></table>"],
)
def test_a_table_whose_cells_are_measured_is_found(table):
    assert faults_of(table) != []
