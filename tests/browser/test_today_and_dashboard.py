"""From the first page to the list behind a number, and through the charts of the dashboard to a table."""

import pytest
from playwright.sync_api import expect

from orders.models import Order
from orders.states import Status
from tests.axe import faults_in_both_themes
from tests.factories.orders import make_order
from tests.workflow.order_lists import due

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
WIDER = "document.documentElement.scrollWidth > innerWidth"


def test_a_number_opens_its_list_and_a_chart_its_table(page, mia):
    for _twice in range(2):
        Order.objects.filter(pk=make_order(status=Status.PENDING).pk).update(due_on=due(-2))
    make_order(status=Status.PRODUCED)
    page.goto("/")
    assert faults_in_both_themes(page) == []
    page.get_by_role("link", name="2 Late").click()
    expect(page.locator("main").get_by_role("status").first).to_have_text("2 orders")
    expect(page.locator(".filter-chip")).to_contain_text("Late")

    page.goto("/dashboard/?period=this_year")
    table = page.locator("#chart-turnaround").locator("xpath=ancestor::section").locator("details")
    table.locator("summary").click()
    expect(table.get_by_role("link", name="Download as CSV")).to_be_visible()
    assert faults_in_both_themes(page) == []
    page.set_viewport_size(PHONE)
    for address in ("/today/", "/dashboard/", "/orders/?standing=late"):
        page.goto(address)
        assert not page.evaluate(WIDER), address
