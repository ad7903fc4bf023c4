"""Choosing teeth in the chart of the order form: by mouse, by keyboard, by finger; and the text that says the same."""

import re

import pytest
from playwright.sync_api import expect

from lab.models import LabSettings
from orders.models import Order, ToothWork
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order
from tests.lab.test_in_chromium import faults_of
from verification.invariants import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
BRIDGE = [(13, "abutment"), (14, "pontic"), (15, "abutment")]
THUMB = 40
"""Pixels that a tooth is wide at least where there is no mouse."""


@pytest.fixture
def bridge_unit():
    return make_service(
        code="C-110", name="Bridge unit", price=100, counts_by="tooth", asks_for=["teeth!", "shade"]
    )


@pytest.fixture
def manager(log_in):
    person = make_employee("Mara Keller")
    log_in(person)
    return person


def begin(page) -> None:
    """A new order with one line of the only service."""
    make_counterparty(name="Mill Pond Clinic")
    page.goto("/orders/new/")
    page.wait_for_load_state()
    page.locator("#id_customer").focus()
    page.keyboard.type("mill pond")
    page.keyboard.press("Tab")
    page.locator("#id_lines-0-service").focus()
    page.keyboard.type("C-110")
    page.keyboard.press("Tab")
    expect(page.locator("#id_lines-0-teeth")).to_be_visible()


def open_chart(page) -> None:
    page.get_by_role("button", name="Chart", exact=True).click()
    expect(page.locator(".dental-editor")).to_be_visible()


def tooth(page, number: int):
    return page.locator(f".tooth-box input[value='{number}']")


def text(page):
    return page.locator("#id_lines-0-teeth")


def quantity(page):
    return page.locator("#id_lines-0-quantity")


def saved(page) -> list[tuple[int, str]]:
    page.get_by_role("button", name=re.compile("^(Draw up|Save order)$")).last.click()
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    return sorted(ToothWork.objects.filter(line__isnull=False).values_list("tooth", "role"))


def test_a_bridge_by_mouse(page, manager, bridge_unit):
    begin(page)
    open_chart(page)
    tooth(page, 13).click()
    tooth(page, 15).click(modifiers=["Shift"])
    expect(text(page)).to_have_value("13a-15a")
    expect(page.locator("[data-chart-says]")).to_have_text("Bridge 13 to 15")
    expect(quantity(page)).to_have_value("3")
    expect(page.locator("[data-amount]").first).to_have_text("300.00")
    page.locator("[data-of-tooth=body]").fill("A3")
    page.get_by_role("button", name="These shades for all").click()
    assert saved(page) == BRIDGE
    assert set(ToothWork.objects.values_list("body", flat=True)) == {"A3"}
    expect(page.locator("#panel-teeth")).to_contain_text("Bridge 13 to 15: abutments 13 and 15, pontic 14.")
    assert Order.objects.get().lines.get().quantity == 3
    assert violations() == {}


def test_a_bridge_by_keyboard_alone(page, manager, bridge_unit):
    begin(page)
    text(page).focus()
    page.keyboard.press("ArrowDown")
    expect(tooth(page, 11)).to_be_focused()
    for key in ("ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(text(page)).to_have_value("13a-15a")
    page.keyboard.press("ArrowDown")
    expect(tooth(page, 45)).to_be_focused()
    page.keyboard.press("Space")
    expect(text(page)).to_have_value("13a-15a, 45")
    page.keyboard.press("Space")
    expect(text(page)).to_have_value("13a-15a")
    page.keyboard.press("Escape")
    expect(page.locator(".dental-editor")).to_have_count(0)
    expect(page.get_by_role("button", name="Chart", exact=True)).to_be_focused()
    expect(quantity(page)).to_have_value("3")
    text(page).focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    assert sorted(ToothWork.objects.values_list("tooth", "role")) == BRIDGE


def test_a_bridge_by_finger_on_a_phone(page, manager, bridge_unit, live_server, chromium):
    order = make_order(make_line(bridge_unit, details={"teeth": "11"}))
    context = chromium.new_context(
        base_url=live_server.url,
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        storage_state=page.context.storage_state(),
    )
    phone = context.new_page()
    phone.goto(f"/orders/{order.number}/edit/")
    phone.get_by_role("button", name="Chart", exact=True).tap()
    tooth(phone, 11).tap()
    phone.get_by_role("button", name="Bridge", exact=True).tap()
    tooth(phone, 13).tap()
    expect(phone.locator("[data-chart-says]")).to_contain_text("Choose the other")
    tooth(phone, 15).tap()
    expect(text(phone)).to_have_value("13a-15a")
    expect(quantity(phone)).to_have_value("3")
    assert tooth(phone, 13).bounding_box()["width"] >= THUMB
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert saved(phone) == BRIDGE
    context.close()


def test_what_is_typed_shows_in_the_chart_and_what_cannot_be_is_said(page, manager, bridge_unit):
    begin(page)
    open_chart(page)
    text(page).fill("13-15")
    for number in (13, 14, 15):
        expect(tooth(page, number)).to_be_checked()
    expect(quantity(page)).to_have_value("3")
    text(page).fill("13-15, 19")
    expect(page.locator("[data-teeth-told]").first).to_contain_text("“19” is not a tooth")
    text(page).fill("14p")
    expect(page.locator("[data-teeth-told]").first).to_contain_text("A pontic needs a bridge")
    text(page).fill("13a-15a")
    expect(page.locator(".tooth-bar")).to_have_count(1)
    expect(page.get_by_label("14, upper right first premolar: Pontic")).to_be_checked()


def test_a_quantity_typed_by_hand_stays_and_is_told(page, manager, bridge_unit):
    begin(page)
    quantity(page).fill("5")
    text(page).fill("11, 12")
    expect(page.locator("[data-teeth-told]").first).to_contain_text(
        "The teeth make 2; 5 was typed and stays."
    )
    expect(quantity(page)).to_have_value("5")
    quantity(page).fill("")
    expect(quantity(page)).to_have_value("2")


def test_implants_missing_and_primary_teeth(page, manager, bridge_unit):
    begin(page)
    open_chart(page)
    page.get_by_role("button", name="Implant", exact=True).click()
    tooth(page, 36).click()
    expect(page.locator("[data-teeth-told]").first).to_contain_text(
        "system and the platform of the implant 36"
    )
    page.get_by_label("Implant system").fill("Conical")
    page.get_by_label("Platform").fill("RP")
    tooth(page, 46).click()
    expect(page.get_by_label("Implant system")).to_have_value("Conical")
    page.get_by_role("button", name="Missing", exact=True).click()
    tooth(page, 36).click()
    tooth(page, 18).click()
    expect(page.locator("#id_missing_teeth")).to_have_value("18, 36")
    page.get_by_label("Primary teeth", exact=True).check()
    page.get_by_role("button", name="Single tooth").click()
    tooth(page, 75).click()
    expect(text(page)).to_have_value("36i, 46i, 75")
    assert saved(page) == [(36, "implant"), (46, "implant"), (75, "unit")]
    lost = ToothWork.objects.filter(role="missing")
    assert sorted(lost.values_list("tooth", flat=True)) == [18, 36]


def test_in_america_the_chart_and_the_text_count_from_1(page, manager, bridge_unit):
    lab = LabSettings.load()
    lab.tooth_numbers = "universal"
    lab.save()
    begin(page)
    open_chart(page)
    tooth(page, 13).click()
    tooth(page, 15).click(modifiers=["Shift"])
    expect(text(page)).to_have_value("4a-6a")
    assert saved(page) == BRIDGE
    expect(page.locator("#panel-teeth")).to_contain_text("Bridge 4 to 6: abutments 4 and 6, pontic 5.")


def test_a_chart_left_and_taken_up_again_has_its_shades(page, manager, bridge_unit):
    begin(page)
    open_chart(page)
    tooth(page, 11).click()
    page.locator("[data-of-tooth=neck]").fill("A4")
    page.wait_for_timeout(2500)
    page.goto("/orders/")
    page.goto("/orders/new/")
    page.get_by_role("button", name="Take it up again").click()
    expect(text(page)).to_have_value("11")
    open_chart(page)
    tooth(page, 11).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert page.locator("[name=lines-0-card]").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_form_and_page_are_fit_for_everybody(page, manager, bridge_unit, theme):
    page.emulate_media(color_scheme=theme)
    begin(page)
    open_chart(page)
    tooth(page, 13).click()
    tooth(page, 15).click(modifiers=["Shift"])
    page.get_by_label("Primary teeth", exact=True).check()
    assert faults_of(page) == []
    saved(page)
    assert faults_of(page) == []


def test_a_tooth_worked_twice_asks_with_a_tick(page, manager, bridge_unit):
    order = make_order(make_line(bridge_unit, details={"teeth": "11"}), make_line(bridge_unit))
    page.goto(f"/orders/{order.number}/edit/")
    page.locator("#id_lines-1-teeth").fill("11, 12")
    second = page.locator("[data-line=lines-1]")
    expect(second.locator("[data-teeth-told]")).to_contain_text("Tooth 11 is worked in line 1 too")
    second.get_by_label("Yes, worked twice").check()
    expect(second.locator("[data-teeth-told]")).to_have_text("")
    assert saved(page) == [(11, "unit"), (11, "unit"), (12, "unit")]


def test_the_chart_waits_until_what_stands_in_the_text_is_read(page, manager, bridge_unit):
    """It writes the text anew: opened sooner, it would wipe out what stood there."""
    order = make_order(make_line(bridge_unit, details={"teeth": "24a-26a"}))

    def late(route):
        page.wait_for_timeout(1500)
        route.continue_()

    page.route("**/orders/prices/**", late)
    page.goto(f"/orders/{order.number}/edit/")
    page.get_by_role("button", name="Chart", exact=True).click()
    tooth(page, 36).click()
    expect(text(page)).to_have_value("24a-26a, 36")
    text(page).fill("11")
    tooth(page, 12).click()
    expect(text(page)).to_have_value("11, 12")
