"""The page of an order under the hand: along its list, what a click changes, and a morning at the bench on a phone."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from common.lists import paging
from documents.models import Attachment
from orders.models import Comment, Order, Task
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_contact, make_counterparty
from tests.factories.lab import make_employee
from tests.factories.orders import make_line, make_order, make_technician
from verification.invariants import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def paste(page, place: str) -> None:
    """As after a screenshot: the clipboard holds a file that every browser calls image.png."""
    page.evaluate(
        """([place, bytes]) => {
          const held = new DataTransfer();
          held.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
          const pasted = new ClipboardEvent("paste", { clipboardData: held, bubbles: true });
          document.querySelector(place).dispatchEvent(pasted);
        }""",
        [place, list(picture())],
    )


def test_along_the_list_and_back_and_what_a_click_changes(page, log_in, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 1)  # the next order stands on the next page
    clinic = make_counterparty(name="North Clinic", phone="+49 30 555 01")
    make_contact(counterparty=clinic, name="Dr Ivanova", phone="+49 (0)30 555 02")
    south = make_counterparty(name="South Clinic")
    make_contact(counterparty=south, name="Dr Moss")
    first, other, last = (
        make_order(make_line(), customer=customer, status=Status.PENDING)
        for customer in (clinic, make_counterparty(name="East Clinic"), clinic)
    )
    log_in(make_employee("Mia Stone", roles=["administrator"]))

    page.goto(f"/orders/?customer={clinic.pk}")
    page.get_by_role("link", name=last.number).click()
    expect(page.locator("[data-came=behind]")).to_be_visible()
    expect(page.locator("[data-came=before]")).to_be_hidden()
    for key, number in (("j", first.number), ("k", last.number), ("j", first.number)):
        page.keyboard.press(key)
        expect(page.locator("h1")).to_have_text(number)
    expect(page.locator("[data-came=behind]")).to_be_hidden()

    # the due date by its key, the customer by the button beside the name, both without the menu
    page.keyboard.press("d")
    due = (timezone.localdate() + timedelta(days=400)).replace(month=1, day=15)
    page.locator("#dialog").get_by_label("Due").fill(due.isoformat())
    page.keyboard.press("Enter")
    expect(page.locator("a.due")).to_contain_text("15 Jan")
    page.locator(".order-who").get_by_role("link", name="Change the customer").focus()
    page.keyboard.press("Enter")
    page.locator("#dialog #id_customer").fill("south")
    page.locator("#dialog #id_customer").press("Enter")
    page.locator("#dialog").get_by_role("button", name="Change customer").click()
    expect(page.locator(".order-who")).to_contain_text("South Clinic")
    assert Order.objects.get(pk=first.pk).customer == south

    page.evaluate("document.activeElement.blur()")
    paste(page, "body")
    expect(page.locator("#panel-files .file-name")).to_contain_text(f"{timezone.localdate().isoformat()} ")
    expect(page.locator("#panel-files .count")).to_have_text("1")

    page.locator("[data-came=list]").click()
    expect(page).to_have_url(re.compile(rf"/orders/\?.*customer={clinic.pk}\b"))
    page.goto(f"/orders/{other.number}/")
    expect(page.locator("[data-came=list]")).to_have_attribute("href", "/orders/")
    expect(page.locator("[data-came=behind]")).to_be_hidden()


def test_a_bench_morning_on_the_page_of_an_order(page, log_in):
    page.set_viewport_size(PHONE)
    anna, ben = make_technician(name="Anna Keller"), make_technician(name="Ben Moss")
    crown, model = make_service(name="Zirconia crown"), make_service(name="Model")
    lines = make_line(model, performer=ben), make_line(crown, performer=anna)
    order = make_order(*lines, status=Status.PRODUCTION)
    task = Task.objects.get(order=order, performer=anna)
    log_in(anna)

    page.goto("/work/")
    page.get_by_role("link", name=order.number).first.click()
    own = page.locator(f"#task-{task.pk}")
    assert own.bounding_box()["y"] < page.locator("#panel-services").bounding_box()["y"]
    expect(page.locator("tr.plan-others")).to_be_hidden()
    start = own.get_by_role("button", name="Start").bounding_box()
    assert start["height"] >= 48
    assert start["width"] > 0.8 * PHONE["width"]
    own.get_by_role("button", name="Start").dblclick()
    expect(own).to_contain_text("In progress")
    expect(own.get_by_role("button", name="Finish")).to_be_in_viewport()
    page.wait_for_timeout(800)
    own.get_by_role("button", name="Finish").click()
    expect(own).to_contain_text("Done")

    page.get_by_role("textbox", name="Comment").fill("Margin is short at 12")
    page.get_by_role("button", name="Comment").click()
    expect(page.locator(".comment-body")).to_be_in_viewport()
    photo = page.locator("#panel-files input[capture]")
    photo.set_input_files({"name": "IMG_1.png", "mimeType": "image/png", "buffer": picture()})
    expect(page.locator("#panel-files .file-name")).to_have_text("IMG_1.png")
    page.locator("[data-came=list]").click()
    expect(page).to_have_url(re.compile(r"/work/$"))
    assert (Comment.objects.count(), Attachment.objects.get().order_id) == (1, order.pk)
    assert violations() == {}
