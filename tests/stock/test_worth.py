"""What the shelves are worth: each lot at what it cost, now and at the end of a day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from stock.ledger import ReceivedLine
from stock.worth import last_received, worth_of
from tests.factories.catalog import make_material
from tests.factories.lab import client_of, make_employee
from tests.factories.stock import item_of, make_receipt, make_stocked, make_write_off, used

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def received(material, quantity, cost=None, lot="", ago=0):
    line = ReceivedLine(material.pk, Decimal(quantity), lot, None if cost is None else Decimal(cost))
    make_receipt(line, on=timezone.localdate() - timedelta(days=ago))


def test_each_lot_is_worth_what_it_cost_and_what_has_no_lot_what_came_last():
    disc = make_material()
    received(disc, 10, "2.005", "A", ago=20)
    received(disc, 4, "3", "B", ago=10)
    received(disc, 2, ago=5)  # at no cost that anybody said: as the last one
    make_write_off(1, used(disc, "1"))
    item, now = item_of(disc).pk, timezone.localdate()
    assert worth_of([item], "EUR").of_item[item] == Decimal(
        "35.05"
    )  # 10 of A; 4 of B and 1 without a lot at 3
    assert worth_of([item], "EUR", now - timedelta(days=15)).of_item[item] == Decimal("20.05")
    assert worth_of([item], "EUR", now - timedelta(days=30)).of_item[item] == 0
    assert last_received([item]) == {item: now - timedelta(days=5)}
    assert last_received([item], now - timedelta(days=15)) == {item: now - timedelta(days=20)}


def test_the_list_says_it_to_whoever_may_see_costs():
    wax, agar = make_stocked("2", name="Wax", unit_cost="1.50"), make_stocked("3", name="Agar")
    pages = {
        role: client_of(make_employee(roles=[role])).get(reverse("stock:item_list"))
        for role in ("accountant", "technician")
    }
    context = pages["accountant"].context
    assert {row.material: row.worth for row in context["listed"].rows} == {wax: Decimal("3.00"), agar: None}
    assert (context["worth"].total, context["worth"].unknown) == (Decimal("3.00"), 1)
    assert "of 1 material nobody said what it cost" in pages["accountant"].content.decode()
    assert "worth" not in pages["technician"].context
    assert "3.00" not in pages["technician"].content.decode()
    assert all(row.received_on for row in pages["technician"].context["listed"].rows)
