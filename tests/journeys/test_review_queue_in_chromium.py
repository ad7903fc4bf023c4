"""A reviewer's queue of five: each is decided at once, and the line leads on to the next, until none waits."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from orders.models import Order
from orders.states import Status
from tests.axe import faults_in_both_themes
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order, make_technician
from verification.invariants import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_five_orders_are_decided_one_after_the_other(page, log_in):
    today = timezone.localdate()
    late_to_early = [
        make_order(
            make_line(performer=make_technician()), status=Status.REVIEW, due_on=today + timedelta(days)
        )
        for days in (9, 7, 5, 3, 1)
    ]
    log_in(make_employee("Viktor Novak", roles=["reviewer"]))

    page.goto("/orders/")
    expect(page.locator("main tbody .row-link")).to_have_text([one.number for one in late_to_early[::-1]])
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    for left in (4, 3, 2, 1, 0):
        order = late_to_early[left]
        expect(page.locator("h1")).to_contain_text(order.number)
        if left == 3:
            page.get_by_role("link", name="Return to production").first.click()
            page.locator("#dialog [name=reason]").fill("The margin is open at 24.")
            assert faults_in_both_themes(page) == [], "with a dialog open"
            page.keyboard.press("Control+Enter")
        else:
            page.get_by_role("link", name="Produce", exact=True).first.click()
            expect(page.locator("#dialog [type=submit]")).to_be_focused()
            page.keyboard.press("Enter")
        if left:
            page.get_by_role("link", name=f"Next in review ({left})").click()
    expect(page.locator(".state-produced").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Next in review"))).to_have_count(0)

    decided = [Order.objects.get(pk=one.pk).status for one in late_to_early]
    assert decided == [*[Status.PRODUCED] * 3, Status.PRODUCTION, Status.PRODUCED]
    assert violations() == {}


def test_nothing_that_opens_is_closed_to_readers(page, log_in):
    """Menus and pickers, in both themes; dialogs above."""
    order = make_order(make_line(performer=make_technician()), status=Status.PRODUCTION)
    log_in(make_employee("Mia Stone", roles=["administrator"]))
    page.goto(f"/orders/{order.number}/")
    page.get_by_role("button", name="Actions").click()
    assert faults_in_both_themes(page) == []
    page.goto("/orders/new/")
    page.get_by_role("combobox", name="Customer").press("ArrowDown")
    page.locator("[role=listbox] [role=option]").first.wait_for()
    assert faults_in_both_themes(page) == []
