"""What an order shows of the stock."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from stock.ledger import ReceivedLine
from stock.panels import order_panel
from tests.factories.bare_orders import make_bare_order
from tests.factories.catalog import make_material
from tests.factories.lab import make_employee
from tests.factories.stock import make_receipt, make_stocked, make_write_off, used

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def order():
    """Two acts used 3.5 g of zirconia at 41.50 in all, and some wax whose cost nobody knows."""
    order, zirconia = make_bare_order(), make_material(name="Zirconia", unit="g")
    make_receipt(ReceivedLine(zirconia.pk, Decimal(10), unit_cost=Decimal("41.50")))
    make_write_off(1, used(zirconia, "2"), used(make_stocked(name="Wax")), order=order)
    make_write_off(2, used(zirconia, "1.5"), order=order)
    return order


def shown(panel):
    return render_to_string(panel.template, {**panel.context, "panel": panel})


def test_materials_of_all_acts_are_added_up_with_their_cost(order):
    panel = order_panel(order, make_employee(roles=["manager"]))
    assert [(row["item"].material.name, row["quantity"], row["cost"]) for row in panel.context["rows"]] == [
        ("Wax", 1, None),
        ("Zirconia", Decimal("3.5"), Decimal("145.25")),
    ]
    assert panel.context["total"] == Decimal("145.25")
    assert "145.25" in shown(panel)


def test_the_cost_is_kept_from_those_who_may_not_see_it(order):
    panel = order_panel(order, make_employee(roles=["technician"]))
    assert "3.5" in shown(panel)
    assert "145" not in shown(panel)
    assert "cost" not in panel.context["rows"][0]


def test_what_was_given_back_is_not_shown(order):
    make_write_off(1, order=order)
    make_write_off(2, order=order)
    panel = order_panel(order, make_employee(roles=["manager"]))
    assert panel.context["rows"] == []
    assert "Nothing is written off yet." in shown(panel)


def test_an_overridden_shortage_is_marked():
    order = make_bare_order()
    make_write_off(3, used(make_stocked("1"), "4"), order=order, override_shortage=True)
    assert "shortage overridden" in shown(order_panel(order, make_employee(roles=["reviewer"])))


def test_the_panel_costs_the_same_statements_for_many_materials(order, django_assert_num_queries):
    viewer = make_employee(roles=["technician"])
    assert viewer.roles
    make_write_off(7, *(used(make_stocked()) for _material in range(5)), order=order)
    with django_assert_num_queries(1):
        shown(order_panel(order, viewer))
