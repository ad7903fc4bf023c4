"""What is low, what was on hand at the end of a past day; corrections, minima and reversals in their dialogs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from lab.once import new_token
from lab.records import history_of
from stock.ledger import ReceivedLine
from stock.models import StockItem, StockMovement
from tests.factories.catalog import make_material
from tests.factories.lab import client_of, make_employee
from tests.factories.stock import item_of, lots_of, make_receipt, make_stocked, make_write_off, used

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def day(ahead):
    return timezone.localdate() + timedelta(days=ahead)


@pytest.fixture
def manager():
    return client_of(make_employee(roles=["manager"]))


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


def kept(quantity, minimum, **fields):
    item = item_of(make_stocked(quantity, **fields))
    item.minimum = minimum and Decimal(minimum)
    item.save()
    return item


def names(client, **query):
    shown = client.get(reverse("stock:item_list"), query)
    return [str(item) for item in shown.context["listed"].rows]


def send(client, name, *args, **typed):
    return client.post(reverse(f"stock:{name}", args=args), {"form_token": new_token(), **typed})


def test_what_lasts_less_than_a_week_at_the_present_pace_is_marked(manager):
    for number, (name, before) in enumerate([("Agar", 1), ("Wax", 20), ("Gold", 40)], 1):
        material = make_stocked("10", name=name)
        make_write_off(number, used(material, "9" if name == "Agar" else "2"), on=day(-before))
    shown = manager.get(reverse("stock:item_list"))
    lasting = {item.material.name: item.days_left for item in shown.context["listed"].rows}
    assert lasting == {"Agar": 3, "Gold": None, "Wax": 112}
    words = "".join(shown.content.decode().split())
    assert 'class="tagtag-caution">3days<' in words
    assert "<span>16weeks<" in words
    past = manager.get(reverse("stock:item_list"), {"day": day(-1).isoformat()})
    assert "four weeks" not in past.content.decode()


def test_what_is_low_is_listed_marked_and_counted_beside_the_tab(manager):
    kept("2", "3", name="Agar")
    kept("3", "3", name="Wax")
    kept("0.5", None, name="Gold")
    shown = manager.get(reverse("stock:item_list"), {"low": "on"})
    assert [str(item) for item in shown.context["listed"].rows] == ["Agar"]
    assert shown.context["low_count"] == 1
    assert ">low</span>" in "".join(shown.content.decode().split())
    assert "Nothing is low" not in shown.content.decode()


def test_where_nothing_is_low_the_list_says_how_things_get_there(manager):
    kept("3", None, name="Wax")
    assert "Nothing is low" in manager.get(reverse("stock:item_list"), {"low": "on"}).content.decode()


def test_the_minimum_is_set_in_a_dialog_and_taken_away_again(manager):
    item = kept("2", None)
    assert send(manager, "item_minimum", item.pk, minimum="0").status_code == 422
    send(manager, "item_minimum", item.pk, minimum="2,5")
    assert StockItem.objects.get(pk=item.pk).minimum == Decimal("2.5")
    send(manager, "item_minimum", item.pk, minimum="")
    assert StockItem.objects.get(pk=item.pk).minimum is None
    assert len(history_of(item, with_money=False)) == 2


def test_a_past_day_shows_what_was_on_hand_then_and_says_so(manager):
    agar = make_material(name="Agar")
    make_receipt(ReceivedLine(agar.pk, Decimal(10)), on=day(-9))
    make_write_off(1, used(agar, "4"), on=day(-3))
    shown = manager.get(reverse("stock:item_list"), {"day": day(-5).isoformat()})
    assert [item.on_hand for item in shown.context["listed"].rows] == [10]
    assert "as it was at the end of" in shown.content.decode()
    for ahead, on_hand in ((-10, 0), (-9, 10), (-3, 6), (0, 6)):
        shown = manager.get(reverse("stock:item_list"), {"day": day(ahead).isoformat()})
        assert [item.on_hand for item in shown.context["listed"].rows] == [on_hand]


@pytest.mark.parametrize("typed", ["2999-01-01", "yesterday", "0026-01-01"])
def test_a_day_that_makes_no_sense_filters_nothing(manager, typed):
    kept("2", None, name="Agar")
    assert names(manager, day=typed) == ["Agar"]


def test_a_correction_is_typed_in_a_dialog(manager):
    item = item_of(make_stocked("10", lot="A/1 &c", unit="g"))
    form = manager.get(reverse("stock:item_correct", args=[item.pk]), {"lot": "A/1 &c"})
    assert "A/1 &amp;c · 10 g" in form.content.decode()
    answer = send(
        manager,
        "item_correct",
        item.pk,
        lot="A/1 &c",
        way="less",
        quantity="2.5 g",
        why="broken",
        note="Fell",
    )
    assert answer.status_code == 302
    movement = StockMovement.objects.get(kind="correction")
    assert (movement.quantity, movement.event.reason) == (Decimal("-2.5"), "Fell")
    assert (
        "broken or spoilt · Fell" in manager.get(reverse("stock:item_page", args=[item.pk])).content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"quantity": ""}, "Enter how much more or less there is."),
        ({"quantity": "0"}, "Enter more than zero."),
        ({"quantity": "-3"}, "Enter more than zero."),
        ({"why": ""}, "Choose the reason."),
        ({"quantity": "11"}, "needed 11 g, on hand 10 g"),
        ({"lot": "Z"}, "This choice is not there any more"),
    ],
)
def test_a_wrong_correction_comes_back_with_a_sentence(accountant, typed, sentence):
    item = item_of(make_stocked("10", lot="A", unit="g"))
    said = {"lot": "A", "way": "less", "quantity": "2", "why": "broken", "note": "kept words", **typed}
    answer = send(accountant, "item_correct", item.pk, **said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "kept words" in answer.content.decode()
    assert item_of(item.material).on_hand == 10


def test_who_may_overrides_in_the_dialog_and_others_have_no_box(manager, accountant):
    item = item_of(make_stocked("1", lot="A"))
    url = reverse("stock:item_correct", args=[item.pk])
    assert "override_shortage" not in accountant.get(url).content.decode()
    send(
        manager,
        "item_correct",
        item.pk,
        lot="A",
        way="less",
        quantity="2",
        why="lost",
        note="",
        override_shortage="on",
    )
    assert lots_of(item.material) == {"A": -1}
    assert "shortage overridden" in manager.get(reverse("stock:item_page", args=[item.pk])).content.decode()


def test_a_receipt_is_taken_back_in_a_dialog_and_shown_so(accountant):
    material = make_material(name="Agar", unit="piece")
    receipt = make_receipt(ReceivedLine(material.pk, Decimal(10), "A"))
    here = reverse("stock:receipt_page", args=[receipt.number])
    assert send(accountant, "receipt_reverse", receipt.number, reason="").status_code == 422
    send(accountant, "receipt_reverse", receipt.number, reason="Came for somebody else")
    text = accountant.get(here).content.decode()
    assert "Came for somebody else" in text
    assert reverse("stock:receipt_reverse", args=[receipt.number]) not in text
    assert "taken back" in accountant.get(reverse("stock:receipt_list")).content.decode()
    again = send(accountant, "receipt_reverse", receipt.number, reason="Again")
    assert "taken back already" in again.content.decode()


def test_what_is_used_up_of_a_receipt_is_named_in_the_dialog(accountant):
    material = make_material(name="Agar", unit="piece")
    receipt = make_receipt(ReceivedLine(material.pk, Decimal(10), "A"))
    make_write_off(1, used(material, "3"))
    answer = send(accountant, "receipt_reverse", receipt.number, reason="No")
    assert "Agar, lot A: 3 of 10 piece" in answer.content.decode()
