"""A payout from the ticks to the finished sheet, and the person paid who asks about a line and reads the answer."""

from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from payroll.models import PayQuestion, PaySheet
from tests.factories.lab import make_employee
from tests.factories.payroll import make_accrual, make_rate
from verification.payouts import closed_months_take_nothing, sheets_and_balances_add_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def nadia():
    make_rate()
    nadia = make_employee("Nadia", roles=["technician"])
    for net in (100, 50, 30):
        make_accrual(nadia, net=Decimal(net), on=timezone.localdate())
    return nadia


def test_ticked_lines_become_a_finished_pay_sheet(page, log_in, nadia):
    log_in(make_employee("Anna", roles=["accountant"]))
    page.goto("/payroll/payouts/")
    page.get_by_role("link", name="Nadia").click()
    page.locator("[data-ticks-all]").first.check()
    expect(page.locator("[data-ticks-sum]")).to_have_text("1 ticked, 10.00 EUR")
    page.locator("input[name=entry]").nth(1).check()
    expect(page.locator("[data-ticks-sum]")).to_have_text("2 ticked, 15.00 EUR")
    page.locator("[data-ticks-all]").first.uncheck()
    page.locator("[data-ticks-all]").first.check()
    page.get_by_role("button", name="Pay sheet of what is ticked").click()
    expect(page.get_by_text("The pay sheet is drawn up.")).to_be_visible()
    page.get_by_role("link", name="Finish").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Nadia is paid 15.00 EUR.")).to_be_visible()
    dialog.get_by_role("button", name="Finish the sheet").click()
    expect(page.locator("main h1")).to_contain_text("Pay sheet S-")
    expect(page.get_by_role("link", name="Print")).to_be_visible()
    assert PaySheet.objects.get().total == Decimal(15)
    page.goto("/payroll/payouts/")
    expect(page.get_by_role("row", name="Nadia")).to_contain_text("3.00 EUR")
    assert sheets_and_balances_add_up().wrong == closed_months_take_nothing().wrong == []


def test_a_line_is_questioned_from_a_phone_and_answered(page, log_in, nadia, problems):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(nadia)
    page.goto("/payroll/mine/")
    page.get_by_role("link", name="Question this line").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Ask").click()
    expect(dialog.get_by_text("Write what you want to know.").first).to_be_visible()
    assert ["422" in one for one in problems] == [True]
    problems.clear()
    dialog.get_by_label("Your question").fill("Was this not two units?")
    dialog.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("waiting for the answer")).to_be_visible()
    expect(page.get_by_role("link", name="Question this line")).to_have_count(2)

    log_in(make_employee("Anna", roles=["accountant"]))
    page.goto("/payroll/questions/")
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_role("dialog").get_by_label("Answer").fill("Yes, the second one follows.")
    page.get_by_role("button", name="Answer and close").click()
    expect(page.get_by_text("Nobody has an open question")).to_be_visible()
    assert not PayQuestion.objects.open().exists()

    log_in(nadia)
    page.goto("/me/earnings/")
    expect(page.get_by_text("Yes, the second one follows.")).to_be_visible()
