"""Ten scans at the bench, in the layouts that keyboards have; a shared bench; whose task it is; without scripts."""

import re

import pytest
from playwright.sync_api import expect

from lab.badges import issue_badge
from lab.models import BenchScan
from orders.bench_codes import Action, Kind, written
from orders.models import Order, WorkSpan
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.lab import make_cause, make_employee
from tests.factories.orders import make_line, make_order, make_technician
from tests.lab.test_in_chromium import faults_of
from verification.invariants import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAYOUTS = {
    "US": "0123456789",
    "AZERTY": "à&é\"'(-è_ç",
    "Czech": "é+ěščřžýáí",
    "Russian with the shift lock": ')!"№;%:?*(',
}
"""What stands on the keys of 0 to 9."""


@pytest.fixture
def anna(log_in):
    person = make_technician(name="Anna Keller")
    log_in(person)
    return person


@pytest.fixture
def scan(page):
    """``scan(code)``: as a scanner does it, key by key, in a layout, and Enter behind it."""
    keys = page.context.new_cdp_session(page)

    def press(**key):
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
        keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **key} | {"text": ""})

    def scan(code: str, layout: str = "US", *, pad=False):
        for digit in code:
            sign = LAYOUTS[layout][int(digit)]
            place = f"{'Numpad' if pad else 'Digit'}{digit}"
            press(code=place, key=sign, text=sign)
        press(code="Enter", key="Enter", text="\r")

    return scan


def order_for(performer, name="Crown", **more) -> Order:
    return make_order(
        make_line(make_service(name=name), performer=performer), status=Status.PRODUCTION, **more
    )


def code_of(order: Order) -> str:
    return written(Kind.ORDER, order.pk)


def answer(page, title: str, *words: str) -> None:
    said = page.locator(".bench-answer")
    expect(said.locator(".bench-title")).to_have_text(title)
    for word in words:
        expect(said).to_contain_text(word)
    expect(page.locator("#bench-code")).to_have_value("")


def state(order) -> str:
    return order.tasks.values_list("state", flat=True).get()


def later() -> None:
    """Whoever scans again means it: the five seconds are over."""
    BenchScan.objects.all().delete()


def test_ten_scans_at_the_bench(page, anna, scan):
    crown, model = order_for(anna), order_for(anna, "Model")
    nadias = order_for(make_technician(name="Nadia Orlova"), "Bridge")
    page.goto("/bench/")
    expect(page.locator("#bench-code")).to_be_focused()

    scan(code_of(crown), "AZERTY")
    answer(page, "Started", "Crown", crown.number)
    scan(code_of(crown), "AZERTY")
    answer(page, "Started", "Scanned twice: nothing more was done.")
    scan(code_of(model), "Czech")
    answer(page, "Started", "Model", f"“Crown” of order {crown.number} is paused.")
    scan(written(Kind.ACTION, Action.PAUSE), "Russian with the shift lock")
    answer(page, "Pause", "Scan the order now.")
    expect(page.locator(".bench-armed")).to_be_hidden()
    scan("1" * 10)
    answer(page, "Scan again")
    expect(page.locator(".bench-armed")).to_contain_text("Next order: Pause")
    scan(code_of(model), "Russian with the shift lock")
    answer(page, "Paused", "Model")
    expect(page.locator(".bench-armed")).to_be_hidden()
    later()
    scan(code_of(crown), pad=True)
    answer(page, "Started", "Crown")
    later()
    scan(code_of(crown))
    answer(page, "Finished", "Nothing is left to do on this order.")
    scan(code_of(nadias))
    answer(page, "Nadia Orlova", "Bridge", "Take it over")
    scan(code_of(crown)[:-1] + str((int(code_of(crown)[-1]) + 1) % 10))
    answer(page, "Scan again")
    scan(written(Kind.ORDER, 987654))
    answer(page, "Not done", "No order has this code or number.")

    assert (state(crown), state(model), state(nadias)) == ("done", "paused", "todo")
    assert not WorkSpan.objects.running().exists()
    assert violations() == {}


def test_scans_faster_than_the_answers_are_done_one_after_the_other(page, anna, scan):
    orders = [order_for(anna, f"Crown {number}") for number in range(4)]
    page.goto("/bench/")
    for order in orders:
        scan(code_of(order))
    answer(page, "Started", "Crown 3")
    assert [state(order) for order in orders] == ["paused", "paused", "paused", "in_progress"]


def test_the_cursor_need_not_stand_in_the_field(page, anna, scan):
    order = order_for(anna)
    page.goto("/bench/")
    page.locator(".bench-title").click()
    expect(page.locator("#bench-code")).to_be_focused()
    page.get_by_role("link", name="Action codes").focus()
    scan(code_of(order))
    answer(page, "Started")
    expect(page.locator("#bench-code")).to_be_focused()


def test_the_number_is_typed_by_hand_also_where_the_dash_is_on_a_digit(page, anna):
    order = order_for(anna)
    page.goto("/bench/")
    page.locator("#bench-code").press_sequentially(order.number)
    expect(page.locator("#bench-code")).to_have_value(order.number)
    page.keyboard.press("Enter")
    answer(page, "Started", order.number)
    later()
    keys = page.context.new_cdp_session(page)
    for sign in order.number:  # AZERTY: digits with the shift key, the dash on the key of the six
        key = {"code": "Digit6" if sign == "-" else f"Digit{sign}", "key": sign, "text": sign}
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
    expect(page.locator("#bench-code")).to_have_value(order.number)
    page.keyboard.press("Enter")
    answer(page, "Finished", order.number)


def test_whose_task_it_is_is_said_by_keys_too(page, anna, scan):
    nadia = make_technician(name="Nadia Orlova")
    order = order_for(nadia)
    page.goto("/bench/")
    scan(code_of(order))
    answer(page, "Nadia Orlova")
    page.get_by_role("button", name="Mark it for Nadia Orlova").focus()
    page.keyboard.press("Enter")
    answer(page, "Started")
    task = order.tasks.get()
    assert (task.state, task.performer) == ("in_progress", nadia)


def test_without_scripts_the_page_is_a_form(chromium, live_server, page, anna):
    order = order_for(anna)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto("/bench/")
    plain.locator("#bench-code").fill(code_of(order))
    plain.locator("#bench-code").press("Enter")
    expect(plain.locator(".bench-title")).to_have_text("Started")
    context.close()


def test_a_shared_bench_from_badge_to_badge(page, log_in, scan):
    chief = make_employee("Mara Chief", roles=["administrator"])
    anna, boris = make_technician(name="Anna Keller"), make_technician(name="Boris Lang")
    badges = {
        person: written(Kind.BADGE, int(issue_badge(person.pk, make_cause(chief)).number))
        for person in (anna, boris)
    }
    first, second = order_for(anna), order_for(boris)
    log_in(chief)
    page.goto("/bench/")
    page.get_by_role("button", name="Make it a shared bench").click()
    answer(page, "Scan your badge")
    scan(badges[anna], "AZERTY")
    answer(page, "Anna Keller")
    scan(code_of(first))
    answer(page, "Started")
    scan(badges[boris])
    scan(code_of(second))  # at once: the page waits for the badge
    answer(page, "Started", second.number)
    expect(page.locator(".bench-heading")).to_contain_text("Boris Lang")
    assert {span.employee for span in WorkSpan.objects.running()} == {anna, boris}
    page.get_by_role("button", name="I am done").click()
    answer(page, "Scan your badge")
    page.goto("/orders/")
    expect(page).to_have_url(re.compile("/login/"))


def test_a_camera_that_reads_no_codes_says_so(page, anna):
    page.goto("/bench/")
    page.evaluate("delete window.BarcodeDetector")
    page.get_by_role("button", name="Camera").click()
    expect(page.locator("[data-bench-camera-says]")).to_contain_text("reads no codes with its camera")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_answer_is_fit_for_everybody(page, anna, scan, theme):
    """Contrast, names and roles, as axe finds them."""
    page.emulate_media(color_scheme=theme)
    order, nadias = order_for(anna), order_for(make_technician(name="Nadia Orlova"))
    page.goto("/bench/")
    assert faults_of(page) == []
    for code, title in (
        (code_of(order), "Started"),
        (code_of(nadias), "Nadia Orlova"),
        (written(Kind.ACTION, Action.HOLD), "Hold"),
        (code_of(order), "On hold"),
        (code_of(order), "Not done"),
    ):
        later()
        scan(code)
        answer(page, title)
        assert faults_of(page) == [], title
