"""Cells filled into the shape of another say exactly what their template would have said of each."""

from dataclasses import fields
from datetime import date

from django.template.loader import render_to_string

from common.lists import Viewer
from common.lists.asked import Asked
from common.lists.cells import Shaped
from common.lists.drawing import draw_rows
from workflow.pages.order_rows import OrderRow
from workflow.pages.order_table import ORDERS

ASKED = Asked(ORDERS, Viewer(None, date(2026, 11, 26), lambda action: True))


def make_row(**texts) -> OrderRow:
    said = {field.name: f"the {field.name}" for field in fields(OrderRow)}
    return OrderRow(**said | {"markers": (), "is_overdue": False} | texts)


ROWS = [
    make_row(),
    make_row(number="2026-7", patient=""),
    make_row(due="", customer="Meyer & <b>Sons</b> “{0}” {number}"),
    make_row(markers=[("{urgent}", "amber"), ("<i>call</i>", "blue")]),
    make_row(patient="{} %s {{ row }}", markers=[("{urgent}", "amber"), ("<i>call</i>", "blue")]),
    make_row(patient="", due="", payment="", awaited=""),
    make_row(tick=""),
    make_row(
        customer="\ue000number\ue001 place-",
        markers=[("\ue000number.__html__.__globals__\ue001", "amber"), ("{0.__class__} %s", "blue")],
    ),
]


SHAPED = [column for column in ORDERS.columns if isinstance(column.cell, Shaped)]


def test_a_cell_filled_in_reads_as_if_the_template_had_drawn_it():
    for column in SHAPED:
        draw = column.cell.drawer(column, ASKED, ROWS)
        for row in [*ROWS, *ROWS]:  # the second time from what was kept
            by_template = render_to_string(column.cell.template, {"row": row, "label": column.label})
            assert draw(row) == by_template.strip()


def test_what_people_typed_is_escaped():
    drawn = draw_rows(ASKED, ORDERS.columns, ROWS)
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "Meyer &amp; &lt;b&gt;Sons" in drawn


def test_no_orders_are_no_rows():
    assert draw_rows(ASKED, ORDERS.columns, []) == ""
