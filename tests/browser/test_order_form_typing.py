"""The order form under the hands of somebody who types fast and does not look."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from lab.roles import Role
from orders.models import Order
from orders.states import Status
from tests.browser.typing import LATE, PAUSE
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty, make_patient
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order, make_technician

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keys(page):
    """``keys("mill pond", "Enter", …)``: names of keys are pressed, all else is typed."""

    def strike(*what):
        for one in what:
            if one in {"Enter", "Tab", "Escape", "Control+Enter", "ArrowDown"}:
                page.keyboard.press(one)
            else:
                page.keyboard.type(one, delay=PAUSE)

    return strike


@pytest.fixture
def new_order(page, log_in):
    make_counterparty(name="Beatrix Lund")
    clinic = make_counterparty(name="Mill Pond Clinic", tax_id="NC-77", legal_name="Old Bridge Ltd")
    make_contact(counterparty=clinic, name="Dr Ivanova")
    make_service(code="C-101", name="Crown", price=Decimal(148))
    make_service(code="R-161", name="Night guard", price=Decimal(52))
    make_patient(name="Gustav", kind="animal", species="dog")
    make_technician(name="Anna Keller")
    log_in(make_employee())
    page.goto("/orders/new/")
    page.wait_for_load_state()
    page.locator("#id_customer").focus()


def drawn_up(page) -> Order:
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    return Order.objects.get()


def test_saving_waits_for_the_answers_that_are_on_their_way(page, new_order, keys):
    page.evaluate(LATE, 400)
    keys("mill pond", "Tab")
    page.locator("#id_patient").focus()
    keys("gust", "Tab")
    page.locator("#id_lines-0-service").focus()
    keys("R-161", "Control+Enter")
    order = drawn_up(page)
    assert (order.customer.name, order.contact.name) == ("Mill Pond Clinic", "Dr Ivanova")
    assert (order.patient.name, order.patient_name, order.patient_species) == ("Gustav", "Gustav", "dog")
    assert order.lines.get().code == "R-161"


def test_enter_before_the_answer_draws_up_nothing(page, new_order, keys):
    page.evaluate(LATE, 400)
    keys("mill pond", "Enter")
    page.locator("#id_patient").focus()
    keys("gust", "Enter", "Enter", "Enter")
    expect(page.locator("#id_patient_name")).to_have_value("Gustav")
    assert page.url.endswith("/orders/new/")
    assert not Order.objects.exists()


def test_the_second_row_is_taken_by_arrows_pressed_before_the_rows_are_there(page, new_order, keys):
    make_counterparty(name="Mill Pond Second")
    page.evaluate(LATE, 400)
    keys("mill pond", "ArrowDown", "Tab")
    expect(page.locator("#id_customer")).to_have_value("Mill Pond Second")


def test_what_is_typed_after_the_patient_is_not_written_over_by_the_late_answer(page, new_order, keys):
    page.evaluate(LATE, 400)
    page.locator("#id_patient").focus()
    keys("gust", "Tab", "Gusti")
    expect(page.locator("#id_patient")).to_have_value("Gustav")
    assert page.locator("#id_patient_name").input_value() == "Gusti"
    assert page.locator("#id_patient_species").input_value() == "dog"


def test_an_unknown_customer_stays_is_named_and_is_not_sent(page, new_order, keys):
    keys("Unknown Clinic", "Tab")
    said = page.locator(".invalid-feedback", has_text="No customer called “Unknown Clinic”.")
    said.wait_for()
    page.locator("#id_lines-0-service").focus()
    keys("R-161", "Enter", "Control+Enter")
    expect(page.locator("#id_customer")).to_be_focused()
    assert page.locator("#id_customer").input_value() == "Unknown Clinic"
    with page.expect_popup() as opened:
        said.get_by_role("link", name="New customer").click()
    other = opened.value
    assert other.locator("#id_name").input_value() == "Unknown Clinic"
    other.get_by_role("button", name="Add customer").click()
    other.wait_for_url("**/customers/*/")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # as when one comes back to the tab
    said.wait_for(state="detached")
    page.keyboard.press("Control+Enter")
    assert drawn_up(page).customer.name == "Unknown Clinic"


def test_who_may_not_add_customers_is_not_led_there(page, log_in, keys):
    log_in(make_employee(roles=[Role.TECHNICIAN]))
    page.goto("/orders/")
    page.wait_for_load_state()
    page.locator("#order-customer").focus()
    keys("nobody at all", "Tab")
    page.locator(".invalid-feedback", has_text="nobody at all").wait_for()
    assert page.get_by_role("link", name="New customer").count() == 0


@pytest.mark.parametrize("typed", ["nc-77", "old bridge"])
def test_a_customer_is_shown_whatever_the_server_found_it_by(page, new_order, keys, typed):
    keys(typed)
    page.locator(".picker-row", has_text="Mill Pond Clinic").wait_for()
    keys("Enter")
    expect(page.locator("#id_customer")).to_have_value("Mill Pond Clinic")


def test_escape_closes_the_list_and_nothing_else(page, new_order, keys):
    keys("mill")
    page.locator(".picker-row").first.wait_for()
    keys("Escape")
    assert page.locator(".picker-list").count() == 0
    assert page.url.endswith("/orders/new/")
    expect(page.locator("#id_customer")).to_be_focused()
    assert page.locator("#id_customer").input_value() == "mill"


@pytest.mark.parametrize("leave", ["Tab", "Enter"])
@pytest.mark.parametrize("late", [0, 400])
def test_after_escape_nothing_is_taken_and_that_is_said(page, new_order, keys, leave, late):
    page.evaluate(LATE, late)
    keys("mill", "Escape", leave)
    said = page.locator(".invalid-feedback", has_text="Nothing was chosen for “mill”.")
    said.wait_for()
    page.wait_for_timeout(late + 200)
    page.evaluate(
        "window.dispatchEvent(new Event('focus'))"
    )  # a look at another window chooses nothing either
    page.locator("#id_lines-0-service").focus()
    keys("R-161", "Enter", "Control+Enter")
    expect(page.locator("#id_customer")).to_be_focused()
    assert page.locator("#id_customer").input_value() == "mill"
    assert page.locator("#id_customer_chosen").input_value() == ""
    assert not Order.objects.exists()


def test_after_escape_another_letter_or_the_list_opened_again_takes_as_ever(page, new_order, keys):
    keys("mill", "Escape", " pond", "Tab")
    expect(page.locator("#id_customer")).to_have_value("Mill Pond Clinic")
    page.locator("#id_patient").focus()
    keys("gust", "Escape", "ArrowDown", "Tab")
    expect(page.locator("#id_patient")).to_have_value("Gustav")


def test_a_patient_who_is_not_in_the_register_is_taken_over_as_the_name(page, new_order, keys):
    page.evaluate(LATE, 200)
    keys("mill pond", "Tab")
    page.locator("#id_patient").focus()
    keys("Paula Berg", "Tab")
    note = page.locator(".picker-note", has_text="“Paula Berg” is not from the register")
    note.wait_for()
    assert note.get_by_role("link", name="New patient").count() == 1
    expect(page.locator("#id_patient_name")).to_have_value("Paula Berg")
    assert page.locator("#id_patient").input_value() == ""
    page.locator("#id_lines-0-service").focus()
    keys("R-161", "Control+Enter")
    order = drawn_up(page)
    assert (order.patient, order.patient_name) == (None, "Paula Berg")


def test_a_name_that_stands_there_is_not_written_over_by_what_names_nobody(page, new_order, keys):
    page.locator("#id_patient_name").fill("Gusti")
    page.locator("#id_patient").focus()
    keys("Paula Berg", "Tab")
    page.locator(".invalid-feedback", has_text="No patient called “Paula Berg”").wait_for()
    assert page.locator("#id_patient_name").input_value() == "Gusti"
    assert page.locator("#id_patient").input_value() == "Paula Berg"


def test_escape_says_that_the_patient_is_meant_as_typed(page, new_order, keys):
    page.locator("#id_patient").focus()
    keys("Gus", "Escape", "Tab")
    expect(page.locator("#id_patient_name")).to_have_value("Gus")
    assert page.locator("#id_patient_chosen").input_value() == ""


def test_letters_typed_beside_the_fields_lead_nowhere(page, new_order, keys):
    page.evaluate("document.activeElement.blur()")
    keys("night guard / ?")
    page.wait_for_timeout(200)
    assert page.url.endswith("/orders/new/")
    assert page.locator("dialog[open]").count() == 0
    page.locator("#id_patient_name").fill("typed")
    page.locator("h1").click()
    keys("n")
    page.wait_for_timeout(200)
    assert page.locator("#id_patient_name").input_value() == "typed"


def test_keys_work_where_nobody_was_in_a_form(page, new_order, keys):
    """The control of the test above."""
    page.goto("/orders/")
    page.wait_for_load_state()
    keys("n")
    page.wait_for_url("**/orders/new/")


def test_a_price_typed_for_another_service_is_kept(page, log_in, keys):
    order = make_order(make_line(make_service(price=Decimal(16))))
    make_service(code="X-22", price=Decimal(22))
    log_in(make_employee())
    page.goto(f"/orders/{order.number}/edit/")
    page.wait_for_load_state()
    price = page.get_by_label("Price")
    assert price.input_value() == "16.00"
    page.locator("#id_lines-0-service").click()
    keys("X-22", "Enter")
    expect(price).to_have_value("")
    price.fill("16.00")
    page.locator("[data-total]", has_text="16.00").wait_for()
    page.get_by_role("button", name="Save order").click()
    page.wait_for_url(f"**/orders/{order.number}/")
    line = order.lines.current().get()
    assert (line.code, line.unit_price) == ("X-22", Decimal(16))


def test_a_price_typed_before_the_service_changes_stays(page, new_order, keys):
    page.locator("#id_lines-0-service").focus()
    keys("C-101", "Enter")
    page.get_by_label("Price").fill("99")
    page.locator("#id_lines-0-service").click()
    keys("R-161", "Enter")
    assert page.get_by_label("Price").input_value() == "99"


def test_the_customer_is_changed_with_its_contact_in_the_dialog(page, log_in, keys):
    order = make_order(status=Status.PENDING)
    south = make_counterparty(name="South Clinic")
    for name in ("Dr Early", "Dr Late"):
        make_contact(counterparty=south, name=name)
    log_in(make_employee())
    page.goto(f"/orders/{order.number}/")
    page.wait_for_load_state()
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("link", name="Change customer", exact=True).click()
    page.locator("#dialog[open] #id_customer").click()
    page.evaluate(LATE, 400)
    keys("south", "Tab", "late", "Tab")
    page.locator("#dialog").get_by_role("button", name="Change customer").click()
    page.locator("#panel-people", has_text="South Clinic").wait_for()
    order = Order.objects.get()
    assert (order.customer, order.contact.name) == (south, "Dr Late")


def test_escape_closes_the_list_in_a_dialog_and_not_the_dialog(page, log_in, keys):
    order = make_order()
    log_in(make_employee())
    page.goto(f"/orders/{order.number}/do/change-customer/")
    page.goto(f"/orders/{order.number}/")
    page.wait_for_load_state()
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("link", name="Change customer", exact=True).click()
    page.locator("#dialog[open] #id_customer").click()
    page.locator("#dialog .picker-row").first.wait_for()
    keys("Escape")
    assert page.locator(".picker-list").count() == 0
    assert page.locator("#dialog[open]").count() == 1


def test_a_line_is_added_and_its_service_typed_at_once(page, new_order, keys):
    keys("mill pond", "Tab")
    page.locator("#id_lines-0-service").focus()
    keys("C-101", "Enter")
    page.get_by_role("button", name="Add a line").click()
    keys("night guard", "Tab")
    page.get_by_role("button", name="Draw up", exact=True).click()
    assert [line.code for line in drawn_up(page).lines.all()] == ["C-101", "R-161"]
