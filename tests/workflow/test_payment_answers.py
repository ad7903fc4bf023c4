"""A payment says in numbers what it will do and what it did, and every page says the same of the money."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.standing import debt_of, free_advance
from lab.once import new_token
from orders.states import Status
from orders.words import change_told
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from workflow.drawing_up.record_delivery import record_delivery
from workflow.drawing_up.update_due_date import update_due_date
from workflow.life.produce_order import produce_order
from workflow.life.realize_order import realize_order
from workflow.life.unrealize_order import unrealize_order
from workflow.money.record_payment import record_payment
from workflow.money.reverse_payment import reverse_payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def accountant():
    return client_of(make_employee("Marion Duval", roles=["accountant"]))


@pytest.fixture
def mill():
    return make_counterparty(name="Mill Pond")


def ordered(customer, price="97.00", status=Status.REALIZED, by=None):
    line = make_line(make_service(price=Decimal(price)), performer=make_technician())
    return make_order(line, customer=customer, status=status, by=by)


def paid(customer, amount, order=None):
    return record_payment(
        customer, cause(), amount=Decimal(amount), currency="EUR", received_on=timezone.localdate(),
        method="bank", order_id=order and order.pk,
    )  # fmt: skip


def typed(amount, method="bank", **more):
    day = timezone.localdate().isoformat()
    return {"amount": amount, "received_on": day, "method": method, "form_token": new_token(), **more}


def said(answer) -> str:
    words = re.sub(r'<span class="unbroken">(.*?)</span>', r"\1", answer.text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words))


def dialog_of(order) -> str:
    return reverse("workflow:order_do", args=[order.number, "pay"])


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("97.00", "97.00 EUR paid on order {number}; nothing is open any more."),
        ("50", "50.00 EUR paid on order {number}; 47.00 EUR is still open."),
        ("120", "97.00 EUR paid on order {number}; 23.00 EUR stays as an advance of Mill Pond."),
    ],
)
def test_the_answer_says_what_the_money_did(accountant, mill, amount, sentence):
    order = ordered(mill)
    assert "97.00 EUR open; more stays as an advance." in said(accountant.get(dialog_of(order)))
    answer = accountant.post(dialog_of(order), typed(amount), follow=True)
    assert sentence.format(number=order.number) in said(answer)


def test_where_nothing_is_open_all_of_it_is_an_advance(accountant, mill):
    order = ordered(mill)
    paid(mill, "97.00", order)
    assert "Nothing is open on the order" in said(accountant.get(dialog_of(order)))
    answer = accountant.post(dialog_of(order), typed("23"), follow=True)
    sentence = f"Nothing was open on order {order.number}: 23.00 EUR stays as an advance of Mill Pond."
    assert sentence in said(answer)


def test_before_the_charge_the_money_is_held_for_the_order(accountant, mill):
    order = ordered(mill, status=Status.PRODUCED)
    assert "Not charged yet: the amount is held for the order" in said(accountant.get(dialog_of(order)))
    answer = accountant.post(dialog_of(order), typed("1250"), follow=True)
    assert f"1,250.00 EUR is held for order {order.number} until it is realized." in said(answer)


def test_the_same_form_again_says_no_numbers_twice(accountant, mill):
    order, form = ordered(mill), typed("50")
    accountant.post(dialog_of(order), form, follow=True)
    answer = accountant.post(dialog_of(order), form, follow=True)
    assert "This was already saved: here it is." in said(answer)
    assert debt_of(order) == 47


def test_a_payment_of_a_customer_says_that_it_is_an_advance_and_the_page_offers_it(accountant, mill):
    orders = [ordered(mill), ordered(mill, "730.00")]
    seen = typed("1170", filled_for=f"{mill.pk} EUR 1170")  # with every tick taken away
    answer = accountant.post(f"/customers/{mill.pk}/payment/", seen, follow=True)
    text = said(answer)
    assert "1,170.00 EUR is an advance of Mill Pond now" in text
    assert "Owes 827.00 EUR Advance, free 1,170.00 EUR" in text
    assert "The free advance pays nothing by itself. It can pay for:" in text
    for order in orders:
        assert f"{dialog_of(order)}?method=advance" in answer.text

    dialog = accountant.get(f"{dialog_of(orders[1])}?method=advance")
    assert "From the customer&#x27;s advance (1,170.00 EUR)" in dialog.text
    assert re.search(r'<option\s+value="advance"\s+selected', dialog.text)
    assert re.search(r'name="amount"[^>]*value="730\.00"|value="730\.00"[^>]*name="amount"', dialog.text)
    answer = accountant.post(dialog_of(orders[1]), typed("730.00", "advance"), follow=True)
    assert f"730.00 EUR paid on order {orders[1].number}; nothing is open any more." in said(answer)
    assert free_advance(mill, "EUR") == 440


def test_who_records_no_payments_is_offered_no_advance(mill):
    order = ordered(mill)
    paid(mill, "10.00")
    text = client_of(make_employee(roles=["manager"])).get(f"/customers/{mill.pk}/").text
    assert "It can pay for:" in text
    assert dialog_of(order) not in text
    assert (
        "Advance, free"
        not in client_of(make_employee(roles=["technician"])).get(f"/customers/{mill.pk}/").text
    )


def test_a_payment_is_recorded_from_the_ledger_and_from_the_list_of_payments(accountant, mill):
    ordered(mill)
    ledger, payments = f"/billing/customers/{mill.pk}/", reverse("billing:payment_list")
    assert f"/customers/{mill.pk}/payment/" in accountant.get(ledger).text
    new = reverse("workflow:payment_new")
    assert new in accountant.get(payments).text
    manager = client_of(make_employee(roles=["manager"]))
    assert "Record payment" not in manager.get(ledger).text + manager.get(payments).text
    assert (
        "Choose" in accountant.post(new, typed("5")).text
        or accountant.post(new, typed("5")).status_code == 422
    )
    seen = typed("5", customer=mill.pk, filled_for=f"{mill.pk} EUR 5")
    answer = accountant.post(new, seen, follow=True)
    assert answer.redirect_chain == [(f"/customers/{mill.pk}/", 302)]
    assert "5.00 EUR is an advance of Mill Pond now" in said(answer)


def test_every_payment_is_a_link_to_where_its_entries_are(accountant, mill):
    order, another = ordered(mill), ordered(mill, "10.00", Status.PRODUCED)
    payment = paid(mill, "120.00", order)
    held = paid(mill, "60.00", another)
    link = f'href="/billing/payments/{payment.number}/"'
    pages = [f"/orders/{order.number}/", f"/billing/customers/{mill.pk}/", reverse("billing:payment_list")]
    assert {page: link in accountant.get(page).text for page in pages} == dict.fromkeys(pages, True)
    panel = said(accountant.get(pages[0]))
    day = timezone.localdate()
    assert f"{payment.number} {day.day} {day:%b} {day.year} · Bank transfer 97.00 of 120.00" in panel

    text = said(accountant.get(f"/billing/payments/{payment.number}/"))
    assert f"{order.number} paid 97.00 Not used yet 23.00 EUR" in text
    realize_order(another.pk, cause())
    text = said(accountant.get(f"/billing/payments/{held.number}/"))
    assert f"{another.number} paid 10.00 Not used yet 50.00 EUR" in text
    for entry in ("Held for the order", "No longer held for the order", "Pays for the order"):
        assert entry in text
    assert accountant.get("/billing/payments/P-1999-00001/").status_code == 404
    reverse_payment(held.pk, cause(), reason="twice")
    assert "Where the money is" not in said(accountant.get(f"/billing/payments/{held.number}/"))


def test_every_page_says_the_same_of_what_a_charge_did_not_need(accountant, mill):
    """Order of 100.00, produced; 150.00 tied to it; realized: 50.00 is the customer's, and pays for another order."""
    order = ordered(mill, "100.00", Status.PRODUCED)
    paid(mill, "150.00", order)
    before = said(accountant.get(f"/customers/{mill.pk}/"))
    assert "Advance, held for orders 150.00 EUR" in before
    assert "Advance, free" not in before
    assert "150.00 held for orders" in said(accountant.get("/billing/"))
    realize_order(order.pk, cause())
    another = ordered(mill, "80.00")

    assert "Charged" in said(accountant.get(f"/orders/{order.number}/"))
    assert " 100.00 of 150.00 Open 0.00" in said(accountant.get(f"/orders/{order.number}/"))
    assert "Owes 80.00 EUR Advance, free 50.00 EUR" in said(accountant.get(f"/customers/{mill.pk}/"))
    assert "owes 80.00 EUR · advance 50.00 EUR" in said(accountant.get(f"/billing/customers/{mill.pk}/"))
    assert "open debt 80.00 EUR, advances 50.00 EUR" in said(accountant.get(f"/billing/customers/{mill.pk}/"))
    listed = accountant.get("/billing/").context["rows"][0].balance
    assert (listed.debt, listed.free, listed.tied) == (80, 50, 0)
    assert accountant.get(reverse("billing:payment_list")).context["rows"][0][1] == 50
    assert "advance (50.00 EUR)" in said(accountant.get(dialog_of(another))).replace("&#x27;", "'")
    answer = accountant.post(dialog_of(another), typed("50", "advance"), follow=True)
    assert f"50.00 EUR paid on order {another.number}; 30.00 EUR is still open." in said(answer)


def test_after_unrealizing_the_order_is_not_paid_and_the_strip_keeps_who_produced_it(accountant, mill):
    viktor = cause("administrator")
    order = ordered(mill, status=Status.REVIEW, by=viktor)
    produce_order(order.pk, viktor)
    marion = cause("accountant")
    realize_order(order.pk, marion)
    paid(mill, "97.00", order)
    assert "tag-good" in panel_of(accountant, order)
    unrealize_order(order.pk, marion, reason="wrong")
    shown = panel_of(accountant, order)
    assert "Paid in advance" in shown
    assert "tag-good" not in shown
    strip = accountant.get(f"/orders/{order.number}/").context["strip"]
    assert [(step.state, step.by) for step in strip][4:] == [("current", viktor.actor.name), ("ahead", "")]


def panel_of(client, order) -> str:
    text = client.get(f"/orders/{order.number}/").text
    return re.search(r'<section[^>]*id="panel-money".*?</section>', text, re.DOTALL)[0]


def test_the_timeline_writes_money_and_days_as_everywhere(accountant, mill):
    order = ordered(mill, status=Status.PRODUCED)
    paid(mill, "1050", order)
    update_due_date(order.pk, cause(), due_on=date(2027, 1, 4))
    record_delivery(order.pk, cause(), shipped_on=date(2026, 12, 4), carrier="Courier 2026-12-04")
    text = said(accountant.get(f"/orders/{order.number}/"))
    for told in (
        "Payment: 1,050.00 EUR",
        "→ 4 Jan 2027",
        "Shipped on: 4 Dec 2026",
        "Carrier: Courier 2026-12-04",
    ):
        assert told in text
    assert "1050" not in said(client_of(make_employee(roles=["technician"])).get(f"/orders/{order.number}/"))


@pytest.mark.parametrize(
    ("booked", "told"),
    [
        ("50 EUR", "50.00 EUR"),
        ("1234.5 EUR", "1,234.50 EUR"),
        ("1600.00 − 12.5 % = 1400.00", "1,600.00 − 12.5 % = 1,400.00"),
    ],
)
def test_amounts_that_were_booked_bare_are_written_in_full(booked, told):
    change = {"field": "payment", "before": "", "after": booked, "money": True}
    assert (change_told(change)["after"], change_told(change)["name"]) == (told, "Payment")
