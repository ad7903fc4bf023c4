"""Counting on its pages: the sheet, what two people type, the dialog that names what differs and moved, the list."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from lab.once import new_token
from stock.forms.counts import name_of
from stock.models import StockCount, StockMovement, Warehouse
from tests.factories.catalog import make_material
from tests.factories.lab import client_of, make_employee
from tests.factories.stock import item_of, lots_of, make_count, make_lots, make_stocked, make_write_off, used

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def accountant():
    return client_of(make_employee(roles=["accountant"]))


@pytest.fixture
def agar():
    agar = make_material(name="Agar", unit="piece", code="AG")
    make_lots(agar, ("A", 5, None), ("B", 5, None))
    return agar


def send(client, name, *args, **typed):
    return client.post(reverse(f"stock:{name}", args=args), {"form_token": new_token(), **typed})


def page(client, name, *args):
    return client.get(reverse(f"stock:{name}", args=args)).content.decode()


def filled(count, **counted):
    return {name_of(line): counted.get(line.lot, "") for line in count.lines.all()}


def test_a_sheet_is_opened_for_what_is_ticked_or_for_everything(accountant, agar):
    wax = item_of(make_stocked("1", name="Wax"))
    where = Warehouse.objects.default().pk
    send(accountant, "count_new", warehouse=where, note="cold store", items=[wax.pk])
    assert [str(line) for line in StockCount.objects.get().lines.all()] == ["Wax"]
    send(accountant, "count_new", warehouse=where, note="")
    assert [str(line) for line in StockCount.objects.first().lines.all()] == ["Agar A", "Agar B", "Wax"]


def test_what_is_typed_is_kept_and_booked_with_its_reason(accountant, agar):
    count = make_count(agar)
    send(accountant, "count_fill", count.pk, **filled(count, A="4,5"), look="1")
    text = page(accountant, "count_page", count.pk)
    assert "1 of 2 lines, 1 differ" in text
    assert "not counted" in text
    dialog = page(accountant, "count_book", count.pk)
    assert "−0.5" in dialog
    assert send(accountant, "count_book", count.pk, reason="").status_code == 422
    send(accountant, "count_book", count.pk, reason="Jar was open")
    assert lots_of(agar) == {"A": Decimal("4.5"), "B": 5}
    assert "Jar was open" in page(accountant, "count_page", count.pk)
    assert "SC-" in page(accountant, "count_list")


def test_two_people_fill_in_different_lines_and_both_stay(accountant, agar):
    other = client_of(make_employee(roles=["manager"]))
    count = make_count(agar)
    seen = [
        client.get(reverse("stock:count_fill", args=[count.pk])).context["seen"]
        for client in (accountant, other)
    ]
    send(accountant, "count_fill", count.pk, seen=seen[0], **filled(count, A="4"))
    send(other, "count_fill", count.pk, seen=seen[1], **filled(count, B="3"))
    assert {line.lot: line.counted for line in count.lines.all()} == {"A": 4, "B": 3}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-1", "Enter 0 or more."),
        ("many", "Enter a number"),
        ("5 kg", "counted in piece"),
        ("0.0001", "at most 3 digits"),
        ("99999999", "Enter 1000000 or less."),
    ],
)
def test_a_wrong_number_comes_back_beside_its_line_with_the_rest(accountant, agar, typed, sentence):
    count = make_count(agar)
    answer = send(accountant, "count_fill", count.pk, **filled(count, A=typed, B="3.25"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert 'value="3.25"' in text
    assert not count.lines.filter(counted__isnull=False).exists()


def test_what_moved_since_is_named_and_what_moves_while_one_looks_sends_back(accountant, agar):
    count = make_count(agar, "3", book=False)
    make_write_off(1, used(agar, "2"))
    form = accountant.get(reverse("stock:count_book", args=[count.pk]))
    text = form.content.decode()
    assert "Moved since the sheet was opened" in text
    assert "everything is there as it should be" in text
    make_write_off(2, used(agar, "1"))
    shown = form.context["moved_until"]
    answer = send(accountant, "count_book", count.pk, moved_until=shown, reason="")
    assert "moved while you were looking" in answer.content.decode()
    assert not StockMovement.objects.filter(kind="count").exists()


def test_a_lot_that_lies_there_by_surprise_is_added(accountant, agar):
    make_write_off(1, used(agar, "5"))
    count = make_count(agar)
    send(accountant, "count_add", count.pk, item=item_of(agar).pk, lot="A", counted="1")
    assert count.lines.get(lot="A").counted == 1
    answer = send(accountant, "count_add", count.pk, item=item_of(agar).pk, lot="Q", counted="1")
    assert "never came in" in answer.content.decode()


def test_a_booked_count_is_read_and_taken_back(accountant, agar):
    count = make_count(agar, "4")
    assert accountant.get(reverse("stock:count_fill", args=[count.pk])).status_code == 302
    assert "booked already" in send(accountant, "count_book", count.pk, reason="x").content.decode()
    send(accountant, "count_reverse", count.pk, reason="Wrong room")
    assert lots_of(agar) == {"A": 5, "B": 5}
    text = page(accountant, "count_page", count.pk)
    assert "Wrong room" in text
    assert reverse("stock:count_reverse", args=[count.pk]) not in text
    assert "taken back" in page(accountant, "count_list")


def test_a_sheet_is_discarded_and_the_same_click_again_leads_on(accountant, agar):
    count, token = make_count(agar), new_token()
    url = reverse("stock:count_discard", args=[count.pk])
    answers = [accountant.post(url, {"form_token": token}) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert not StockCount.objects.exists()


def test_the_blank_list_names_lots_and_not_what_should_be_there(accountant):
    agar = make_material(name="Agar", unit="piece")
    make_lots(agar, ("LOT-77", "12.875", None))
    answer = accountant.get(reverse("stock:count_pdf", args=[make_count(agar).pk]))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Agar" in text
    assert "LOT-77" in text
    assert "12.875" not in text


def test_a_technician_sees_counts_and_changes_none(agar):
    technician, count = client_of(make_employee(roles=["technician"])), make_count(agar)
    text = page(technician, "count_page", count.pk)
    assert reverse("stock:count_fill", args=[count.pk]) not in text
    assert technician.get(reverse("stock:count_fill", args=[count.pk])).status_code == 403


@pytest.mark.parametrize("which", ["count_list", "count_page", "count_fill", "count_book"])
def test_the_pages_cost_the_same_statements_for_many_lines(
    which, accountant, agar, django_assert_max_num_queries, django_assert_num_queries
):
    def counted(material):
        return make_count(material, "4", book=False)

    first = counted(agar)
    url = reverse(f"stock:{which}", args=[] if which == "count_list" else [first.pk])
    accountant.get(url)  # the first page of a session writes the session
    with django_assert_max_num_queries(14) as asked:
        accountant.get(url)
    make_lots(agar, *((f"L-{n}", 1, None) for n in range(9)))
    second = counted(agar)
    for line in second.lines.all():
        line.counted = 1
        line.save()
    url = reverse(f"stock:{which}", args=[] if which == "count_list" else [second.pk])
    with django_assert_num_queries(len(asked)):
        accountant.get(url)
