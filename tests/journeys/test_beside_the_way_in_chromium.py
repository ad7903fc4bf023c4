"""What is done to an order beside its way, in a real browser: every other dialog of its page works."""

import re

import pytest
from django.utils import timezone

from lab.roles import Role
from orders.models import Marker, Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order, make_technician
from tests.factories.stock import make_stocked
from tests.journeys.test_order_in_chromium import choose, confirm, menu_step, state_is, step
from verification.invariants import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(page, log_in):
    def come(order):
        log_in(make_employee("Mia Stone", roles=[Role.ADMINISTRATOR]))
        page.goto(f"/orders/{order.number}/")

    return come


def ordered(status, **fields) -> Order:
    ceramic = make_stocked("1", name="Ceramic")
    crown = make_service(name="Zirconia crown", norms={ceramic: 2})
    anna, ben = make_technician(name="Anna Keller"), make_technician(name="Ben Moss")
    return make_order(make_line(crown, performer=anna, assistant=ben), status=status, **fields)


def next_year(day: str) -> str:
    return f"{timezone.localdate().year + 1}-{day}"


def panel(page, key: str):
    return page.locator(f"#panel-{key}")


def test_due_date_customer_markers_comment_and_file(page, visit, tmp_path):
    Marker.objects.create(name="Out for fitting", colour="violet")
    make_counterparty(name="South Clinic")
    visit(ordered(Status.DRAFTING))
    menu_step(page, "Change the due date", "Change the due date", Due=next_year("01-15"))
    page.locator(".due", has_text="15 Jan").wait_for()

    page.get_by_role("button", name="Actions").click()
    page.get_by_role("link", name="Change customer", exact=True).click()
    choose(page, "customer", "South Clinic")
    confirm(page, "Change customer")
    panel(page, "people").get_by_text("South Clinic").wait_for()

    page.locator(".order-title").get_by_role("link", name="Set markers").click()
    page.locator("#dialog").get_by_label("Out for fitting").check()
    confirm(page, "Set markers")
    page.locator(".order-title .marker", has_text="Out for fitting").wait_for()

    panel(page, "comments").get_by_label("Comment").fill("Impression is here")
    panel(page, "comments").get_by_role("button", name="Comment").click()
    panel(page, "comments").locator(".comment", has_text="Impression is here").wait_for()

    scan = tmp_path / ("long name " * 20 + ".stl")
    scan.write_bytes(b"solid")
    panel(page, "files").get_by_label("Choose files").set_input_files(scan)
    panel(page, "files").locator(".file-name", has_text="long name").wait_for()
    assert violations() == {}


def test_rework_and_an_act_by_hand_with_a_shortage_overridden(page, visit):
    visit(ordered(Status.REVIEW))
    page.locator(".order-actions > a", has_text="Return to production").click()
    page.locator("#dialog").get_by_label("Zirconia crown").check()
    confirm(page, "Return to production", Reason="wrong shade")
    state_is(page, "Production")
    panel(page, "tasks").get_by_text("To do").wait_for()

    panel(page, "acts").get_by_role("link", name="Edit").click()
    page.locator("#dialog").get_by_label("Performer").select_option(label="Ben Moss")
    confirm(page, "Save the draft")
    panel(page, "acts").get_by_text("by hand", exact=True).wait_for()
    panel(page, "acts").get_by_role("link", name="Post", exact=True).click()
    page.locator("#dialog").get_by_label("Write off even what is short in stock").check()
    confirm(page, "Post")
    panel(page, "acts").get_by_text("Posted").wait_for()
    panel(page, "acts").get_by_role("link", name="Unpost").click()
    confirm(page, "Unpost")
    panel(page, "acts").get_by_text("Counter-act").first.wait_for()
    assert violations() == {}


def test_cancel_restore_and_copy(page, visit):
    visit(ordered(Status.PENDING))
    menu_step(page, "Cancel the order", "Cancel the order", Reason="not wanted")
    state_is(page, "Cancelled")
    menu_step(page, "Restore", "Restore")
    state_is(page, "Drafting")
    menu_step(page, "Copy", "Copy")
    page.get_by_text("Copy of").wait_for()
    assert Order.objects.count() == 2


def test_delivery_papers_and_payment_instructions(page, visit):
    visit(ordered_produced())
    panel(page, "delivery").get_by_role("link", name="Record").click()
    confirm(page, "Record delivery", Shipped_on="2026-01-15", Carrier="Courier", Tracking_number="X-1")
    panel(page, "delivery").get_by_text("X-1").wait_for()
    step(page, "Realize")
    papers = panel(page, "papers")
    for name in (re.compile("^Act A-"), re.compile("^Closing document C-")):
        address = papers.get_by_role("link", name=name).get_attribute("href")
        answer = page.request.get(address)
        assert answer.body().startswith(b"%PDF")
    papers.get_by_role("link", name="Order form").click()
    page.locator("#dialog").get_by_label("Tasks").uncheck()
    with page.expect_popup():
        page.locator("#dialog").get_by_role("button", name="Print").click()


def ordered_produced() -> Order:
    line = make_line(make_service(review_required=False), performer=make_technician())
    return make_order(line, status=Status.PRODUCED)
