"""The order form in the customer's currency: what is converted, what is asked for, what can be typed."""

from decimal import Decimal

import pytest
from django.urls import reverse

from orders.models import Order
from tests.factories.customers import make_counterparty
from tests.factories.exchange import make_exchange_rate
from tests.factories.orders import make_line, make_order
from tests.workflow.order_form.typing import crown, edit, form_of, new_order, typed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def swiss():
    return make_counterparty(currency="CHF")


def figures(client, *lines, **fields) -> dict:
    return client.post(reverse("workflow:order_prices"), typed(*lines, **fields)).json()


def test_the_figures_while_typing_are_in_the_currency_of_the_customer(client, swiss):
    make_exchange_rate("CHF", "1.0672")
    _service, line = crown()
    said = figures(client, line | {"quantity": "2"}, customer=swiss)
    assert (said["currency"], said["total"]) == ("CHF", "224.88")
    assert said["lines"]["lines-0"] == {"amount": "224.88", "price": "112.44", "told": ""}
    new_order(client, line | {"quantity": "2"}, customer=swiss)
    made = Order.objects.get()
    assert (made.currency, made.lines.get().amount) == ("CHF", Decimal("224.88"))
    assert made.lines.get().foreign_currency == "EUR"


def test_a_missing_rate_is_asked_for_beside_the_service_and_nothing_is_lost(client, swiss):
    _service, line = crown()
    answer = new_order(client, line, customer=swiss, instructions="typed with care")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“Crown” is priced in EUR. There is no exchange rate between EUR and CHF" in page
    assert "typed with care" in page
    assert not Order.objects.exists()
    assert figures(client, line, customer=swiss)["lines"]["lines-0"] == {
        "amount": "",
        "price": "",
        "told": "",
    }


def test_a_price_may_be_typed_where_there_is_no_rate(client, swiss):
    _service, line = crown()
    new_order(client, line | {"unit_price": "110 CHF", "price_typed": "on"}, customer=swiss)
    made = Order.objects.get().lines.get()
    assert (made.unit_price, made.price_rule, made.foreign_currency) == (110, "typed", None)


def test_saving_what_stands_needs_no_rate_and_changes_no_price(client, swiss):
    make_exchange_rate("CHF", "1.0672")
    service, _line = crown()
    order = make_order(make_line(service), customer=swiss)
    make_exchange_rate("CHF", "1.2")
    edit(client, order, instructions="go on")
    line = order.lines.get()
    assert (line.unit_price, line.price_rule, line.foreign_price) == (Decimal("112.44"), "service", 120)
    assert form_of(client, order)["lines-0-unit_price"] == "112.44"


@pytest.mark.parametrize(
    ("currency", "price", "sentence"),
    [
        ("JPY", "12.5", "An amount in JPY has no decimals."),
        ("JPY", "1,250.00", None),
        ("KWD", "12.3456", "Use at most 3 digits after the point."),
        ("KWD", "12.345", "could be 12.3450 or 12345"),
        ("KWD", "12.3450", None),
        ("CHF", "12.345 CHF", None),
        ("CHF", "12 EUR", "This amount is in CHF, not in “EUR”."),
    ],
)
def test_a_typed_price_has_the_places_of_the_currency(client, currency, price, sentence):
    _service, line = crown()
    customer = make_counterparty(currency=currency)
    answer = new_order(client, line | {"unit_price": price, "price_typed": "on"}, customer=customer)
    assert answer.status_code == (422 if sentence else 302)
    assert (sentence or "") in answer.content.decode()


def test_the_list_of_services_names_a_currency_that_is_not_the_orders(client, swiss):
    crown()
    page = client.get(reverse("workflow:order_new") + f"?customer={swiss.pk}").content.decode()
    assert "120.00 EUR · " in page
    assert "120.00 EUR · " not in client.get(reverse("workflow:order_new")).content.decode()


def test_the_order_page_says_from_what_a_price_was_converted(client, swiss):
    make_exchange_rate("EUR", "0.95", base="CHF")
    service, _line = crown()
    order = make_order(make_line(service), customer=swiss)
    page = " ".join(client.get(f"/orders/{order.number}/").content.decode().split())
    assert "120.00 EUR × 0.95" in page
