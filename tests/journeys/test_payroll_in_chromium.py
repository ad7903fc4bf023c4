"""The pay of an order, from the pre-calculation to the lock, as the accountant goes, on a desk and on a phone."""

from decimal import Decimal

import pytest

from orders.states import Status
from payroll.models import PayrollEntry
from payroll.planned import is_final
from tests.factories.catalog import make_service
from tests.factories.lab import make_employee
from tests.factories.orders import bring_to, make_line, make_order, make_technician
from tests.factories.payroll import make_rate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1440, 390])
def test_sums_are_set_by_hand_booked_and_finalized(page, log_in, problems, width):
    page.set_viewport_size({"width": width, "height": 900})
    make_rate(percent=Decimal(25))
    helper = make_technician(name="Helper")
    crown = make_service(name="Crown", price=Decimal(100))
    order = make_order(make_line(crown, performer=make_technician(name="Anna")))
    log_in(make_employee("Marion", roles=["accountant"]))
    work_summary = f"/orders/{order.number}/do/payroll/"

    page.goto(f"/orders/{order.number}/")
    page.locator("#panel-later").get_by_role("link", name="Pay", exact=True).click()
    page.wait_for_url(f"**{work_summary}")
    assert "25.00" in page.inner_text(".payroll-tasks")

    page.click("text=Set a sum")
    page.fill("dialog[open] [name=amount]", "31,50")
    page.click("dialog[open] [type=submit]")
    page.wait_for_selector("dialog[open] .invalid-feedback")
    assert "Say in the comment why" in page.inner_text("dialog[open]")
    assert ["422" in said for said in problems] == [True]
    problems.clear()
    page.fill("dialog[open] [name=comment]", "a difficult shade")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=a difficult shade")

    page.click("text=Add an employee")
    page.select_option("dialog[open] [name=employee]", str(helper.pk))
    page.fill("dialog[open] [name=amount]", "80")
    page.fill("dialog[open] [name=comment]", "poured a model")
    page.click("dialog[open] [type=submit]")
    page.wait_for_selector("text=The work pays 11.50 EUR more than the order costs.")
    assert page.evaluate("document.documentElement.scrollWidth") == width

    bring_to(order, Status.PRODUCED)
    booked = PayrollEntry.objects.filter(order=order).values_list("employee__name", "amount")
    assert set(booked) == {("Anna", Decimal("31.50")), ("Helper", Decimal(80))}
    page.goto(work_summary)
    page.click("text=Finalize")
    page.click("dialog[open] [type=submit]")
    page.wait_for_selector("text=Finalized by Marion")
    assert is_final(order)
    assert not page.is_visible("text=Set a sum")
