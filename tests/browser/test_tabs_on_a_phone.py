"""Tabs that do not fit on a phone stand so that the one where one is can be seen, and the page has not moved."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IN_SIGHT = """() => [...document.querySelectorAll(".tabs [aria-current]")].every((here) => {
  const { left, right } = here.getBoundingClientRect();
  return left >= 0 && right <= innerWidth;
})"""


@pytest.mark.parametrize("address", ["/billing/", "/billing/rates/", "/billing/to-process/?only=unpriced"])
def test_the_tab_where_one_is_can_be_seen(page, mia, address):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    assert page.locator(".tabs [aria-current]").count() >= 1
    assert page.evaluate(IN_SIGHT)
    assert page.evaluate("scrollY") == 0


def test_tabs_have_a_line_of_their_own_beside_tabs_of_other_pages(page, mia):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/documents/")
    tabs = page.locator(".tabs-row > .tabs").first
    assert tabs.evaluate("tabs => tabs.scrollWidth <= tabs.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
