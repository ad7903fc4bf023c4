"""The dialog “Change customer”: what the other price list would make of each line is shown before, then it is asked."""

from decimal import Decimal

import pytest
from django.urls import reverse

from lab.once import new_token
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order, make_technician
from tests.factories.price_lists import give_price_list, make_price_list, make_version, rule

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


@pytest.fixture
def other():
    customer = make_counterparty(name="Other clinic")
    give_price_list(customer, make_price_list(rule("percent_off", 10), name="Chain"))
    return customer


@pytest.fixture
def order():
    crown = make_service(name="Crown", price=Decimal(120))
    lines = (
        make_line(crown, performer=make_technician()),
        make_line(crown, unit_price=Decimal(99), performer=make_technician()),
    )
    return make_order(*lines)


def url(order) -> str:
    return reverse("workflow:order_do", args=[order.number, "change-customer"])


def send(client, order, customer, **said):
    sent = {"form_token": new_token(), "version": order.version, "customer": customer.pk, **said}
    return client.post(url(order), sent)


def test_what_would_change_is_shown_line_by_line_once_a_customer_is_chosen(client, order, other):
    assert "Take the new ones" not in client.get(url(order)).content.decode()
    asked = reverse("workflow:order_other_prices", args=[order.number])
    for shown in (client.get(asked, {"customer": other.pk}), client.get(url(order), {"customer": other.pk})):
        page = shown.content.decode()
        for words in (
            "Chain: 10 % off",
            "120.00",
            "108.00",
            "−12.00",
            "typed by hand: it stays",
            "219.00",
            "207.00",
        ):
            assert words in page
        assert "Take the new ones" in page
    assert "Take" not in client.get(asked, {"customer": order.customer_id}).content.decode()
    assert client.get(asked, {"customer": "x"}).status_code == 200


def test_it_is_asked_before_anything_is_done_and_nothing_typed_is_lost(client, order, other):
    answer = send(client, order, other, reason="They moved")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Say whether the prices stay or become the new ones." in shown
    assert "Chain: 10 % off" in shown
    assert "They moved" in shown
    order.refresh_from_db()
    assert order.customer != other


def test_the_new_prices_are_taken_as_they_were_shown(client, order, other):
    answer = send(client, order, other, prices="take", foreseen="207.00")
    assert answer.status_code == 302
    assert "by the new prices the services come to 207.00 EUR." in client.get(answer.url).content.decode()
    assert [line.unit_price for line in order.lines.all()] == [108, 99]


def test_prices_that_are_kept_are_kept(client, order, other):
    answer = send(client, order, other, prices="keep", foreseen="207.00")
    assert "The customer is changed; the prices stayed." in client.get(answer.url).content.decode()
    assert [line.unit_price for line in order.lines.all()] == [120, 99]


def test_prices_that_moved_meanwhile_are_shown_anew(client, order, other):
    make_version(other.price_lists.get().price_list, rule("percent_off", 20))
    answer = send(client, order, other, prices="take", foreseen="207.00")
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "The prices of the other customer have changed meanwhile" in shown
    assert 'name="foreseen" value="195.00"' in shown


def test_nothing_is_asked_where_prices_are_frozen_or_the_same(client, order, other):
    same = make_counterparty()
    assert "cost the same" in client.get(url(order), {"customer": same.pk}).content.decode()
    assert send(client, order, same).status_code == 302
    crown = make_service(price=Decimal(120))
    frozen = make_order(make_line(crown, performer=make_technician()), status=Status.REVIEW)
    shown = client.get(url(frozen), {"customer": other.pk}).content.decode()
    assert "The services are frozen in the state “Review”" in shown
    assert "Take the new ones" not in shown
    assert send(client, frozen, other).status_code == 302
