"""A page that is a form begins in its first field: all pages are asked for, those that begin are opened.

By day one in four of them and those named here, at night each.
"""

import pytest
from playwright.sync_api import expect

from tests.access.forms_on_pages import forms_of
from tests.access.world import build_world
from tests.browser.test_every_picker import addresses
from tests.sizes import NIGHTLY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEGINS = (" data-begins", 'class="dialog-on-page')

# A tick below what will be booked is no beginning.
FIRST = """() => [...document.querySelectorAll("main :is(form[data-begins], .dialog-on-page form) *")]
  .filter((one) => one.matches("input, select, textarea"))
  .filter((one) => one.type !== "checkbox" || !document.querySelector(".dialog-on-page :is(.preview, .preview-first)"))
  .find((field) => field.getClientRects().length && field.type !== "hidden" && !field.disabled)?.id"""


NAMED = {"workflow:order_new", "customers:customer_new", "lab:invite", "workflow:payment_new"}
ONE_IN = 1 if NIGHTLY else 4
OTHERWISE = {"workflow:bench", "workflow:order_page", "lab:person"}
"""The bench keeps the focus by itself; the pages of an order and of a person are read first."""


def is_one_form(said) -> bool:
    """Whether the page is there to fill in its only form with texts."""
    if said.status_code != 200 or said.streaming or "html" not in said["Content-Type"]:
        return False
    return [bool(form.texts) for form in forms_of(said)].count(True) == 1


@pytest.fixture
def world(transactional_db):
    return build_world()


def test_each_form_begins_in_its_first_field(world, page, log_in):
    client = world.clients["administrator"]
    log_in(world.people["administrator"])
    wrong, begins, tried, idle = [], 0, set(), set()
    for name, url in addresses(world):
        said = client.get(url)
        if (
            said.status_code != 200
            or said.streaming
            or not any(sign in said.content.decode(errors="ignore") for sign in BEGINS)
        ):
            idle |= {name} if is_one_form(said) else set()
            continue
        begins += 1
        if begins % ONE_IN and name not in NAMED:
            continue
        page.goto(url)
        first, held = page.evaluate(FIRST), page.evaluate("document.activeElement.id")
        tried.add(name)
        wrong += [f"{name}: {held or 'nothing'} instead of {first}"] if first and held != first else []
    assert wrong == []
    assert idle == OTHERWISE
    assert tried >= NAMED


def test_where_something_is_to_be_read_first_no_field_takes_the_focus(page, log_in, world, problems):
    log_in(world.people["administrator"])
    page.goto("/customers/new/")
    page.locator("main form[data-begins] [type=submit]").last.click()
    expect(page.locator("main [data-error-summary]")).to_be_focused()
    assert [said for said in problems if "422" not in said] == []
    problems.clear()


def test_a_phone_keeps_its_keyboard_down(chromium, live_server, world, log_in, page):
    log_in(world.people["administrator"])
    phone = chromium.new_context(
        base_url=live_server.url, has_touch=True, is_mobile=True, storage_state=page.context.storage_state()
    )
    thumb = phone.new_page()
    thumb.goto("/orders/new/")
    assert thumb.evaluate("document.activeElement === document.body")
    phone.close()
