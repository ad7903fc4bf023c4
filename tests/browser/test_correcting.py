"""What was wrong with a field stops being said once it is corrected, in the summary too."""

import pytest
from playwright.sync_api import expect

from tests.factories.catalog import make_service
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_refusals_expected"),
]


@pytest.fixture
def manager(log_in):
    log_in(make_employee())


def is_red(page, place: str) -> bool:
    """Whether a field is marked, told to be wrong, or has a sentence below it."""
    field = page.locator(f"[id='{place}']")
    marked = "is-invalid" in (field.get_attribute("class") or "")
    told = field.get_attribute("aria-invalid") == "true"
    said = page.locator(f"[id='{place}_error']").count() > 0
    assert marked == told == said
    return marked


def test_each_field_is_cleared_as_it_is_corrected_and_no_other(page, manager):
    page.goto("/customers/new/")
    page.locator("form[novalidate], form").last.evaluate("form => { form.noValidate = true; }")
    page.locator("#id_email").fill("nobody at all")
    page.get_by_role("button", name="Add customer").click()
    summary = page.locator("[data-error-summary]")
    summary.wait_for()
    assert [is_red(page, one) for one in ("id_name", "id_email", "id_phone")] == [True, True, False]
    page.locator("#id_name").press_sequentially("N")
    assert [is_red(page, one) for one in ("id_name", "id_email")] == [False, True]
    assert page.locator("#id_name").get_attribute("aria-describedby") is None
    page.locator("#id_email").fill("a@b.example")
    assert not is_red(page, "id_email")
    expect(summary.locator("li")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(summary).to_have_count(0)


def test_a_price_and_a_day_of_the_order_form_are_cleared_too(page, manager):
    order = make_order(make_line(make_service()))
    page.goto(f"/orders/{order.number}/edit/")
    page.get_by_label("Price").fill("much")
    page.locator("#id_due_on").fill("soon")
    page.get_by_role("button", name="Save order").click()
    page.locator("[data-error-summary]").wait_for()
    price = page.get_by_label("Price").get_attribute("id")
    assert [is_red(page, one) for one in (price, "id_due_on")] == [True, True]
    page.get_by_label("Price").fill("12")
    page.locator("#id_due_on").fill("2030-01-02")
    assert [is_red(page, one) for one in (price, "id_due_on")] == [False, False]
    page.keyboard.press("Tab")
    expect(page.locator("[data-error-summary]")).to_have_count(0)
