"""Receiving materials on the page: rows of any number, wrong input that comes back as it was typed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from lab.once import new_token
from lab.permissions import ACTIONS
from stock.models import Lot, Receipt, StockMovement, Warehouse
from tests.factories.catalog import make_material
from tests.factories.lab import client_of, make_employee
from tests.factories.stock import item_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NEW = "/stock/receipts/new/"


@pytest.fixture
def manager():
    return client_of(make_employee(roles=["manager"]))


def typed(*rows, **fields):
    """The form as a browser sends it; each row is a dict of its fields."""
    form = {
        "supplier": "Dental Depot",
        "received_on": timezone.localdate().isoformat(),
        "warehouse": Warehouse.objects.default().pk,
        "note": "pallet 2",
        "form_token": new_token(),
        "lines-TOTAL_FORMS": len(rows),
        "lines-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(rows):
        blank = {"material": "", "quantity": "", "lot": "", "expires_on": "", "unit_cost": ""}
        form |= {f"lines-{number}-{name}": said for name, said in {**blank, **row}.items()}
    return form | fields


def row(material, quantity="1", **fields):
    return {"material": material.pk, "quantity": quantity, **fields}


def test_what_is_typed_is_booked(manager):
    zirconia, wax = make_material(), make_material()
    form = typed(row(zirconia, "2,5", lot="Z-7", unit_cost="1 041,50"), {}, row(wax, ".25"))
    answer = manager.post(NEW, form)
    receipt = Receipt.objects.get()
    assert answer.headers["Location"] == reverse("stock:receipt_page", args=[receipt.number])
    assert (receipt.supplier, receipt.note) == ("Dental Depot", "pallet 2")
    assert (item_of(zirconia).on_hand, item_of(wax).on_hand) == (Decimal("2.5"), Decimal("0.25"))
    assert list(StockMovement.objects.order_by("pk").values_list("lot", "unit_cost")) == [
        ("Z-7", Decimal("1041.50")),
        ("", None),
    ]


def test_the_same_form_sent_twice_is_one_receipt(manager):
    form = typed(row(make_material()))
    answers = [manager.post(NEW, form) for _click in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quantity": ""}, "Enter how much came."),
        ({"quantity": "NaN"}, "Enter a number, for example 12.50."),
        ({"quantity": "1e3"}, "Write the number out, without “e”."),
        ({"quantity": "-2"}, "Enter more than zero, or remove the row."),
        ({"quantity": "0"}, "Enter more than zero, or remove the row."),
        ({"quantity": "0.0001"}, "Use at most 3 digits after the point."),
        ({"quantity": "99999999"}, "Enter 1000000 or less."),
        ({"material": ""}, "Choose the material."),
        ({"material": "999999"}, "This choice is not there any more"),
        ({"material": "'; --"}, "This choice is not there any more"),
        ({"unit_cost": "-1"}, "Enter 0 or more."),
        ({"unit_cost": "1.9999"}, "Use at most 2 digits after the point."),
        ({"lot": "x" * 61}, "61 signs, of which 60 have room"),
    ],
)
def test_a_wrong_row_comes_back_with_a_sentence_and_everything_typed(manager, fields, sentence):
    good, bad = row(make_material(), "7.1250", lot="KEPT"), row(make_material(), "3", unit_cost="5") | fields
    form = typed(good, bad)
    answer = manager.post(NEW, form)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    for kept in ["Dental Depot", "pallet 2", "7.1250", "KEPT", form["form_token"]]:
        assert kept in shown
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"received_on": (timezone.localdate() + timedelta(days=1)).isoformat()},
            "This day has not come yet.",
        ),
        ({"received_on": "1999-12-31"}, "31 December 1999 is too long ago."),
        ({"received_on": "lately"}, "Enter a day, for example 4.12, -3 or fri."),
        ({"received_on": ""}, "Enter the day on which it came."),
        ({"supplier": "x" * 201}, "201 signs, of which 200 have room"),
        ({"warehouse": "999999"}, "This choice is not there any more"),
    ],
)
def test_a_wrong_head_comes_back_with_a_sentence_and_the_rows(manager, fields, sentence):
    answer = manager.post(NEW, typed(row(make_material(), "7.1250"), **fields))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "7.1250" in answer.content.decode()
    assert not Receipt.objects.exists()


def test_a_receipt_of_nothing_is_refused(manager):
    answer = manager.post(NEW, typed({}, {}))
    assert answer.status_code == 422
    summary = answer.content.decode().split("data-error-summary")[1].split("</div>")[0]
    assert "This could not be saved yet" in summary
    assert "Name at least one material that came in." in summary


def test_a_removed_row_is_not_booked_even_if_it_is_wrong(manager):
    wax = make_material()
    answer = manager.post(NEW, typed(row(wax), row(make_material(), "-5", DELETE="on")))
    assert answer.status_code == 302
    assert StockMovement.objects.count() == 1


def test_who_may_not_see_costs_is_not_asked_for_them(monkeypatch):
    monkeypatch.setitem(ACTIONS, "receive_stock", ("technician",))
    technician = client_of(make_employee(roles=["technician"]))
    assert "unit_cost" not in technician.get(NEW).content.decode()
    technician.post(NEW, typed(row(make_material(), unit_cost="5")))
    assert [movement.unit_cost for movement in StockMovement.objects.all()] == [None]


@pytest.mark.parametrize("role", ["technician", "reviewer"])
def test_others_do_not_receive(role):
    client = client_of(make_employee(roles=[role]))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed(row(make_material()))).status_code == 403
    assert not Receipt.objects.exists()


def test_the_form_costs_the_same_statements_for_many_materials(
    manager, django_assert_max_num_queries, django_assert_num_queries
):
    form = typed(row(make_material(), "x"))
    manager.post(NEW, form)  # the first page of a session writes the session
    with django_assert_max_num_queries(18) as counted:
        manager.post(NEW, form)
    form = typed(*(row(make_material(), "x") for _row in range(12)))
    with django_assert_num_queries(len(counted)):
        manager.post(NEW, form)


def day(ahead):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def test_a_lot_is_known_with_the_day_until_which_it_is_good(manager):
    manager.post(NEW, typed(row(make_material(), lot="Z-7", expires_on=day(90))))
    assert [(lot.name, str(lot.expires_on)) for lot in Lot.objects.all()] == [("Z-7", day(90))]


def test_what_is_no_longer_good_is_asked_about_and_taken_in_when_that_is_meant(manager):
    form = typed(
        row(make_material(name="Agar"), lot="Z-7", expires_on=day(-3)),
        row(make_material(name="Gypsum"), lot="Z-8", expires_on=day(3)),
        row(make_material(name="Wax"), lot="<b>", expires_on=day(-4)),
    )
    answer = manager.post(NEW, form)
    text = answer.content.decode()
    assert "Agar, lot Z-7: good until" in text
    assert "Wax, lot &lt;b&gt;: good until" in text
    assert "Gypsum, lot" not in text
    assert answer.status_code == 422
    assert "Something is no longer good" in text
    assert 'name="even_expired"' in text
    assert not Receipt.objects.exists()
    assert manager.post(NEW, form | {"even_expired": "on"}).status_code == 302
    assert Lot.objects.get(name="Z-7").has_expired(timezone.localdate())


def test_the_box_for_what_is_no_longer_good_is_not_there_unless_it_is_needed(manager):
    assert 'name="even_expired"' not in manager.get(NEW).content.decode()
    answer = manager.post(NEW, typed(row(make_material(), "x", lot="Z-7", expires_on=day(3))))
    assert 'name="even_expired"' not in answer.content.decode()


def test_a_lot_with_another_day_than_before_comes_back_in_words(manager):
    agar = make_material(name="Agar")
    manager.post(NEW, typed(row(agar, lot="Z-7", expires_on=day(90))))
    answer = manager.post(NEW, typed(row(agar, "7.25", lot="Z-7", expires_on=day(91))))
    assert answer.status_code == 422
    assert "Lot Z-7 of Agar is good until" in answer.content.decode()
    assert "7.25" in answer.content.decode()


def test_a_day_without_a_lot_comes_back_beside_the_lot(manager):
    answer = manager.post(NEW, typed(row(make_material(), expires_on=day(9))))
    assert "enter the lot too" in answer.content.decode()
    assert not Receipt.objects.exists()
