"""What a dialog about money shows while one types: figures of prices, and what another customer has open."""

from decimal import Decimal

import pytest

from tests.factories.bank import Came, make_import
from tests.factories.billing import make_charged_order
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import cause, make_line, make_order
from workflow.drawing_up.rush_order import rush_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def order(page, log_in):
    order = make_order(make_line(make_service(price=Decimal(200))))
    log_in(make_employee(roles=["manager"]))
    return order


def sum_of(page, text):
    """The last figure, once it says that."""
    page.locator("#figures dd.total", has_text=text).wait_for()
    return page.locator("#figures").inner_text()


def test_a_discount_shows_its_price_while_one_types_and_a_dash_where_it_is_wrong(page, order):
    rush_order(order.pk, cause(), percent=Decimal(50))
    page.goto(f"/orders/{order.number}/do/discount/")
    page.wait_for_load_state()
    page.get_by_label("Percent off").fill("10")
    assert "−20.00" in sum_of(page, "270.00")
    page.get_by_label("Percent off").fill("101")
    assert "270.00" not in sum_of(page, "–")
    page.get_by_label("Percent off").fill("")
    page.get_by_label("Or an amount off").fill("50")
    assert "−50.00" in sum_of(page, "225.00")


def test_an_adjustment_shows_the_difference_that_will_be_booked(page, order):
    page.goto(f"/orders/{order.number}/do/adjust-price/")
    page.wait_for_load_state()
    page.get_by_label("The order shall cost").fill("180")
    assert "This adjustment" in sum_of(page, "180.00")
    page.get_by_label("The order shall cost").fill("")
    page.locator("#figures dt.total", has_text="Price now").wait_for()
    assert "This adjustment" not in sum_of(page, "200.00")


@pytest.fixture
def _drawn_anew(page, problems):
    """The form that is drawn anew is answered 422, which the browser writes to its console."""
    yield
    problems[:] = [said for said in problems if "status of 422" not in said]


@pytest.mark.usefixtures("_drawn_anew")
def test_another_customer_shows_at_once_what_is_open_of_that_one(page, log_in):
    mill, pond = make_counterparty(name="Mill"), make_counterparty(name="Pond")
    theirs = make_charged_order("40.00", customer=pond)
    other = make_charged_order("30.00", customer=mill)
    line = make_import(Came("40.00", purpose="thank you", name="Nobody")).lines.get()
    log_in(make_employee(roles=["accountant"]))
    page.goto(f"/billing/bank/lines/{line.pk}/take/")
    page.wait_for_load_state()
    for name, shown, gone in (("Mill", other, theirs), ("Pond", theirs, other)):
        page.locator("[name=customer], #id_customer").first.wait_for(state="attached")
        page.get_by_role("combobox", name="Customer").fill(name)
        page.locator(".picker-row", has_text=name).first.click()
        page.locator(".bank-parts", has_text=str(shown.number)).wait_for()
        assert gone.number not in page.locator(".bank-parts").inner_text()
