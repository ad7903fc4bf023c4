"""A page that a browser prints is what it says, without the frame around it and without what is pressed."""

import pytest

from tests.factories.catalog import make_service
from tests.factories.orders import make_line, make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOWN = """(names) => names.filter((name) =>
  [...document.querySelectorAll(name)].some((one) => one.checkVisibility()))"""
FRAME = [".rail", ".topbar", ".bottom-bar", ".tabs", ".filter-bar", ".page-actions"]


def test_a_printed_page_is_without_its_frame(page, mia):
    page.goto("/billing/statements/")
    assert {".rail", ".topbar", ".tabs", ".filter-bar"} <= set(page.evaluate(SHOWN, FRAME))
    page.emulate_media(media="print")
    assert page.evaluate(SHOWN, FRAME) == []
    left = page.evaluate("document.querySelector('h1').getBoundingClientRect().left")
    assert left < 10


def test_a_printed_dialog_is_without_its_buttons(page, mia):
    order = make_order(make_line(make_service(price=80)), status="production")
    page.goto(f"/orders/{order.number}/payment-instructions/")
    assert page.evaluate(SHOWN, [".dialog-foot"]) == [".dialog-foot"]
    page.emulate_media(media="print")
    assert page.evaluate(SHOWN, [".dialog-foot", *FRAME]) == []
