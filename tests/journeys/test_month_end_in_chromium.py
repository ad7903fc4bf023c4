"""The end of the month, as the accountant goes: ticked by keys, realized under one paper, sent, stated."""

from decimal import Decimal

import pytest

from billing.models import ClosingDocument, Sending
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order, make_technician

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_orders_are_ticked_realized_under_one_paper_and_the_paper_is_marked_as_sent(page, log_in):
    mill = make_counterparty(name="Mill Pond")
    line = make_line(make_service(price=Decimal("97.00")), performer=make_technician())
    orders = [make_order(line, customer=mill, status=Status.PRODUCED) for _ in range(3)]
    log_in(make_employee(roles=["accountant"]))

    page.goto("/orders/")
    page.click(".tabs >> text=Produced")  # the rows are drawn anew, and their boxes work
    page.wait_for_url("**status=produced**")
    page.check("thead [data-ticks-all]")
    assert page.inner_text("[data-ticks-sum]") == "3 ticked, 291.00 EUR"
    page.uncheck(f"[name=entry][value^='{orders[0].pk}:']")
    assert page.inner_text("[data-ticks-sum]") == "2 ticked, 194.00 EUR"
    assert page.evaluate("document.querySelector('thead [data-ticks-all]').indeterminate")
    page.keyboard.press("r")
    page.wait_for_url("**/billing/realize/**")
    assert "what is ticked comes under one closing document" in page.inner_text("main")
    page.uncheck(f"#entry-{orders[1].pk}")
    assert page.inner_text("[data-ticks-group]") == "97.00 EUR"
    page.check(f"#entry-{orders[1].pk}")
    assert page.inner_text("[data-ticks-group]") == "194.00 EUR"
    page.click("text=Realize ticked orders")
    page.wait_for_url("**/billing/realized/**")
    assert "2 orders are realized." in page.inner_text(".line")
    document = ClosingDocument.objects.get()
    assert document.total == 194
    assert Order.objects.get(pk=orders[0].pk).status == Status.PRODUCED

    page.goto("/billing/to-process/")
    page.click("text=Mark as sent")
    page.check("dialog[open] [value=post]")
    page.click("dialog[open] [type=submit]")
    page.wait_for_selector(".line")
    assert "1 document is marked as sent." in page.inner_text(".line")
    assert (Sending.objects.get().document, Sending.objects.get().how) == (document, "post")
    page.click("section:has-text('Unpaid, not due yet') >> text=Statement")
    page.wait_for_url(f"**/billing/statements/{mill.pk}/")
    assert "194.00" in page.inner_text("main")
