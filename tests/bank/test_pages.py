"""Pages of bank statements: a file comes, each line says what it may pay, it is taken over as it was shown."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from background.models import Job
from background.worker import Worker
from billing.models import BankFile, BankImport, BankProfile, Payment
from billing.standing import debt_of, free_advance
from lab.once import new_token
from orders.models import Order
from tests.factories.bank import IBAN, PAYER, Came, camt, make_import, sheet, swift
from tests.factories.billing import make_charged_order, make_payment
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee, make_settings
from workflow.pages.bank import taking_over

pytestmark = pytest.mark.django_db
LIST = "/billing/bank/"


@pytest.fixture
def client():
    make_settings(iban=IBAN)
    return client_of(make_employee(roles=["accountant"]))


@pytest.fixture
def north():
    return make_counterparty(name="North Clinic")


def bring(client, content: bytes, name="november.xml", **how):
    file = SimpleUploadedFile(name, content)
    return client.post(LIST, {"file": file, "form_token": new_token()}, **how)


def page_of(parked: BankImport) -> str:
    return reverse("workflow:bank_import", args=[parked.pk])


def send(client, address: str, **typed):
    return client.post(address, {**typed, "form_token": new_token()})


def hidden(text: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', text)[1]


@pytest.mark.parametrize("write", [camt, swift])
def test_a_file_is_taken_in_and_its_lines_say_what_they_may_pay(client, north, write):
    order = make_charged_order("120.00", customer=north)
    answer = bring(
        client, write(Came("120.00", f"Invoice {order.number}"), Came("-9.50", "Charges")), follow=True
    )
    assert answer.redirect_chain[-1][0] == page_of(BankImport.objects.get())
    text = answer.text
    assert "2 lines." in text
    for said in (
        "North Clinic",
        order.number,
        "sure",
        f"the purpose names {order.number}",
        "Take over 1 sure line",
    ):
        assert said in text
    assert not Payment.objects.exists()
    assert "november.xml" in client.get(LIST).text


def test_the_same_file_again_says_how_much_is_known(client):
    for _time in range(2):
        answer = bring(client, camt(Came("5.00"), Came("6.00")), follow=True)
    assert "2 lines, 2 known already." in answer.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01\x02", "This is no text"),
        (b"", "This file is empty."),
        (camt(Came("5.00"), closing="7.00"), "does not add up"),
        (camt(Came("5.00"), account=PAYER), "This is the statement of account"),
        (camt(Came("5,00"), closing="7.00"), "Entry 1: “5,00” is no amount."),
    ],
)
def test_what_is_refused_says_why_and_keeps_nothing(client, content, said):
    answer = bring(client, content)
    assert answer.status_code == 422
    assert said in answer.text
    assert not BankImport.objects.exists()


def test_the_columns_of_a_csv_are_asked_once(client):
    answer = bring(client, sheet(Came("12.50", "hello"), Came("-3.00")), "umsatz.csv")
    columns = reverse("workflow:bank_columns", args=[BankFile.objects.get().pk])
    assert answer["Location"] == columns
    text = client.get(columns).text
    assert "Buchungstag · 03.11.2026" in text
    assert "12.50" in text  # as it would be read by what the names of the columns suggest
    typed = {
        "name": "Bank of Hamburg", "account": IBAN, "currency": "EUR", "skip": "1", "day": "0", "day_order": "dmy",
        "amount": "1", "decimal_sign": ",", "payer": "2", "iban": "3", "purpose": "4", "reference": "5",
    }  # fmt: skip
    wrong = send(client, columns, **{**typed, "amount": "4"})
    assert wrong.status_code == 422
    assert "Line 2 of the file: “hello” is no amount." in wrong.text
    looked = send(client, columns, **typed, look="yes")
    assert looked.status_code == 422
    assert not BankImport.objects.exists()
    answer = send(client, columns, **typed)
    assert answer["Location"] == page_of(BankImport.objects.get())
    assert BankProfile.objects.get().name == "Bank of Hamburg"
    bring(client, sheet(Came("7.00", "next month")), "umsatz.csv")
    assert BankImport.objects.count() == 2
    assert not BankFile.objects.exists()
    assert "The columns of Bank of Hamburg are known." in client.get(LIST).text
    send(client, reverse("workflow:bank_forget", args=[BankProfile.objects.get().pk]))
    assert not BankProfile.objects.exists()
    assert "are asked again with its next file" in client.get(LIST).text


def test_a_waiting_csv_is_taken_up_by_whoever_records_payments(client):
    bring(client, sheet(Came("12.50")), "umsatz.csv")
    columns = reverse("workflow:bank_columns", args=[BankFile.objects.get().pk])
    assert client_of(make_employee(roles=["accountant"])).get(columns).status_code == 200
    assert client_of(make_employee(roles=["manager"])).get(columns).status_code == 403


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
        ({"part": "-1"}, "Enter 0.00 or more"),
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
    assert said in answer.text or said.replace("0.00", "0") in answer.text
    assert f'value="{typed["part"]}"' in answer.text
    assert not Payment.objects.exists()


def test_money_of_nobody_is_refused_with_a_sentence_at_the_field(client):
    line = make_import(Came("60.00")).lines.get()
    answer = send(client, reverse("workflow:line_take", args=[line.pk]), customer="", drawn_for="")
    assert answer.status_code == 422
    assert 'id="id_customer_error"' in answer.text or "invalid-feedback" in answer.text
    assert not Payment.objects.exists()


def test_what_is_paid_meanwhile_is_refused_in_words(client, north):
    order = make_charged_order("100.00", customer=north)
    line = make_import(Came("100.00")).lines.get()
    make_payment(north, "100.00", order=order)
    address = reverse("workflow:line_take", args=[line.pk])
    answer = send(client, address, customer=north.pk, drawn_for=north.pk, **{f"part_{order.pk}": "100.00"})
    assert answer.status_code == 422
    assert f"is open on order {order.number}" in answer.text
    assert Payment.objects.count() == 1


def sure_import(north, count: int) -> BankImport:
    orders = [make_charged_order("10.00", customer=north) for _number in range(count)]
    return make_import(
        *(Came("10.00", order.number) for order in orders), Came("3.00", "?", name="", iban="")
    )


def take_sure(client, parked):
    seen = hidden(client.get(page_of(parked)).text, "seen")
    return send(client, reverse("workflow:bank_take_sure", args=[parked.pk]), seen=seen)


def test_all_that_is_sure_is_taken_over_at_once(client, north):
    parked = sure_import(north, 3)
    take_sure(client, parked)
    text = client.get(page_of(parked)).text
    assert "3 lines are taken over." in text
    assert Payment.objects.count() == 3
    assert free_advance(north, "EUR") == 0


def test_what_changed_since_it_was_shown_is_not_taken_over(client, north):
    parked = sure_import(north, 2)
    take = reverse("workflow:bank_take_sure", args=[parked.pk])
    seen = hidden(client.get(page_of(parked)).text, "seen")
    for sent in ("", "x" * 32):
        send(client, take, seen=sent)
    assert not Payment.objects.exists()
    assert "Something has changed" in client.get(page_of(parked)).text
    make_payment(north, "10.00", order=Order.objects.get(number=parked.lines.first().purpose))
    send(client, take, seen=seen)
    assert Payment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_are_taken_over_by_a_worker_and_what_it_may_not_take_says_why(client, north, monkeypatch):
    monkeypatch.setattr(taking_over, "AT_ONCE", 2)
    monkeypatch.setattr("workflow.pages.bank.lines.AT_ONCE", 2)
    parked = sure_import(north, 4)
    take_sure(client, parked)
    assert not Payment.objects.exists()
    assert "A worker takes over 4 lines" in client.get(page_of(parked)).text
    first = parked.lines.first()
    order = Order.objects.get(number=first.purpose)
    make_payment(north, "10.00", order=order)
    work()
    assert Payment.objects.count() == 4
    text = client.get(page_of(parked)).text
    assert "Line 1: " in text
    assert f"is open on order {order.number}" in text
    Job.objects.update(state="waiting", ended_at=None)
    work()  # a worker that died is followed by another
    assert Payment.objects.count() == 4


def work() -> None:
    Worker().work(until_idle=True)


def test_a_line_is_set_aside_with_a_reason_and_taken_up_again(client):
    parked = make_import(Came("30.00", "a gift"))
    line = parked.lines.get()
    aside = reverse("workflow:line_set_aside", args=[line.pk])
    assert send(client, aside).status_code == 422
    send(client, aside, reason="not a customer")
    shown = client.get(page_of(parked) + "?lines=aside").text
    assert "not a customer" in shown
    send(client, reverse("workflow:line_take_up", args=[line.pk]))
    assert "nobody known" in client.get(page_of(parked)).text


def test_a_whole_statement_is_taken_back(client, north):
    parked = sure_import(north, 2)
    take_sure(client, parked)
    back = reverse("workflow:bank_take_back", args=[parked.pk])
    assert "2 payments made of its lines are reversed" in client.get(back).text
    send(client, back, reason="the wrong file")
    text = client.get(page_of(parked)).text
    assert "the wrong file" in text
    assert "Take over" not in text
    assert not Payment.objects.standing().exists()
    assert "taken back" in client.get(LIST).text


def test_the_page_of_a_statement_asks_as_much_for_many_lines_as_for_few(client, north):
    def asked(parked) -> int:
        client.get(page_of(parked))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page_of(parked)).status_code == 200
        return len(queries)

    few, many = sure_import(north, 1), sure_import(north, 60)
    assert asked(few) == asked(many) <= 24
    assert "page=2" in client.get(page_of(many)).text


def test_a_manager_sees_no_tab_that_would_refuse_her(client):
    manager = client_of(make_employee(roles=["manager"]))
    assert "/billing/bank/" not in manager.get("/billing/").text
    assert "/billing/bank/" in client.get("/billing/").text
