"""The dialogs of a customer's money: what they propose, what they refuse and keep, what they book."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.models import Allocation, Payment
from billing.standing import debt_of, free_advance, open_charges, settled_on, tied_advance_of
from lab.once import new_token
from orders.states import Status
from tests.factories.billing import make_charged_order
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.workflow.rows_of_charges import accountant, mill, owed, seen, value_of
from tests.workflow.test_payment_answers import dialog_of, ordered, paid, said, typed

pytestmark = pytest.mark.django_db
__all__ = ["accountant", "mill", "owed"]


def payment_of(customer) -> str:
    return reverse("workflow:customer_payment", args=[customer.pk])


def test_a_payment_goes_to_the_ticked_charges_and_the_answer_says_it_in_numbers(accountant, mill, owed):
    first, _second, third = owed
    form = seen(mill, "160", (first, "97.00"), (third, "40.00"))
    answer = accountant.post(payment_of(mill), form, follow=True)
    payment = Payment.objects.get()
    assert [debt_of(order) for order in owed] == [0, 40, 20]
    sentence = f"137.00 EUR paid on 2 orders: {first.number} 97.00, {third.number} 40.00, 20.00 still open."
    assert f"{sentence} 23.00 EUR stays as an advance of Mill Pond." in said(answer)
    assert f'href="/billing/payments/{payment.number}/">See the entries' in re.sub(r"\s+", " ", answer.text)


def test_without_a_script_the_server_proposes_and_books_nothing_before_it_is_confirmed(
    accountant, mill, owed
):
    first, second, _third = owed
    url, form = payment_of(mill), typed("120", filled_for="")
    proposed = accountant.post(url, form)
    assert proposed.status_code == 422
    assert not Payment.objects.exists()
    assert "Look at where the money goes, then confirm it." in said(proposed)
    assert [value_of(proposed.text, f"pays_{order.pk}") for order in owed] == ["97.00", "23.00", ""]
    assert "All of it goes to charges" in said(proposed)
    form |= {
        "filled_for": value_of(proposed.text, "filled_for"),
        **{f"tick_{order.pk}": "on" for order in (first, second)},
        **{f"pays_{order.pk}": value_of(proposed.text, f"pays_{order.pk}") for order in owed},
    }
    accountant.post(url, form)
    assert [debt_of(order) for order in owed] == [0, 17, 60]


def test_without_a_script_what_is_ticked_is_proposed_alone(accountant, mill, owed):
    proposed = accountant.post(payment_of(mill), typed("70", filled_for="", **{f"tick_{owed[2].pk}": "on"}))
    assert [value_of(proposed.text, f"pays_{order.pk}") for order in owed] == ["", "", "60.00"]
    assert "10.00 EUR stays as advance" in said(proposed)


def test_the_page_opens_filled_where_the_address_says_the_amount(accountant, mill, owed):
    text = accountant.get(f"{payment_of(mill)}?amount=100").text
    assert [value_of(text, f"pays_{order.pk}") for order in owed] == ["97.00", "3.00", ""]
    assert value_of(text, "filled_for") == f"{mill.pk} EUR 100"


def test_what_is_ticked_on_the_ledger_is_proposed_whole_and_nothing_else(accountant, mill, owed):
    ledger = " ".join(accountant.get(f"/billing/customers/{mill.pk}/").text.split())
    assert f'action="{payment_of(mill)}"' in ledger
    assert ledger.index("Pay what is ticked") < ledger.index("Balance sheet")
    first, _second, third = owed
    text = accountant.get(payment_of(mill), {"entry": [first.pk, third.pk, "x"]}).text
    assert [value_of(text, f"pays_{order.pk}") for order in owed] == ["97.00", "", "60.00"]
    assert value_of(text, "amount") == "157.00"


def test_before_anybody_is_chosen_nothing_is_said_of_charges(accountant, owed):
    assert "Nothing is open" not in said(accountant.get(reverse("workflow:payment_new")))


WRONG = {
    "Only 40.00 EUR is open on order 2026-000002.": ("160", "40.01"),
    "150.00 EUR would go to orders, but only 110.00 EUR was paid.": ("110", "40.00"),
    "Say how much, or take the tick away.": ("160", ""),
    "A payment is more than 0.": ("0", "40.00"),
}


@pytest.mark.parametrize("sentence", WRONG)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(accountant, mill, owed, sentence):
    amount, part = WRONG[sentence]
    first = "110" if amount == "110" else "97.00"
    make = ordered(mill, "110.00") if amount == "110" else owed[0]
    answer = accountant.post(
        payment_of(mill), seen(mill, amount, (make, first), (owed[1], part), reference="Mine")
    )
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert (value_of(answer.text, "amount"), value_of(answer.text, "reference")) == (amount, "Mine")
    assert value_of(answer.text, f"pays_{owed[1].pk}") == part
    assert not Payment.objects.exists()


def test_a_payment_in_the_future_loses_nothing(accountant, mill, owed):
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    form = seen(mill, "97", (owed[0], "97"), received_on=tomorrow.isoformat())
    answer = accountant.post(payment_of(mill), form | {"received_on": tomorrow.isoformat()})
    assert "A payment cannot have been received in the future." in said(answer)
    assert value_of(answer.text, f"pays_{owed[0].pk}") == "97"


def test_a_charge_that_somebody_paid_meanwhile_is_refused_in_words(accountant, mill, owed):
    form = seen(mill, "97", (owed[0], "97"))
    paid(mill, "50", owed[0])
    answer = accountant.post(payment_of(mill), form)
    assert f"Only 47.00 EUR is open on order {owed[0].number}." in said(answer)
    assert Payment.objects.count() == 1


def test_on_the_order_its_own_charge_stands_first(accountant, mill, owed):
    text = accountant.get(dialog_of(owed[2])).text
    assert re.findall(r'name="pays_(\d+)"', text) == [str(order.pk) for order in (owed[2], owed[0], owed[1])]
    assert value_of(text, f"pays_{owed[2].pk}") == "60.00"
    form = seen(mill, "100", (owed[2], "60"), (owed[0], "40"))
    answer = accountant.post(dialog_of(owed[2]), form, follow=True)
    assert "100.00 EUR paid on 2 orders" in said(answer)
    assert [debt_of(order) for order in owed] == [57, 40, 0]


def test_an_order_not_charged_yet_takes_what_is_held_for_it_and_others_the_rest(accountant, mill, owed):
    waiting = ordered(mill, status=Status.PRODUCED)
    text = said(accountant.get(dialog_of(waiting)))
    assert "not charged yet: held for it" in text
    form = seen(mill, "100", (waiting, "60"), (owed[1], "40"))
    accountant.post(dialog_of(waiting), form)
    assert (tied_advance_of(waiting), debt_of(owed[1]), free_advance(mill, "EUR")) == (60, 0, 0)


def test_the_advance_pays_from_the_order_over_many_charges_too(accountant, mill, owed):
    paid(mill, "100")
    form = seen(mill, "100", (owed[1], "40"), (owed[0], "60"))
    answer = accountant.post(dialog_of(owed[1]), form | {"method": "advance"}, follow=True)
    assert "100.00 EUR paid from the advance" in said(answer) or "100.00 EUR paid on 2 orders" in said(answer)
    assert ([debt_of(order) for order in owed], free_advance(mill, "EUR")) == ([37, 0, 60], 0)


def test_all_of_a_customer_is_marked_as_paid_after_showing_what(accountant, mill, owed):
    url = reverse("workflow:customer_all_paid", args=[mill.pk])
    dialog = accountant.get(url)
    text = said(dialog)
    for order in owed:
        assert order.number in text
    assert "One payment of 197.00" in text
    form = {
        "received_on": timezone.localdate().isoformat(), "method": "bank", "reference": "all",
        "seen_EUR": "197.00", "form_token": new_token(),
    }  # fmt: skip
    paid(mill, "7", owed[0])
    answer = accountant.post(url, form)
    assert "You saw 197.00 EUR open, now it is 190.00 EUR." in said(answer)
    answer = accountant.post(url, form | {"seen_EUR": "190.00"}, follow=True)
    assert "190.00 EUR paid on 3 orders" in said(answer)
    assert open_charges(mill, "EUR") == []
    assert "Nothing is open." in said(accountant.get(url))


def test_a_customer_in_two_currencies_is_asked_in_which_it_paid(accountant, mill, owed):
    foreign = make_charged_order("10.00", customer=mill, currency="USD")
    text = accountant.get(payment_of(mill)).text
    assert '<select name="currency"' in text
    dollars = accountant.get(f"{payment_of(mill)}?currency=USD&amount=5").text
    assert re.findall(r'name="pays_(\d+)"', dollars) == [str(foreign.pk)]
    row = {f"tick_{foreign.pk}": "on", f"pays_{foreign.pk}": "5"}
    accountant.post(payment_of(mill), typed("5", currency="USD", filled_for=f"{mill.pk} USD 5", **row))
    assert (settled_on(foreign), Payment.objects.get().currency) == (5, "USD")


def test_lists_are_filtered_by_customer_and_state_and_say_totals(accountant, mill, owed):
    paid(mill, "97", owed[0])
    free = paid(mill, "7")
    other = paid(make_counterparty(name="Harbour Vets"), "5")

    def numbers(query):
        return {
            payment.number
            for payment, *_rest in accountant.get(f"/billing/payments/?{query}").context["rows"]
        }

    assert numbers(f"customer={mill.pk}&state=free") == {free.number}
    assert numbers("state=free") == {free.number, other.number}
    assert free.number not in numbers("state=used")
    (total,) = accountant.get(f"/billing/payments/?customer={mill.pk}").context["totals"]
    assert (total["total"], total["count"]) == (104, 2)
    accountant.post(
        reverse("workflow:payment_reverse", args=[free.number]), {"reason": "x", "form_token": new_token()}
    )
    (total,) = accountant.get(f"/billing/payments/?customer={mill.pk}").context["totals"]
    assert total["total"] == 97
    assert (
        "Harbour"
        not in said(accountant.get(f"/billing/payments/?customer={mill.pk}&state=used")).split("Filter")[1]
    )


def test_the_same_form_twice_books_once(accountant, mill, owed):
    form = seen(mill, "97", (owed[0], "97"))
    accountant.post(payment_of(mill), form)
    accountant.post(payment_of(mill), form)
    assert (Payment.objects.count(), Allocation.objects.count()) == (1, 1)


def test_who_may_not_record_payments_sees_no_way_to(mill, owed):
    manager = client_of(make_employee(roles=["manager"]))
    payment = paid(mill, "5")
    for page in (
        f"/customers/{mill.pk}/",
        f"/billing/customers/{mill.pk}/",
        f"/billing/payments/{payment.number}/",
    ):
        text = manager.get(page).text
        for way in ("/advance/", "/refund/", "/all-paid/", "/reverse/"):
            assert way not in text, (page, way)
