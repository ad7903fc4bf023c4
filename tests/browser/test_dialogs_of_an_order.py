"""Every dialog of the order's page by keys alone: where the focus is, Escape, Enter, Enter twice, Back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from orders.models import OrderEvent
from orders.states import Status
from tests.browser.going_back import go_back
from tests.factories.orders import cause as by_chief
from tests.factories.orders import finish_tasks, make_line, make_order, make_technician
from workflow.actions import ACTIONS
from workflow.drawing_up.update_due_date import update_due_date

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONFIRMED = {
    "produce": Status.REVIEW,
    "realize": Status.PRODUCED,
    "copy": Status.DRAFTING,
    "take-down": Status.PENDING,
    "restore": Status.CANCELLED,
}
"""Dialogs that only ask for a confirmation, each in a state in which it can be given."""

FOCUSED = """() => {
  const at = document.activeElement;
  const field = at.closest(".dialog-body") && at.matches("input, select, textarea");
  const verb = at.closest(".dialog-foot") && at.matches("[type=submit]");
  return at.closest("#dialog") && (field ? "field" : verb ? "verb" : at.outerHTML.slice(0, 120));
}"""


def dialogs_on(page) -> list[str]:
    """Addresses of all dialogs that the page opens, each once."""
    found = page.eval_on_selector_all(
        "main a[data-dialog]", "all => all.map((one) => one.getAttribute('href'))"
    )
    return list(dict.fromkeys(found))


def open_dialog(page, address: str):
    """As its link does, wherever it stands."""
    page.evaluate(
        "address => document.querySelector(`main a[data-dialog][href='${address}']`).click()", address
    )
    page.locator("#dialog[open] .dialog-frame").wait_for()


def each_state() -> Iterator:
    for status in Status.values:
        yield make_order(make_line(performer=make_technician()), status=status)


def test_every_dialog_begins_in_its_field_or_on_its_verb_and_leaves_by_escape(page, mia):
    seen, wrong = set(), []
    for order in each_state():
        page.goto(f"/orders/{order.number}/")
        stood = OrderEvent.objects.count()
        for address in dialogs_on(page):
            open_dialog(page, address)
            place = page.evaluate(FOCUSED)
            if place not in ("field", "verb") and page.locator("#dialog form [type=submit]").count():
                wrong.append((address, place))
            page.keyboard.press("Escape")
            page.locator("#dialog").wait_for(state="hidden")
            seen.add(address.strip("/").rpartition("/")[2].partition("?")[0])
        assert OrderEvent.objects.count() == stood
    assert wrong == []
    assert {verb for verb, action in ACTIONS.items() if not action.at_once} - seen <= {"comment", "plan-work"}


def test_enter_twice_confirms_once_and_back_is_harmless(page, mia):
    page.goto("/orders/")
    for verb, status in CONFIRMED.items():
        order = make_order(make_line(performer=make_technician()), status=status)
        page.goto(f"/orders/{order.number}/")
        before = done_to(order)
        open_dialog(page, f"/orders/{order.number}/do/{verb}/")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.locator("#lines .line-success").wait_for()
        go_back(page)
        assert done_to(order) == before + 1, verb


def done_to(order) -> int:
    """Steps that it took, and copies of it."""
    return order.events.exclude(to_status="").count() + order.copies.count()


def test_steps_act_at_once_once_and_are_taken_back_where_one_is(page, mia):
    """Enter twice on the button: one step, and the next one is not pressed; the line takes it back."""
    order = make_order(make_line(performer=make_technician()))
    page.goto(f"/orders/{order.number}/")
    for state, button in (
        ("Pending", "Submit"),
        ("Production", "Start production"),
        ("Review", "Send to review"),
    ):
        if button == "Send to review":
            finish_tasks(order, by_chief())
            page.reload()
        page.locator(".order-actions").get_by_role("button", name=button).focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator(".order-title .state")).to_have_text(state)
        line = page.locator("#lines .line-success")
        expect(line.get_by_role("button", name="Take it back")).to_be_visible()
        assert page.evaluate("document.activeElement.id") == "main"
    line.get_by_role("button", name="Take it back").click()
    expect(page.locator(".order-title .state")).to_have_text("Production")
    expect(line).to_contain_text("Taken back")
    go_back(page)
    verbs = list(order.events.exclude(to_status="").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["create", "submit", "start", "send_to_review", "take_back"]


@pytest.mark.usefixtures("_refusals_expected")
def test_what_speaks_against_a_press_is_said_in_place(page, mia):
    """Somebody changed the order meanwhile: the button asks after all, and what it asks is confirmed by Enter."""
    order = make_order(make_line(performer=make_technician()))
    page.goto(f"/orders/{order.number}/")
    update_due_date(order.pk, by_chief(), due_on=order.due_on + timedelta(days=7))
    page.locator(".order-actions").get_by_role("button", name="Submit").click()
    dialog = page.locator("#dialog[open]")
    expect(dialog).to_contain_text("The order has changed since you opened it")
    expect(dialog).to_contain_text("Due date changed")
    dialog.get_by_role("button", name="Submit").click()
    expect(page.locator(".order-title .state")).to_have_text("Pending")
