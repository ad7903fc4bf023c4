"""The columns of a CSV: asked once for a bank, shown as they would be read, known with its next file."""

import pytest
from django.urls import reverse

from billing.models import BankFile, BankImport, BankProfile
from tests.bank.sending import LIST, bring, page_of, send
from tests.factories.bank import IBAN, Came, sheet
from tests.factories.lab import client_of, make_employee

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TYPED = {
    "name": "Bank of Hamburg", "account": IBAN, "currency": "EUR", "skip": "1", "day": "0", "day_order": "dmy",
    "amount": "1", "decimal_sign": ",", "payer": "2", "iban": "3", "purpose": "4", "reference": "5",
}  # fmt: skip


def columns_of(client, content: bytes) -> str:
    """The address on which the columns of a file that was brought are asked."""
    return bring(client, content, "umsatz.csv")["Location"]


def test_the_columns_of_a_csv_are_asked_once(client):
    answer = bring(client, sheet(Came("12.50", "hello"), Came("-3.00")), "umsatz.csv")
    columns = reverse("workflow:bank_columns", args=[BankFile.objects.get().pk])
    assert answer["Location"] == columns
    text = client.get(columns).text
    assert "Buchungstag · 03.11.2026" in text
    assert "12.50" in text  # as it would be read by what the names of the columns suggest
    wrong = send(client, columns, **{**TYPED, "amount": "4"})
    assert wrong.status_code == 422
    assert "Line 2 of the file: “hello” is no amount." in wrong.text
    looked = send(client, columns, **TYPED, look="yes")
    assert looked.status_code == 422
    assert not BankImport.objects.exists()
    answer = send(client, columns, **TYPED)
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


def test_the_rows_before_the_first_entry_say_whose_columns_they_are(client):
    """The head by which a bank is known again is that of the chosen rows, not of those that were guessed."""
    content = sheet(Came("12.50", "hello"), Came("13.50", "again"))
    send(client, columns_of(client, content), **TYPED)
    BankProfile.objects.update(head="another head")
    columns = columns_of(client, sheet(Came("14.50"), Came("15.50")))
    BankProfile.objects.update(head="buchungstag|betrag|name|iban|verwendungszweck|kundenreferenz")
    answer = send(client, columns, **{**TYPED, "skip": "2"})
    assert answer.status_code == 422
    assert "Another bank has this name already." in answer.text
    assert BankImport.objects.count() == 1


def test_a_look_needs_no_name_of_the_bank(client):
    columns = columns_of(client, sheet(Came("12.50", "hello")))
    answer = send(client, columns, **{**TYPED, "name": ""}, look="yes")
    assert "hello" in answer.text.split("Read like this")[1]
    assert "Nothing can be read" not in answer.text
    assert "This could not be saved yet" not in answer.text


def test_nothing_is_said_to_be_done_while_the_columns_are_still_asked(client):
    text = client.get(columns_of(client, sheet(Came("12.50", "hello")))).text
    assert "line-success" not in text


def test_a_csv_that_was_read_before_leads_to_where_its_lines_stand(client):
    content = sheet(Came("12.50", "hello"))
    send(client, columns_of(client, content), **TYPED)
    first = BankImport.objects.get()
    answer = bring(client, content, "again.csv", follow=True)
    assert answer.redirect_chain[-1][0] == page_of(first)
    assert "as umsatz.csv; nothing new is in it." in answer.text
    assert BankImport.objects.count() == 1
