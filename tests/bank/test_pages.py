"""Pages of bank statements: a file comes, each line says what it may pay, it is taken over as it was shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from background.models import Job
from background.worker import Worker
from billing.models import BankImport, Payment
from billing.standing import free_advance
from common.days import day_and_year
from orders.models import Order
from tests.bank.sending import LIST, bring, hidden, page_of, send
from tests.factories.bank import PAYER, Came, camt, make_import, swift
from tests.factories.billing import make_charged_order, make_payment
from tests.factories.lab import client_of, make_employee
from workflow.pages.bank import taking_over

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


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


def test_the_same_file_again_leads_to_where_its_lines_stand(client):
    bring(client, camt(Came("5.00"), Came("6.00")))
    first = BankImport.objects.get()
    answer = bring(client, camt(Came("5.00"), Came("6.00")), "again.xml", follow=True)
    assert answer.redirect_chain[-1][0] == page_of(first)
    assert f"This file was read on {day_and_year(timezone.localdate())} as november.xml;" in answer.text
    assert BankImport.objects.count() == 1


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
    assert "before=" in client.get(page_of(many)).text


def test_a_manager_sees_no_tab_that_would_refuse_her(client):
    manager = client_of(make_employee(roles=["manager"]))
    assert "/billing/bank/" not in manager.get("/billing/").text
    assert "/billing/bank/" in client.get("/billing/").text
