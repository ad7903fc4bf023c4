"""Money over open charges, as the accountant goes: typed once, seen filled, changed by hand, and confirmed."""

from decimal import Decimal

import pytest

from billing.models import Payment
from billing.standing import debt_of, free_advance
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order, make_technician

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mill():
    return make_counterparty(name="Mill Pond")


@pytest.fixture
def owed(mill):
    lines = [
        make_line(make_service(price=Decimal(price)), performer=make_technician())
        for price in ("97.00", "40.00", "60.00")
    ]
    return [make_order(line, customer=mill, status=Status.REALIZED) for line in lines]


def pays(page, orders):
    return [page.input_value(f"dialog[open] [name=pays_{order.pk}]") for order in orders]


def rest(page) -> str:
    return page.inner_text("dialog[open] [data-parts-rest]")


def test_the_rows_fill_while_the_amount_is_typed_and_the_rest_is_named(page, log_in, mill, owed):
    log_in(make_employee(roles=["accountant"]))
    page.goto(f"/billing/customers/{mill.pk}/")
    page.click("text=Record payment")
    amount = "dialog[open] [name=amount]"
    page.fill(amount, "120")
    assert pays(page, owed) == ["97.00", "23.00", ""]
    assert rest(page) == "All of it goes to charges"
    page.fill(amount, "1,220.00")
    assert (pays(page, owed), rest(page)) == (["97.00", "40.00", "60.00"], "1,023.00 EUR stays as advance")
    page.fill(amount, "220")
    page.uncheck(f"dialog[open] [name=tick_{owed[1].pk}]")
    assert (pays(page, owed), rest(page)) == (["97.00", "", "60.00"], "63.00 EUR stays as advance")
    page.fill(f"dialog[open] [name=pays_{owed[0].pk}]", "50")
    assert (pays(page, owed), rest(page)) == (["50", "", "60.00"], "110.00 EUR stays as advance")
    page.fill(f"dialog[open] [name=pays_{owed[2].pk}]", "300")
    assert rest(page) == "130.00 EUR more is given out than was paid"
    page.fill(f"dialog[open] [name=pays_{owed[2].pk}]", "60")
    page.press(amount, "Control+Enter")
    page.wait_for_url(f"**/billing/customers/{mill.pk}/")
    said = page.inner_text(".line")
    assert (
        f"110.00 EUR paid on 2 orders: {owed[0].number} 50.00, 47.00 still open, {owed[2].number} 60.00."
        in said
    )
    assert "110.00 EUR stays as an advance of Mill Pond." in said
    page.click("text=See the entries")
    page.wait_for_url(f"**/billing/payments/{Payment.objects.get().number}/")
    assert ([debt_of(order) for order in owed], free_advance(mill, "EUR")) == ([47, 40, 0], 110)


def test_ticks_alone_make_the_amount(page, log_in, mill, owed):
    log_in(make_employee(roles=["accountant"]))
    page.goto(f"/customers/{mill.pk}/payment/")
    page.check(f"[name=tick_{owed[0].pk}]")
    page.check(f"[name=tick_{owed[2].pk}]")
    assert page.input_value("[name=amount]") == "157.00"
    page.uncheck(f"[name=tick_{owed[0].pk}]")
    assert page.input_value("[name=amount]") == "60.00"
    page.click(".dialog-foot [type=submit]")
    page.wait_for_url(f"**/customers/{mill.pk}/")
    assert [debt_of(order) for order in owed] == [97, 40, 0]


def test_whose_payment_it_is_brings_the_charges_and_keeps_what_was_typed(page, log_in, mill, owed):
    log_in(make_employee(roles=["accountant"]))
    page.goto("/payments/new/")
    page.fill("[name=amount]", "100")
    page.fill("[name=reference]", "slip 4")
    page.click("main input[role=combobox]")
    page.keyboard.type("Mill")
    page.click("[role=option]:has-text('Mill Pond')")
    page.wait_for_selector(f"[name=pays_{owed[0].pk}]")
    assert [page.input_value(f"[name=pays_{order.pk}]") for order in owed] == ["97.00", "3.00", ""]
    assert page.input_value("[name=reference]") == "slip 4"
    page.click(".dialog-foot [type=submit]")
    page.wait_for_url(f"**/customers/{mill.pk}/")
    assert [debt_of(order) for order in owed] == [0, 37, 60]


def test_a_transfer_becomes_an_advance_and_the_page_offers_it_to_the_open_order(page, log_in, mill, owed):
    log_in(make_employee(roles=["accountant"]))
    page.goto(f"/customers/{mill.pk}/")
    page.click("text=Record payment")
    page.fill("dialog[open] [name=amount]", "120")
    for order in owed:
        if page.is_checked(f"dialog[open] [name=tick_{order.pk}]"):
            page.uncheck(f"dialog[open] [name=tick_{order.pk}]")
    for order in owed:
        if page.is_checked(f"dialog[open] [name=tick_{order.pk}]"):
            page.uncheck(f"dialog[open] [name=tick_{order.pk}]")
    page.click("dialog[open] [type=submit]")
    page.wait_for_selector(".line >> text=is an advance of Mill Pond now")
    page.click("text=Use advance >> nth=0")
    assert page.input_value("dialog[open] [name=amount]") == "97.00"
    assert page.input_value("dialog[open] [name=method]") == "advance"
    page.click("dialog[open] [type=submit]")
    page.wait_for_url(f"**/orders/{owed[0].number}/")
    assert f"97.00 EUR paid on order {owed[0].number}; nothing is open any more." in page.inner_text(".line")
    assert (debt_of(owed[0]), free_advance(mill, "EUR")) == (0, 23)
