"""The list of orders under a fast hand: what stands on the office screen, and what the keys do."""

import pytest

from tests.axe import faults
from tests.browser.going_back import go_back
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order
from tests.workflow.order_lists import due

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]

SEEN = """[...document.querySelectorAll("main tbody tr")]
    .filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length"""
HEAD_STAYS = """scrollY > 200 && Math.abs(document.querySelector("main thead th").getBoundingClientRect().top
    - document.querySelector(".topbar").getBoundingClientRect().bottom) <= 1"""


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent")


def test_fifteen_rows_stand_on_the_office_screen_and_the_keys_lead_through_them(page, log_in):
    numbers = [make_order(make_line(), make_line(), due_on=due(place)).number for place in range(1, 31)]
    log_in(make_employee())
    page.set_viewport_size({"width": 1366, "height": 768})
    page.emulate_media(reduced_motion="reduce")  # so that what is led to stands there at once
    page.goto("/orders/")
    assert page.evaluate(SEEN) >= 15

    customer = page.locator("tbody tr").first.locator(".row-customer")
    box = customer.bounding_box()
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    assert page.locator(".row-link").first.get_attribute("title") == customer.get_attribute("title") != ""

    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert focused(page) == numbers[place]
    page.keyboard.press("x")
    assert page.locator("input[name=entry]:checked").count() == 1
    page.locator(".row-link").last.focus()
    assert page.evaluate(HEAD_STAYS)
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/orders/{numbers[-2]}/")

    go_back(page)
    page.keyboard.press("/")
    page.keyboard.type(str(int(numbers[4].split("-")[1])), delay=30)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/orders/{numbers[4]}/")

    for width, scheme in ((1366, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 768})
        page.emulate_media(color_scheme=scheme)
        page.goto("/orders/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(page) == []


@pytest.mark.usefixtures("_refusals_expected")
def test_a_list_is_sorted_in_place_and_its_columns_are_chosen_by_keys(page, log_in):
    for place in (1, 2):
        make_order(due_on=due(place))
    log_in(make_employee())
    page.goto("/orders/")
    page.evaluate("window.stays = true")
    page.locator("th.order-number a").click()
    page.wait_for_url("**sort=-number**")
    assert page.locator("[aria-sort=descending]").count() == 1
    assert page.evaluate("window.stays")

    menu = page.locator(".list-menu > summary")
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.locator(".list-menu[open]").count() == 0
    assert focused(page).strip() == "View"
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Choose columns").press("Enter")
    page.locator("#dialog[open]").wait_for()
    page.get_by_label("Ordered by", exact=True).press("Space")
    page.get_by_role("button", name="Ordered by: up").press("Enter")
    page.locator(".column-row:has-text('Ordered by') + .column-row:has-text('Payment')").wait_for()
    assert page.get_by_label("Ordered by", exact=True).is_checked()
    page.get_by_role("button", name="Show these columns").press("Enter")
    page.get_by_role("columnheader", name="Ordered by").wait_for()
    assert faults(page) == []
