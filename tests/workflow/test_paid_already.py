"""The same payment once more is asked about: in every dialog where one types it, and where it is booked."""

import pytest
from django.urls import reverse

from billing.models import Payment
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause
from tests.use_cases.evidence import refused
from tests.workflow.test_money_over_charges import payment_of
from tests.workflow.test_payment_answers import dialog_of, ordered, paid, said, typed
from workflow.money.paid_already import PaidAlready
from workflow.money.record_payment import record_payment
from workflow.money.reverse_payment import reverse_payment

pytestmark = pytest.mark.django_db

TICK = 'name="in_addition"'


@pytest.fixture
def accountant():
    return client_of(make_employee("Marion Duval", roles=["accountant"]))


@pytest.fixture
def mill():
    return make_counterparty(name="Mill Pond")


def address_and_form(kind, mill):
    if kind == "order":
        return dialog_of(ordered(mill)), {}
    return payment_of(mill), {"filled_for": f"{mill.pk} EUR 50"}


@pytest.mark.parametrize("kind", ["order", "customer"])
def test_it_is_asked_about_and_booked_once_it_is_ticked(accountant, mill, kind):
    url, form = address_and_form(kind, mill)
    assert TICK not in accountant.get(url).text
    assert accountant.post(url, typed("50", **form)).status_code == 302
    first = Payment.objects.get()
    asked = accountant.post(url, typed("50", **form))
    assert asked.status_code == 422
    assert "A payment of 50.00 EUR of" in said(asked)
    assert f"is booked already ({first.number})" in said(asked)
    assert TICK in asked.text
    assert Payment.objects.count() == 1
    assert accountant.post(url, typed("50", in_addition="on", **form)).status_code == 302
    assert Payment.objects.count() == 2


def test_what_says_something_else_is_not_asked_about(accountant, mill):
    paid(mill, "50")
    url = payment_of(mill)
    for form in (typed("50", reference="slip 8"), typed("50.01")):
        stamp = f"{mill.pk} EUR {form['amount']}"
        assert accountant.post(url, form | {"filled_for": stamp}).status_code == 302
    other = make_counterparty()
    form = typed("50", filled_for=f"{other.pk} EUR 50")
    assert accountant.post(payment_of(other), form).status_code == 302


def test_one_that_was_reversed_is_not_asked_about(accountant, mill):
    payment = paid(mill, "50")
    reverse_payment(payment.pk, cause(), reason="typed for another")
    form = typed("50", filled_for=f"{mill.pk} EUR 50")
    assert accountant.post(payment_of(mill), form).status_code == 302


@pytest.mark.parametrize("kind", ["advance", "refund"])
def test_where_nothing_is_free_the_dialog_says_so_and_asks_nothing(accountant, mill, kind):
    ordered(mill)
    url = reverse(f"workflow:customer_{kind}", args=[mill.pk])
    assert "Nothing is free" in said(accountant.get(url))
    assert 'name="amount"' not in accountant.get(url).text
    assert 'type="submit"' not in accountant.get(url).text.split('class="dialog-frame')[1]
    paid(mill, "50")
    assert 'name="amount"' in accountant.get(url).text


def test_where_it_is_booked_it_is_refused_too(mill):
    """Two may have typed the same slip in the same moment: neither form had anything to ask."""
    order = ordered(mill)
    first = paid(mill, "50")
    told = {"amount": first.amount, "currency": "EUR", "received_on": first.received_on, "method": "bank"}
    by = cause()
    for where in ({"order_id": order.pk}, {"parts": [(order, first.amount)]}):
        with refused("A payment of 50.00 EUR of", PaidAlready):
            record_payment(mill, by, **told, **where, in_addition=False)


@pytest.mark.parametrize("spelt", ["Slip-7", "SLIP 7", " slip  7"])
def test_a_reference_is_the_same_however_it_is_written(accountant, mill, spelt):
    url = payment_of(mill)
    stamp = f"{mill.pk} EUR 50"
    assert accountant.post(url, typed("50", reference="slip 7", filled_for=stamp)).status_code == 302
    assert "is booked already" in said(accountant.post(url, typed("50", reference=spelt, filled_for=stamp)))
    assert accountant.post(url, typed("50", reference="slip 77", filled_for=stamp)).status_code == 302
