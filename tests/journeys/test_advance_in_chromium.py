"""From a transfer without an order to a paid order, as the accountant goes: two dialogs and no page looked up."""

from decimal import Decimal

import pytest

from billing.standing import debt_of, free_advance
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order, make_technician

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_transfer_becomes_an_advance_and_the_page_offers_it_to_the_open_order(page, log_in):
    mill = make_counterparty(name="Mill Pond")
    line = make_line(make_service(price=Decimal("97.00")), performer=make_technician())
    order = make_order(line, customer=mill, status=Status.REALIZED)
    log_in(make_employee(roles=["accountant"]))
    page.goto(f"/billing/customers/{mill.pk}/")
    page.click("text=Record payment")
    page.fill("dialog[open] [name=amount]", "120")
    page.click("dialog[open] [type=submit]")
    page.wait_for_url(f"**/customers/{mill.pk}/")
    assert "120.00 EUR is an advance of Mill Pond now" in page.inner_text(".line")

    page.click("text=Use advance")
    assert page.input_value("dialog[open] [name=amount]") == "97.00"
    assert page.input_value("dialog[open] [name=method]") == "advance"
    page.click("dialog[open] [type=submit]")
    page.wait_for_url(f"**/orders/{order.number}/")
    assert f"97.00 EUR paid on order {order.number}; nothing is open any more." in page.inner_text(".line")
    assert (debt_of(order), free_advance(mill, "EUR")) == (0, 23)
