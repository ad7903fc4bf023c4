"""An order of three services, drawn up and submitted by keys alone at 30 ms each: the keys are counted."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from common.days import weekday_and_year
from orders.models import Order
from orders.states import Status
from tests.browser.typing import PAUSE
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty, make_patient
from tests.factories.lab import make_employee, make_exception, make_week

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

NAMED = {"Enter", "Tab", "Control+Enter", "Alt+Enter", "Alt+Delete", "ArrowDown", "Control+a"}
MOST = 60


class Hands:
    """Types, and counts: each letter is a key, and so is each key that is held beside another."""

    def __init__(self, page):
        self.page, self.keys = page, 0

    def __call__(self, *what: str) -> None:
        for one in what:
            if one in NAMED:
                self.page.keyboard.press(one)
                self.keys += one.count("+") + 1
            else:
                self.page.keyboard.type(one, delay=PAUSE)
                self.keys += len(one)
            self.page.wait_for_timeout(PAUSE)


@pytest.fixture
def hands(page, log_in):
    make_week(is_open=True)
    make_counterparty(name="Beatrix Lund")
    clinic = make_counterparty(name="Mill Pond Clinic")
    make_contact(counterparty=clinic, name="Dr Ivanova")
    make_patient(name="Gustav Ahlers", kind="person", sex="male")
    for code, name, price in (("C-101", "Crown", 148), ("R-161", "Inlay", 52), ("V-120", "Veneer", 190)):
        make_service(
            code=code,
            name=name,
            price=Decimal(price),
            asks_for=["teeth!", "shade!", "note"],
            counts_by="tooth",
            lead_days=4,
        )
    log_in(make_employee())
    page.goto("/orders/")
    page.wait_for_load_state()
    return Hands(page)


def test_an_order_of_three_services_takes_sixty_keys_at_most(page, hands):
    hands("n")
    page.wait_for_url("**/orders/new/")
    expect(page.locator("#id_customer")).to_be_focused()
    hands("mill", "Tab", "Tab", "gust", "Enter")
    expect(page.locator("#id_lines-0-service")).to_be_focused()
    hands("c-1", "Enter", "11 12", "Tab", "A2", "Tab", "Enter")
    hands("r-", "Enter", "24", "Tab", "A2", "Tab", "Enter")
    hands("v-", "Enter", "21", "Tab", "A3")
    hands("Control+Enter")
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    order = Order.objects.get()
    lines = [(line.code, line.quantity, line.details) for line in order.lines.current()]
    assert lines == [
        ("C-101", 2, {"teeth": "11, 12", "shade": "A2"}),
        ("R-161", 1, {"teeth": "24", "shade": "A2"}),
        ("V-120", 1, {"teeth": "21", "shade": "A3"}),
    ]
    assert (order.customer.name, order.contact.name) == ("Mill Pond Clinic", "Dr Ivanova")
    assert (order.patient.name, order.status) == ("Gustav Ahlers", Status.PENDING)
    assert order.due_on == timezone.localdate() + timedelta(days=4)
    assert hands.keys <= MOST


def test_lines_come_and_go_by_keys_and_a_day_off_is_answered_by_one(page, hands):
    today = timezone.localdate()
    make_exception(today + timedelta(days=3), name="Outing")
    hands("n")
    page.wait_for_url("**/orders/new/")
    expect(page.locator("#id_customer")).to_be_focused()
    hands("mill", "Tab")
    page.locator("#id_lines-0-service").focus()
    hands("c-1", "Tab")
    expect(page.locator("#id_lines-0-teeth")).to_be_focused()
    hands("11-13")
    quantity = page.locator("#id_lines-0-quantity")
    expect(quantity).to_have_value("3")
    hands("Tab", "A1", "Alt+Enter", "r-", "Enter")
    expect(page.locator("#id_lines-1-teeth")).to_be_focused()
    hands("Alt+Delete")
    expect(page.locator("#id_lines-1-teeth")).to_be_hidden()
    hands("Enter")
    expect(page.locator("#id_lines-2-service")).to_be_focused()
    due = page.locator("#id_due_on")
    expect(due).to_have_value(weekday_and_year(today + timedelta(days=5)))
    due.focus()
    hands("+3", "Tab")
    expect(due).to_have_value(weekday_and_year(today + timedelta(days=4)))
    due.focus()
    hands(f"{today + timedelta(days=3):%d.%m}")
    expect(page.locator("[data-due-note]")).to_contain_text("not a working day (Outing).")
    hands("ArrowDown")
    expect(page.locator("[data-due-note]")).to_have_text("")
    quantity.fill("2")
    page.locator("#id_print").check()
    paper = re.compile(r"\.pdf|order-form")
    with page.context.expect_event("response", lambda answer: paper.search(answer.url)), page.expect_popup():
        hands("Control+Enter")
        page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    order = Order.objects.get()
    assert [(line.quantity, line.details["teeth"]) for line in order.lines.current()] == [(2, "11-13")]
    assert order.due_on == today + timedelta(days=4)
