"""Find anything, as fast and as blindly as one likes: typed at 30 ms a key, opened by Enter."""

import re

import pytest
from playwright.sync_api import expect

from tests.axe import faults_in_both_themes
from tests.factories.customers import make_counterparty, make_patient
from tests.factories.orders import make_order
from workflow.drawing_up.drafts import PatientDetails

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SLOW_FIRST = """() => {
  const ask = window.fetch;
  let asked = 0;
  window.fetch = async (url, how = {}) => {
    if (!String(url).includes("/find/rows/")) return ask(url, how);
    const late = (asked += 1) === 1;
    const answer = await ask(url, { ...how, signal: undefined });  // a server that answers all the same
    if (late) await new Promise((go) => { [window.letGo, document.body.dataset.held] = [go, "yes"]; });
    if (late) setTimeout(() => { document.body.dataset.held = "no"; }, 50);
    return answer;
  };
}"""


def test_what_is_typed_is_opened_by_the_keyboard_alone(page, mia):
    others = [make_order(patient=PatientDetails(name=f"Winter {name}")) for name in ("Abel", "Bodo", "Carl")]
    order = make_order(
        customer=make_counterparty(name="North Clinic"), patient=PatientDetails(name="Żaneta Grün")
    )
    patient = make_patient(name="Zanetta Green")
    page.goto(f"/orders/{others[1].number}/")
    box, rows, marked = page.locator("#find"), page.get_by_role("option"), page.locator(".find .is-marked")

    page.keyboard.press("/")  # Enter before any answer
    page.keyboard.type("zanet", delay=30)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/orders/{order.number}/")
    page.keyboard.press("/")
    page.keyboard.type(str(others[0].number_serial), delay=30)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/orders/{others[0].number}/")

    page.keyboard.press("Control+k")  # arrows, what was found, Escape, Tab
    expect(rows.first).to_contain_text(order.number)  # opened lately, and not this page itself
    page.keyboard.type("gr", delay=30)
    expect(marked).to_contain_text("Żaneta Grün")
    expect(page.locator(".find mark")).to_have_text(["Gr", "Gr", "gr"])
    assert faults_in_both_themes(page) == []
    for key, text in (
        ("ArrowDown", "Zanetta Green"),
        ("ArrowDown", "All orders with “gr”"),
        ("ArrowDown", "Żaneta"),
    ):
        page.keyboard.press(key)
        expect(marked).to_contain_text(text)
        assert box.get_attribute("aria-activedescendant") == marked.get_attribute("id")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/patients/{patient.pk}/")
    page.keyboard.press("/")
    page.keyboard.type("winter", delay=30)
    expect(rows).to_have_count(4)
    page.keyboard.press("Escape")
    expect(rows).to_have_count(0)
    assert box.evaluate("box => document.activeElement === box && box.value") == "winter"
    page.keyboard.press("Escape")
    assert not box.evaluate("box => document.activeElement === box")

    page.evaluate(SLOW_FIRST)  # an older answer never stands over a newer one
    box.fill("winter")
    expect(page.locator("body[data-held=yes]")).to_be_attached()
    box.press("End")
    page.keyboard.type(" bo", delay=30)
    expect(rows).to_have_count(2)
    page.evaluate("window.letGo()")
    expect(page.locator("body[data-held=no]")).to_be_attached()
    expect(rows.first).to_contain_text("Winter Bodo")
    page.keyboard.press("Tab")
    expect(rows).to_have_count(0)

    page.keyboard.press("Control+k")  # what nobody is called leads to the page, a command does what it says
    page.keyboard.type("qqxqq", delay=30)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/find/\?.*q=qqxqq"))
    page.keyboard.press("Control+k")
    page.keyboard.type("log out", delay=30)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/**")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lately'))") == []
