"""Many orders by keyboard: ticked, an action chosen and filled in, what became of each; a long one seen to its end."""

import re

import pytest
from playwright.sync_api import expect

from orders.models import Comment, Order
from orders.states import Status
from tests.browser.fitting import fits
from tests.factories.background import work_off
from tests.factories.lab import make_employee
from tests.factories.orders import make_order
from tests.workflow.order_lists import due
from workflow.together import carry_on as carrying

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("_refusals_expected")
def test_three_orders_are_held_by_keys_and_the_refused_one_says_why(page, log_in):
    states = (Status.PRODUCTION, Status.DRAFTING, Status.PRODUCTION)
    orders = [make_order(status=status, due_on=due(place)) for place, status in enumerate(states, 1)]
    log_in(make_employee())
    page.emulate_media(reduced_motion="reduce")
    page.goto("/orders/?status=open")
    for _row in orders:
        page.keyboard.press("j")
        page.keyboard.press("x")
    assert page.locator("input[name=entry]:checked").count() == 3
    page.keyboard.press("t")
    page.wait_for_url("**/orders/together/?**")
    main = page.locator("main")
    assert main.locator("h1").inner_text().strip() == "3 orders together"
    assert fits(page)

    main.get_by_role("link", name="Put on hold").press("Enter")
    expect(main.get_by_label("Reason")).to_be_focused()  # so what is typed at once is no shortcut
    main.get_by_label("Reason").fill("the model is not here")
    main.get_by_role("button", name="Put on hold: 2 of 3 orders").press("Enter")  # no day yet
    main.get_by_role("alert").wait_for()
    assert main.get_by_label("Reason").input_value() == "the model is not here"
    main.get_by_label("Expected on").fill("+3")
    assert fits(page)
    main.get_by_label("Expected on").press("Enter")
    page.wait_for_url(re.compile(r"/orders/together/\d+/"))
    main.get_by_text("2 done", exact=True).wait_for()
    main.get_by_text("This is not possible while the order is in the state “Drafting”.").wait_for()
    assert [Order.objects.get(pk=order.pk).status for order in orders] == ["pending", "drafting", "pending"]
    assert fits(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/orders/{orders[1].number}/")


def test_a_long_one_shows_how_far_it_is_and_comes_to_its_end_by_itself(page, log_in, monkeypatch):
    monkeypatch.setattr(carrying, "WHILE_ONE_WAITS", 1)
    for _order in range(3):
        make_order()
    log_in(make_employee())
    page.goto("/orders/?status=open")
    main = page.locator("main")
    main.get_by_role("link", name="More with all").click()
    main.get_by_role("link", name="Comment").click()
    main.get_by_role("textbox").fill("Good")
    main.get_by_role("button", name="Comment: 3 orders").click()
    main.get_by_role("progressbar").wait_for()
    assert fits(page)
    main.get_by_role("button", name="Stop").click()
    main.get_by_role("button", name="Go on").wait_for()
    assert fits(page)
    main.get_by_role("button", name="Go on").click()
    main.get_by_role("progressbar").wait_for()
    work_off()
    main.get_by_text("3 done", exact=True).wait_for()
    assert Comment.objects.count() == 3
    page.goto("/orders/together/done/")
    assert fits(page)
