"""Files on their way while a form is saved, and files that met the end of the session."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from documents.models import Attachment
from orders.models import Order
from orders.states import Status
from tests.factories.customers import make_counterparty
from tests.factories.lab import PASSWORD
from tests.factories.orders import make_line, make_order

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_refusals_expected"),
]

DRAW_UP = ".form-footer [type=submit]:not([name])"
"""A draft may have no service yet; what is submitted may not."""


@pytest.fixture
def slow_uploads(page):
    """Uploads stand still until ``let_go()``."""
    waiting = []
    page.route("**/documents/upload/**", lambda route: waiting.append(route))

    def let_go():
        for route in waiting:
            route.continue_()
        page.unroute("**/documents/upload/**")

    let_go.waiting = waiting
    return let_go


def chosen(page, customer="mill pond"):
    make_counterparty(name="Mill Pond Clinic")
    page.goto("/orders/new/")
    page.locator("#id_customer").fill(customer)
    page.locator("#id_customer").press("Enter")


def drop(page, *names):
    files = [{"name": name, "mimeType": "model/stl", "buffer": b"solid " * 100} for name in names]
    page.locator("main input[type=file]").first.set_input_files(files)


def test_the_button_says_for_what_it_waits_and_saves_by_itself(page, mia, slow_uploads):
    chosen(page)
    drop(page, "upper.stl", "lower.stl")
    button = page.locator(DRAW_UP)
    button.click()
    expect(button).to_have_text(re.compile(r"Saving when 2 files are up \(\d+ %\)"))
    expect(button).to_be_disabled()
    assert not Order.objects.exists()
    slow_uploads()
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    assert Attachment.objects.filter(order=Order.objects.get()).count() == 2


def test_who_stays_has_a_living_form(page, mia, slow_uploads):
    chosen(page)
    drop(page, "upper.stl")
    asked = []
    page.on("dialog", lambda question: asked.append(question.type) or question.dismiss())
    page.evaluate("setTimeout(() => location.assign('/orders/'))")
    page.wait_for_timeout(1500)
    assert asked == ["beforeunload"]
    button = page.locator(DRAW_UP)
    expect(button).to_be_enabled()
    button.click()
    slow_uploads()
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    assert Attachment.objects.get().order == Order.objects.get()


def test_a_file_that_failed_keeps_the_form_until_one_decides(page, mia):
    chosen(page)
    page.route("**/documents/upload/**", lambda route: page.wait_for_timeout(400) or route.abort())
    drop(page, "upper.stl")
    page.locator(DRAW_UP).click()
    expect(page.locator(".form-footer .said")).to_contain_text("a file did not go up")
    assert not Order.objects.exists()
    expect(page.locator(".upload-failed")).to_contain_text("No answer from the server")
    page.unroute("**/documents/upload/**")
    page.locator(".upload-failed").get_by_role("button", name="Try again").click()
    page.locator("#files .file-name", has_text="upper.stl").wait_for()
    page.locator(DRAW_UP).click()
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    assert Attachment.objects.filter(order=Order.objects.get()).count() == 1


def test_a_file_that_had_failed_before_the_button_was_pressed_keeps_the_form_once(page, mia):
    chosen(page)
    page.route("**/documents/upload/**", lambda route: route.abort())
    drop(page, "upper.stl")
    expect(page.locator(".upload-failed")).to_contain_text("No answer from the server")
    page.locator(DRAW_UP).click()
    expect(page.locator(".form-footer .said")).to_contain_text("press once more to save without it")
    assert not Order.objects.exists()
    page.locator(DRAW_UP).click()
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    assert not Attachment.objects.exists()


def test_a_failed_file_that_was_given_up_is_not_asked_about(page, mia):
    chosen(page)
    page.route("**/documents/upload/**", lambda route: route.abort())
    drop(page, "upper.stl")
    page.locator(".upload-failed").get_by_role("button", name="Close").click()
    page.locator(DRAW_UP).click()
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))


def test_a_file_dropped_after_the_session_ended_says_so_and_is_sent_again(page, mia):
    order = make_order(make_line(), status=Status.PRODUCTION)
    page.goto(f"/orders/{order.number}/")
    expect(page.locator("#panel-files .count")).to_have_text("0")
    Session.objects.all().delete()
    drop(page, "upper.stl")
    expect(page.locator("#log-in")).to_be_visible()
    page.locator("#log-in").get_by_role("button", name="Not now").click()
    failed = page.locator("#panel-files .upload-failed")
    expect(failed).to_contain_text("You have been logged out")
    failed.get_by_role("button", name="Try again").click()
    page.locator("#log-in").get_by_label("Password").fill(PASSWORD)
    page.locator("#log-in").get_by_role("button", name="Log in").click()
    page.locator("#files .file-name", has_text="upper.stl").wait_for()
    expect(page.locator("#panel-files .count")).to_have_text("1")
    expect(page.locator("#panel-files .file-note")).to_contain_text("0.1 MB")
    assert Attachment.objects.get().order == order


def test_an_answer_that_is_no_answer_to_a_file_is_a_failure(page, mia):
    order = make_order(make_line(), status=Status.PRODUCTION)
    page.goto(f"/orders/{order.number}/")
    page.route("**/documents/upload/**", lambda route: route.fulfill(status=200, body="<h1>Log in</h1>"))
    drop(page, "upper.stl")
    expect(page.locator("#panel-files .upload-failed")).to_be_visible()
    expect(page.locator("#panel-files .count")).to_have_text("0")
