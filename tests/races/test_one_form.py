"""One form sent eight times in the same moment through the pages: one effect, the same answer for all. Race R3."""

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.models import Payment
from lab.models import FormToken
from lab.once import new_token
from orders.models import Order
from orders.states import Status
from tests.factories.lab import client_of
from tests.races import AT_ONCE, at_once
from tests.races.floor import Floor
from verification.invariants import violations

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def send_at_once(floor, order, verb, tokens, **typed):
    """The answers to the same dialog of the order, one token for each sender."""
    clients = [client_of(floor.chief) for _ in tokens]
    url = reverse("workflow:order_do", args=[order.number, verb])
    typed = {"version": order.version, **typed}
    said = at_once(lambda n: clients[n].post(url, {"form_token": tokens[n], **typed}), people=len(tokens))
    assert [one for one in said if isinstance(one, Exception)] == []
    return said


@pytest.mark.parametrize(
    ("verb", "status", "typed"),
    [
        ("submit", Status.DRAFTING, {}),
        ("realize", Status.PRODUCED, {}),
        ("cancel", Status.PENDING, {"reason": "no"}),
    ],
)
def test_one_form_eight_times_acts_once_and_leads_everybody_to_the_same_page(verb, status, typed):
    floor = Floor()
    order = floor.order(status)
    answers = send_at_once(floor, order, verb, [new_token()] * AT_ONCE, **typed)

    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {
        (302, reverse("workflow:order_page", args=[order.number]))
    }
    assert Order.objects.get(pk=order.pk).version == order.version + 1
    assert FormToken.objects.get().redirect == answers[0]["Location"]
    assert violations() == {}


def test_eight_forms_of_one_page_are_one_step_and_seven_sentences():
    """No constraint of the database ever reaches a person: the lock makes the second one see the new version."""
    floor = Floor()
    order = floor.order(Status.DRAFTING)
    answers = send_at_once(floor, order, "submit", [new_token() for _ in range(AT_ONCE)])

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [302] + [409] * (AT_ONCE - 1)
    refusals = [answer.content.decode() for answer in answers if answer.status_code == 409]
    assert all("This is not possible while the order is in the state" in page for page in refusals)
    assert violations() == {}


PAYMENT = {"amount": "10.00", "method": "cash", "reference": ""}


def payment() -> dict:
    return {**PAYMENT, "received_on": timezone.localdate().isoformat()}


def test_a_payment_sent_eight_times_is_recorded_once():
    floor = Floor()
    order = floor.order(Status.PENDING)
    answers = send_at_once(floor, order, "pay", [new_token()] * AT_ONCE, **payment())
    assert {answer.status_code for answer in answers} == {302}
    assert Payment.objects.count() == 1
    assert violations() == {}


def test_control_with_a_token_for_each_sender_it_is_recorded_eight_times():
    """Nothing but the token keeps a payment from being recorded again, once it is meant in addition."""
    floor = Floor()
    order = floor.order(Status.PENDING)
    meant = payment() | {"in_addition": "on"}
    send_at_once(floor, order, "pay", [new_token() for _ in range(AT_ONCE)], **meant)
    assert Payment.objects.count() == AT_ONCE
    assert sorted(Payment.objects.values_list("number_serial", flat=True)) == list(range(1, AT_ONCE + 1))
    assert violations() == {}
