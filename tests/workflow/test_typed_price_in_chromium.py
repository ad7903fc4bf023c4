"""A price that a person types is kept, whatever it was typed for and however it is written."""

from decimal import Decimal

import pytest

from orders.models import Order
from tests.factories.catalog import make_service
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_former_price_typed_again_for_another_service_stands(page, log_in):
    order = make_order(make_line(unit_price=Decimal(16)))
    make_service(code="DC-7", name="Bridge", price=Decimal(22))
    log_in(make_employee(roles=["manager"]))
    page.goto(f"/orders/{order.number}/edit/")
    page.wait_for_load_state()
    page.locator("#id_lines-0-service").fill("Bridge")
    page.locator(".picker-row", has_text="Bridge").click()
    price = page.locator("[name=lines-0-unit_price]")
    assert price.input_value() == ""
    price.fill("€ 16,00")
    page.locator("[data-total]", has_text="16.00").wait_for()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/orders/{order.number}/")
    line = Order.objects.get().lines.current().get()
    assert (line.name, line.unit_price, line.price_rule) == ("Bridge", Decimal(16), "typed")
