"""The order form and the page of the order say which rule made a price; the customer chosen decides."""

from decimal import Decimal

import pytest
from django.urls import reverse

from orders.models import Order
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order
from tests.factories.price_lists import give_price_list, make_price_list, rule
from tests.workflow.order_form.typing import crown, edit, new_order, typed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def clinic():
    customer = make_counterparty(name="Chain clinic")
    give_price_list(customer, make_price_list(rule("percent_off", 10), name="Chain"))
    return customer


def prices(client, *lines, order=None, **fields):
    url = reverse("workflow:order_prices") + (f"?order={order.number}" if order else "")
    return client.post(url, typed(*lines, **fields)).json()


def test_while_one_types_the_price_is_that_of_the_customer_chosen(client, clinic):
    _service, line = crown()
    answer = prices(client, line, customer=clinic)
    assert answer["lines"]["lines-0"] == {
        "amount": "108.00",
        "price": "108.00",
        "told": "Chain: 10 % off · catalogue 120.00",
    }
    assert answer["total"] == "108.00"
    assert prices(client, line)["lines"]["lines-0"] == {"amount": "120.00", "price": "120.00", "told": ""}
    unsound = prices(client, line | {"teeth": "upper jaw"}, customer=clinic)["lines"]["lines-0"]
    assert unsound["told"] == "Chain: 10 % off · catalogue 120.00"
    assert prices(client, line, customer="")["lines"]["lines-0"]["price"] == "120.00"


def test_a_typed_price_says_what_the_list_and_the_catalogue_say(client, clinic):
    _service, line = crown()
    told = prices(client, line | {"unit_price": "99"}, customer=clinic)["lines"]["lines-0"]["told"]
    assert told == "typed by hand · Chain: 10 % off (108.00) · catalogue 120.00"
    assert prices(client, line | {"unit_price": "108"}, customer=clinic)["lines"]["lines-0"][
        "told"
    ].startswith("Chain")


def test_what_was_shown_is_what_is_saved_and_told_on_the_page(client, clinic):
    _service, line = crown()
    new_order(client, line, line | {"unit_price": "99"}, customer=clinic)
    order = Order.objects.get()
    assert [row.unit_price for row in order.lines.all()] == [108, 99]
    page = reverse("workflow:order_page", args=[order.number])
    shown = client.get(page).content.decode()
    for words in ("Chain: 10 % off", "typed by hand", "catalogue 120.00"):
        assert words in shown
    technician = client_of(make_employee(roles=["technician"])).get(page).content.decode()
    assert "Chain:" not in technician
    assert "120.00" not in technician


def test_lines_that_stand_keep_their_price_and_what_is_said_of_it(client, clinic):
    service, _line = crown()
    order = make_order(make_line(service), customer=clinic)
    service.price = Decimal(200)
    service.save()
    edit(client, order)
    line = order.lines.get()
    assert (line.unit_price, line.price_rule, line.catalog_price) == (108, "list", 120)
    shown = client.get(reverse("workflow:order_edit", args=[order.number])).content.decode()
    assert "Chain: 10 % off · catalogue 120.00" in shown


def test_a_price_taken_out_of_its_field_is_taken_anew(client, clinic):
    service, _line = crown()
    order = make_order(make_line(service, unit_price=Decimal(99)), customer=clinic)
    edit(client, order, **{"lines-0-unit_price": ""})
    line = order.lines.get()
    assert (line.unit_price, line.price_rule) == (108, "list")


def test_another_customer_in_the_form_leaves_the_prices_and_says_so(client, clinic):
    service, line = crown()
    order = make_order(make_line(service))
    assert (
        "Lines that stand keep their prices"
        in client.get(reverse("workflow:order_edit", args=[order.number])).content.decode()
    )
    added = {f"lines-1-{name}": said for name, said in line.items()} | {"lines-TOTAL_FORMS": 2}
    answer = edit(client, order, customer=clinic.pk, contact="", **added)
    assert "lines that stood on the order keep their prices" in client.get(answer.url).content.decode()
    assert [row.unit_price for row in order.lines.current()] == [120, 108]
