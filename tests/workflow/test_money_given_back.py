"""Money that goes back in dialogs: from what was paid ahead, refunds, reversals."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.models import Payment, Refund
from billing.standing import debt_of, free_advance
from lab.once import new_token
from tests.factories.customers import make_counterparty
from tests.factories.orders import cause
from tests.workflow.rows_of_charges import accountant, mill, owed, seen, value_of
from tests.workflow.test_payment_answers import paid, said
from workflow.money.refund_advance import refund_advance

pytestmark = pytest.mark.django_db
__all__ = ["accountant", "mill", "owed"]


def test_what_was_paid_ahead_goes_to_charges_the_oldest_first(accountant, mill, owed):
    paid(mill, "120")
    url = reverse("workflow:customer_advance", args=[mill.pk])
    text = accountant.get(url).text
    assert "120.00 EUR is the free advance." in said(accountant.get(url))
    assert [value_of(text, f"pays_{order.pk}") for order in owed] == ["97.00", "23.00", ""]
    answer = accountant.post(url, seen(mill, "120", (owed[0], "97.00")), follow=True)
    assert f"97.00 EUR paid on order {owed[0].number}; nothing is open any more." in said(answer)
    assert free_advance(mill, "EUR") == 23
    answer = accountant.post(url, seen(mill, "24", (owed[1], "24")))
    assert "The customer&#x27;s free advance is only 23.00 EUR." in answer.text
    answer = accountant.post(url, seen(mill, "23"))
    assert "Tick at least one charge." in said(answer)


def test_a_customer_who_paid_nothing_ahead_has_nothing_to_use(accountant, mill, owed):
    answer = accountant.get(reverse("workflow:customer_advance", args=[mill.pk]))
    assert "Nothing is free: no payment of this customer waits for an order." in said(answer)


def test_a_refund_is_recorded_from_the_customer_and_has_its_page(accountant, mill):
    paid(mill, "50")
    url = reverse("workflow:customer_refund", args=[mill.pk])
    day = timezone.localdate().isoformat()
    form = {
        "amount": "20", "refunded_on": day, "method": "bank", "reference": "T 1", "reason": "Paid twice",
        "form_token": new_token(),
    }  # fmt: skip
    answer = accountant.post(url, form | {"amount": "50.01"})
    assert "Only 50.00 EUR can be given back." in said(answer)
    assert "Paid twice" in answer.text
    answer = accountant.post(f"{url}?back=/billing/customers/{mill.pk}/", form, follow=True)
    assert answer.redirect_chain == [(f"/billing/customers/{mill.pk}/", 302)]
    refund = Refund.objects.get()
    assert "20.00 EUR refunded to Mill Pond; 30.00 EUR of advance is left." in said(answer)
    assert f"/billing/refunds/{refund.number}/" in answer.text
    page = said(accountant.get(f"/billing/refunds/{refund.number}/"))
    for told in ("Paid twice", "T 1", Payment.objects.get().number, "20.00"):
        assert told in page
    assert f"{refund.number} given back 20.00" in said(
        accountant.get(f"/billing/payments/{Payment.objects.get().number}/")
    )
    assert refund.number in accountant.get(reverse("billing:refund_list")).text


def test_a_refund_of_one_payment_gives_back_no_more_than_is_free_of_it(accountant, mill):
    paid(mill, "50")
    small = paid(mill, "7")
    url = f"{reverse('workflow:customer_refund', args=[mill.pk])}?payment={small.number}"
    assert "7.00 EUR can be given back." in said(accountant.get(url))
    assert accountant.get(f"{url}9").status_code == 404
    strange = paid(make_counterparty(), "5")
    other = f"{reverse('workflow:customer_refund', args=[mill.pk])}?payment={strange.number}"
    assert accountant.get(other).status_code == 404


def test_a_reversed_payment_is_struck_says_by_whom_and_why_and_offers_nothing_more(accountant, mill, owed):
    payment = paid(mill, "97", owed[0])
    url = reverse("workflow:payment_reverse", args=[payment.number])
    page = f"/billing/payments/{payment.number}/"
    assert url in accountant.get(page).text
    answer = accountant.post(url, {"reason": "", "form_token": new_token()})
    assert answer.status_code == 422
    answer = accountant.post(url, {"reason": "Returned by the bank", "form_token": new_token()}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    text = said(answer)
    assert f"{payment.number} is reversed; Mill Pond now owes 197.00 EUR." in text
    assert "Reversed by Marion Duval" in text
    assert "Returned by the bank" in text
    assert 'class="struck"' in answer.text
    assert url not in answer.text
    assert debt_of(owed[0]) == 97
    assert payment.number in accountant.get("/billing/payments/?state=reversed").text
    assert "Payment reversed" in said(accountant.get(f"/billing/customers/{mill.pk}/"))


def test_a_payment_that_was_refunded_is_not_reversed_before_its_refund(accountant, mill):
    payment = paid(mill, "50")
    refund = refund_advance(
        mill, cause(), amount=Decimal(20), currency="EUR", refunded_on=timezone.localdate(), method="cash",
        reason="asked for",
    )  # fmt: skip
    url = reverse("workflow:payment_reverse", args=[payment.number])
    answer = accountant.post(url, {"reason": "wrong", "form_token": new_token()})
    assert f"20.00 EUR of payment {payment.number} was refunded ({refund.number})." in said(answer)
    back = reverse("workflow:refund_reverse", args=[refund.number])
    answer = accountant.post(back, {"reason": "never sent", "form_token": new_token()}, follow=True)
    assert f"{refund.number} is reversed; Mill Pond has now paid 50.00 EUR ahead." in said(answer)
    assert "never sent" in said(accountant.get(f"/billing/refunds/{refund.number}/"))
