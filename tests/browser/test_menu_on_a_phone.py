"""The menu of an order on a phone: what is not possible says why, and all of it can be read."""

import pytest

from orders.states import Status
from tests.factories.orders import make_line, make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CUT = """() => [...document.querySelectorAll(".dropdown-menu.show .reason:not(.visually-hidden)")]
  .filter((reason) => {
    const { left, right } = reason.getBoundingClientRect();
    return left < 0 || right > innerWidth || reason.scrollWidth > reason.clientWidth;
  }).map((reason) => reason.textContent.trim())"""


def test_every_reason_is_read_to_its_end(page, mia):
    order = make_order(make_line(), status=Status.DRAFTING)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/orders/{order.number}/")
    page.get_by_role("button", name="Actions").click()
    page.locator(".dropdown-menu.show summary").click()
    reasons = page.locator(".dropdown-menu.show .reason:not(.visually-hidden)")
    reasons.first.wait_for()
    assert reasons.count() > 2
    assert page.locator(".dropdown-menu.show").evaluate(
        "menu => menu.getBoundingClientRect().height <= innerHeight"
    )
    assert page.evaluate(CUT) == []
