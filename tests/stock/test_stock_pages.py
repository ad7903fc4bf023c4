"""The shelves on their pages: what is on hand, each movement with what lies behind it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from stock.ledger import ReceivedLine
from stock.models import Warehouse
from tests.factories.bare_orders import make_bare_order
from tests.factories.catalog import make_material
from tests.factories.lab import client_of, make_employee
from tests.factories.stock import item_of, make_receipt, make_stocked, make_write_off, used

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def technician():
    return client_of(make_employee(roles=["technician"]))


@pytest.fixture
def manager():
    return client_of(make_employee(roles=["manager"]))


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"stock:{name}", args=args), query)
    assert answer.status_code == status
    return answer


def on_hand(answer):
    return {item.material.name: item.on_hand for item in answer.context["listed"].rows}


def test_the_list_says_what_is_on_hand(technician):
    zirconia = make_stocked("10", name="Zirconia")
    make_stocked("2.125", name="Agar", unit="kg")
    make_write_off(1, used(zirconia, "3"))
    shown = page(technician, "item_list")
    assert on_hand(shown) == {"Agar": Decimal("2.125"), "Zirconia": 7}
    assert "2.125" in shown.content.decode()


def test_the_search_finds_by_name_and_code(technician):
    make_stocked(name="Zirconia disc", code="ZR-1")
    make_stocked(name="Wax", code="WX-1")
    assert list(on_hand(page(technician, "item_list", q="disc zirc"))) == ["Zirconia disc"]
    assert list(on_hand(page(technician, "item_list", q="wx"))) == ["Wax"]
    assert "No material is like this" in page(technician, "item_list", q="gold").content.decode()


def test_what_is_used_up_can_be_asked_for(technician):
    make_write_off(1, used(make_stocked("1", name="Wax")))
    make_stocked("1", name="Agar")
    assert list(on_hand(page(technician, "item_list", short="on"))) == ["Wax"]


def test_an_empty_stock_says_what_to_do_first(manager, technician):
    assert "Receive materials" in page(manager, "item_list").content.decode()
    assert reverse("stock:receipt_new") not in page(technician, "item_list").content.decode()


def test_each_movement_shows_the_balance_after_it_and_what_lies_behind(technician):
    material = make_material(name="Zirconia")
    receipt = make_receipt(ReceivedLine(material.pk, Decimal(10), lot="Z-7"))
    order = make_bare_order()
    make_write_off(1, used(material, "4"), order=order)
    make_write_off(1, used(material, "2"), order=order)
    make_stocked("99", name="Another")
    shown = page(technician, "item_page", item_of(material).pk)
    assert [(row.quantity, row.balance) for row in shown.context["listed"].rows] == [
        (-2, 8),
        (4, 10),
        (-4, 6),
        (10, 10),
    ]
    text = shown.content.decode()
    assert reverse("stock:receipt_page", args=[receipt.number]) in text
    assert order.number in text
    assert "Z-7" in text


def test_an_overridden_shortage_can_be_seen(technician):
    material = make_stocked("1")
    make_write_off(1, used(material, "3"), override_shortage=True)
    text = page(technician, "item_page", item_of(material).pk).content.decode()
    assert "shortage overridden" in text
    assert "below zero" in text


def costly_receipt():
    material = make_material()
    return material, make_receipt(ReceivedLine(material.pk, Decimal(2), unit_cost=Decimal("873.21")))


def test_costs_are_shown_to_those_who_may_see_them(manager):
    material, receipt = costly_receipt()
    assert "873.21" in page(manager, "receipt_page", receipt.number).content.decode()
    assert "873.21" in page(manager, "item_page", item_of(material).pk).content.decode()


def test_costs_are_not_even_read_for_others(technician):
    material, receipt = costly_receipt()
    for answer in [
        page(technician, "receipt_page", receipt.number),
        page(technician, "item_page", item_of(material).pk),
    ]:
        assert "873" not in answer.content.decode()
    assert "unit_cost" in answer.context["listed"].rows[0].get_deferred_fields()


def test_receipts_are_listed_with_the_number_of_their_lines(technician):
    one, other = (
        make_receipt(supplier="Depot"),
        make_receipt(
            ReceivedLine(make_material().pk, Decimal(1)), ReceivedLine(make_material().pk, Decimal(1))
        ),
    )
    rows = page(technician, "receipt_list").context["listed"].rows
    assert [(row, row.line_count) for row in rows] == [(other, 2), (one, 1)]


def test_what_is_not_there_is_not_found(technician):
    page(technician, "receipt_page", "R-1999-00001", status=404)
    page(technician, "item_page", 10**9, status=404)


@pytest.mark.parametrize("which", ["item_list", "item_page", "receipt_list"])
def test_the_pages_cost_the_same_statements_for_many_rows(
    which, manager, django_assert_max_num_queries, django_assert_num_queries
):
    material = make_stocked("100")
    args = [item_of(material).pk] if which == "item_page" else []
    make_write_off(1, used(material))
    page(manager, which, *args)  # the first page of a session writes the session
    with django_assert_max_num_queries(17) as counted:
        page(manager, which, *args)
    for source in range(2, 8):
        make_stocked("1")
        make_receipt(ReceivedLine(material.pk, Decimal(1)))
        make_write_off(source, used(material))
    with django_assert_num_queries(len(counted)):
        page(manager, which, *args)


def test_a_page_of_the_list_sums_only_what_it_shows(technician):
    Warehouse.objects.default()
    for number in range(55):
        make_stocked("1", name=f"Material {number:02}")
    first = page(technician, "item_list")
    shown = technician.get(reverse("stock:item_list") + first.context["older_url"])
    assert len(shown.context["listed"].rows) == 5
    assert "55 materials" in shown.content.decode()
