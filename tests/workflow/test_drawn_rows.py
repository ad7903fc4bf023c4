"""Rows filled into the shape of another say exactly what the template would have said of each."""

from dataclasses import fields

from django.template.loader import render_to_string

from workflow.pages.drawn_rows import draw_rows
from workflow.pages.order_rows import OrderRow


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


def by_template(row, **shown) -> str:
    return render_to_string("workflow/_order_row.html", {"row": row, **shown})


def test_a_row_filled_in_reads_as_if_the_template_had_drawn_it():
    for shown in (
        {"see_prices": True, "see_billing": True},
        {"see_prices": False, "see_billing": False},
        {"see_prices": True, "see_billing": True, "ticks": True},
    ):
        drawn = draw_rows(ROWS, **shown)
        assert drawn == "".join(by_template(row, **shown) for row in ROWS)


def test_what_people_typed_is_escaped():
    drawn = draw_rows(ROWS, see_prices=True, see_billing=True)
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "Meyer &amp; &lt;b&gt;Sons" in drawn


def test_no_orders_are_no_rows():
    assert draw_rows([], see_prices=True, see_billing=True) == ""
