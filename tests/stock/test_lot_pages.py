"""Lots on their pages: which expire, where one went, correcting its day; and where acts and papers name them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from lab.once import new_token
from stock.ledger import ReceivedLine
from stock.models import Lot
from tests.factories.bare_orders import make_bare_order
from tests.factories.catalog import make_material
from tests.factories.lab import client_of, make_employee
from tests.factories.stock import item_of, make_lots, make_receipt, make_write_off, used

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def day(ahead):
    return timezone.localdate() + timedelta(days=ahead)


@pytest.fixture
def technician():
    return client_of(make_employee(roles=["technician"]))


@pytest.fixture
def manager():
    return client_of(make_employee(roles=["manager"]))


@pytest.fixture
def agar():
    agar = make_material(name="Agar", unit="piece")
    make_lots(agar, ("AG-1", 2, day(9)), ("AG-2", 5, day(60)), ("AG-0", 1, day(-2)), ("AG-9", 4, None))
    return agar


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"stock:{name}", args=args), query)
    assert answer.status_code == status
    return answer


def names(answer):
    return [lot.name for lot in answer.context["listed"].rows]


def test_lots_are_found_by_their_name_and_their_material_used_up_or_not(technician, agar):
    make_write_off(1, used(agar, "2"))
    assert names(page(technician, "lot_list")) == ["AG-9", "AG-0", "AG-2", "AG-1"]
    assert names(page(technician, "lot_list", q="ag-1")) == ["AG-1"]
    assert len(names(page(technician, "lot_list", q="agar"))) == 4
    assert "No lot is like this" in page(technician, "lot_list", q="zz").content.decode()


def test_what_expires_within_thirty_days_is_listed_and_counted_beside_the_tab(technician, agar):
    shown = page(technician, "lot_list", expiring="on")
    assert names(shown) == ["AG-0", "AG-1"]
    assert shown.context["expiring_count"] == 2
    assert "expired" in shown.content.decode()
    make_write_off(1, used(agar, "2"))
    assert names(page(technician, "lot_list", expiring="on")) == ["AG-0"]


def test_a_lot_says_into_which_orders_and_patients_it_went(technician, agar):
    first, second, third = (make_bare_order() for _order in range(3))
    make_write_off(1, used(agar, "1"), order=first)
    make_write_off(2, used(agar, "1"), order=second)
    make_write_off(3, used(agar, "1"), order=third)
    make_write_off(2, order=second)
    lot = Lot.objects.get(name="AG-1")
    shown = page(technician, "lot_page", lot.pk)
    assert [row.number for row in shown.context["rows"]] == [first.number]
    text = shown.content.decode()
    assert first.customer.name in text
    assert "Receipt" in text
    assert second.number not in text


def test_several_acts_of_one_order_are_one_row(technician, agar):
    order = make_bare_order()
    for act in (1, 2):
        make_write_off(act, used(agar, "1"), order=order)
    (row,) = page(technician, "lot_page", Lot.objects.get(name="AG-1").pk).context["rows"]
    assert (row.number, row.quantity) == (order.number, 2)


def test_an_item_shows_its_lots_in_the_order_in_which_they_are_used(technician, agar):
    shown = page(technician, "item_page", item_of(agar).pk)
    assert [lot.name for lot in shown.context["lots"]] == ["AG-1", "AG-2", "AG-9", "AG-0"]
    assert reverse("stock:lot_page", args=[Lot.objects.get(name="AG-2").pk]) in shown.content.decode()


def test_the_day_of_a_lot_is_corrected_with_a_history(manager, technician, agar):
    lot = Lot.objects.get(name="AG-9")
    url = reverse("stock:lot_edit", args=[lot.pk])
    assert technician.get(url).status_code == 403
    manager.post(url, {"expires_on": day(40).isoformat(), "form_token": new_token()})
    lot.refresh_from_db()
    assert lot.expires_on == day(40)
    assert "Good until" in manager.get(url).content.decode()
    refused = manager.post(url, {"expires_on": "0026-01-01", "form_token": new_token()})
    assert refused.status_code == 422


def test_costs_of_a_lot_are_not_even_read_for_a_technician(manager, technician):
    gold = make_material()
    make_receipt(ReceivedLine(gold.pk, Decimal(2), "G-1", Decimal("873.21")))
    pk = Lot.objects.get().pk
    assert "873.21" in page(manager, "lot_page", pk).content.decode()
    shown = page(technician, "lot_page", pk)
    assert "873" not in shown.content.decode()
    assert "unit_cost" in shown.context["movements"][0].get_deferred_fields()


@pytest.mark.parametrize("which", ["lot_list", "lot_page", "item_page"])
def test_the_pages_cost_the_same_statements_for_many_rows(
    which, manager, agar, django_assert_max_num_queries, django_assert_num_queries
):
    args = {"lot_page": [Lot.objects.get(name="AG-1").pk], "item_page": [item_of(agar).pk]}.get(which, [])
    make_write_off(1, used(agar, "0.1"))
    page(manager, which, *args)  # the first page of a session writes the session
    with django_assert_max_num_queries(13) as counted:
        page(manager, which, *args)
    for number in range(2, 8):
        make_write_off(number, used(agar, "0.1"))
        make_lots(agar, (f"M-{number}", 1, day(number)))
    with django_assert_num_queries(len(counted)):
        page(manager, which, *args)
