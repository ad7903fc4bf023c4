"""The dialog of one line: whose the money is and what it pays, as it is shown before anything is booked."""

import html
import re

import pytest
from django.urls import reverse

from billing.models import ClosingDocumentOrder, Payment
from billing.standing import debt_of, free_advance
from orders.states import Status
from tests.bank.sending import dialog_of, page_of, send
from tests.factories.bank import Came, make_import
from tests.factories.billing import make_charged_order, make_payment
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_settings
from tests.factories.orders import make_line, make_order, make_technician

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_line_is_taken_over_as_the_dialog_shows_it(client, north):
    order = make_charged_order("100.00", customer=north)
    line = make_import(Came("123.00", f"re {order.number}")).lines.get()
    address = reverse("workflow:line_take", args=[line.pk])
    text = client.get(address).text
    assert f'value="{north.pk}"' in text
    assert re.search(rf'name="part_{order.pk}" value="100.00"', text)
    answer = send(client, address, customer=north.pk, drawn_for=north.pk, **{f"part_{order.pk}": "60.00"})
    assert answer["Location"] == page_of(line.bank_import)
    assert (debt_of(order), free_advance(north, "EUR")) == (40, 63)
    assert Payment.objects.get().number in client.get(page_of(line.bank_import)).text


def test_another_customer_is_shown_with_what_is_open_there_before_anything_is_booked(client, north):
    south = make_counterparty(name="South Clinic")
    order = make_charged_order("50.00", customer=south)
    line = make_import(Came("50.00")).lines.get()
    address = reverse("workflow:line_take", args=[line.pk])
    answer = send(client, address, customer=south.pk, drawn_for=north.pk)
    assert answer.status_code == 422
    assert re.search(rf'name="part_{order.pk}" value="50.00"', answer.text)
    assert not Payment.objects.exists()
    send(client, address, customer=south.pk, drawn_for=south.pk, **{f"part_{order.pk}": "50.00"})
    assert debt_of(order) == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"part": "70.00"}, "The parts come to more than the money of the line."),
        ({"part": "abc"}, "Enter a number"),
        ({"part": "-1"}, "Enter 0 or more."),
        ({"part": "100.01"}, "Only 100.00 EUR is open on order"),
    ],
)
def test_wrong_parts_come_back_as_they_were_typed(client, north, typed, said):
    order = make_charged_order("100.00", customer=north)
    line = make_import(Came("60.00")).lines.get()
    address = reverse("workflow:line_take", args=[line.pk])
    answer = send(
        client, address, customer=north.pk, drawn_for=north.pk, **{f"part_{order.pk}": typed["part"]}
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed["part"]}"' in answer.text
    assert not Payment.objects.exists()


@pytest.mark.parametrize("pressed", [{}, {"look": "yes"}])
def test_money_of_nobody_is_refused_with_a_sentence_at_the_field(client, pressed):
    line = make_import(Came("60.00")).lines.get()
    answer = send(client, dialog_of(line), customer="", drawn_for="", **pressed)
    assert answer.status_code == 422
    assert answer.text.count("Say whose money it is.") == 2  # in the summary and at the field
    assert not Payment.objects.exists()


def test_what_the_parts_leave_is_said(client, north):
    order = make_charged_order("100.00", customer=north)
    line = make_import(Came("123.00", f"re {order.number}")).lines.get()
    assert "23.00 EUR stays as advance" in client.get(dialog_of(line)).text
    sent = {"customer": north.pk, "drawn_for": north.pk}
    for typed, said in (("40.00", "83.00 EUR stays as advance"), ("130.00", "7.00 EUR more is given out")):
        if typed == "40.00":
            sent["form_token"] = "x"  # refused, so that the dialog comes back
        answer = client.post(dialog_of(line), {**sent, f"part_{order.pk}": typed})
        assert said in answer.text


def test_what_is_paid_meanwhile_is_refused_in_words(client, north):
    order = make_charged_order("100.00", customer=north)
    line = make_import(Came("100.00")).lines.get()
    make_payment(north, "100.00", order=order)
    address = reverse("workflow:line_take", args=[line.pk])
    answer = send(client, address, customer=north.pk, drawn_for=north.pk, **{f"part_{order.pk}": "100.00"})
    assert answer.status_code == 422
    assert f"is open on order {order.number}" in answer.text
    assert Payment.objects.count() == 1


def test_the_dialog_shows_what_the_page_shows_of_equal_lines(client, north):
    """The second of two equal transfers is meant for the second order, whichever is looked at first."""
    first, second = (make_charged_order("50.00", customer=north) for _order in range(2))
    parked = make_import(Came("50.00"), Came("50.00"))
    text = client.get(page_of(parked)).text
    addresses = [
        html.unescape(found) for found in re.findall(r'href="(/billing/bank/[^"]*[?]customer=[^"]*)"', text)
    ]
    assert len(addresses) == 2
    for address, order in zip(addresses, (first, second), strict=True):
        assert re.search(rf'name="part_{order.pk}" value="50.00"', client.get(address).text)


@pytest.mark.parametrize("pays", ["x", "1", "1:", "1:x", "x:5", "1:1e9", ":5", "1:-5", "9" * 30 + ":1"])
def test_an_address_that_names_no_parts_proposes_by_itself(client, north, pays):
    order = make_charged_order("50.00", customer=north)
    address = dialog_of(make_import(Came("50.00")).lines.get())
    answer = client.get(address, {"customer": north.pk, "pays": pays})
    assert re.search(rf'name="part_{order.pk}" value="50.00"', answer.text)


def test_an_order_of_somebody_else_in_the_address_is_not_shown(client, north):
    order = make_charged_order("50.00", customer=make_counterparty(name="South Clinic"))
    address = dialog_of(make_import(Came("50.00")).lines.get())
    answer = client.get(address, {"customer": north.pk, "pays": f"{order.pk}:50.00"})
    assert answer.status_code == 200
    assert f"part_{order.pk}" not in answer.text


@pytest.mark.parametrize("named", ["order", "document"])
def test_a_line_that_names_what_is_paid_already_says_by_which_payment(client, north, named):
    paid = make_charged_order("50.00", customer=north)
    payment = make_payment(north, "50.00", order=paid)
    other = make_charged_order("50.00", customer=north)
    number = paid.number if named == "order" else ClosingDocumentOrder.objects.get(order=paid).document.number
    line = make_import(Came("50.00", f"re {number.lower()}, thank you")).lines.get()
    text = client.get(page_of(line.bank_import)).text
    assert f"paid already: {number} ({payment.number})" in text
    assert "50.00 EUR stays as advance" in text
    assert other.number not in text
    assert f'name="part_{other.pk}" value="50.00"' not in client.get(dialog_of(line)).text


def test_numbers_with_small_letters_are_found_as_they_are_written(client, north):
    make_settings(order_mask="Lab-{n:06}", closing_mask="re-{n:06}")
    paid = make_order(make_line(performer=make_technician()), status=Status.REALIZED, customer=north)
    payment = make_payment(north, "100.00", order=paid)
    document = ClosingDocumentOrder.objects.get(order=paid).document
    parked = make_import(Came("50.00", paid.number), Came("60.00", document.number))
    text = client.get(page_of(parked)).text
    assert f"paid already: {paid.number} ({payment.number})" in text
    assert f"paid already: {document.number} ({payment.number})" in text
