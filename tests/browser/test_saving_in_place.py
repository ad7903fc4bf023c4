"""Whatever a form is answered, it stays with what was typed and says why; the same button saves it, once."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from customers.models import Counterparty, Patient
from orders.models import Comment, Order
from orders.states import Status
from tests.browser.going_back import go_back
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of
from tests.factories.orders import cause, make_line, make_order, make_technician
from workflow.life.hold_order import hold_order

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_refusals_expected"),
]

STILL = 500
"""Milliseconds after which a press is no end of a double tap any more (static/js/still.js)."""

ANSWERS = {
    "no answer": (None, "No answer from the server"),
    "503": (503, "The server could not do this"),
    "429": (429, "Too many tries"),
    "413": (413, "larger than allowed"),
}


def answer_posts(page, status: int | None):
    """From now on every form gets this answer instead of the server's; None: none at all."""

    def handle(route):
        if route.request.method != "POST":
            return route.fallback()
        return route.abort() if status is None else route.fulfill(status=status, body="<h1>Broken</h1>")

    page.route("**/*", handle)


def mend(page):
    page.unroute("**/*")


@pytest.mark.parametrize(("status", "sentence"), ANSWERS.values(), ids=ANSWERS)
def test_an_order_form_a_dialog_and_a_comment_stay_and_are_saved_by_the_same_button(
    page, mia, status, sentence
):
    make_counterparty(name="Mill Pond Clinic")
    page.goto("/orders/new/")
    page.locator("#id_customer").fill("mill pond")
    page.locator("#id_customer").press("Enter")
    page.locator("[name=instructions]").fill("Shade as on the photo")
    page.wait_for_load_state("networkidle")
    answer_posts(page, status)
    page.get_by_role("button", name="Draw up", exact=True).click()
    expect(page.locator(".form-footer .said")).to_contain_text(sentence)
    expect(page.locator("[name=instructions]")).to_have_value("Shade as on the photo")
    mend(page)
    page.get_by_role("button", name="Draw up", exact=True).click()
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    assert Order.objects.get().instructions == "Shade as on the photo"

    answer_posts(page, status)
    page.locator("#panel-comments textarea").fill("Called the clinic")
    page.locator("#panel-comments").get_by_role("button", name="Comment").click()
    expect(page.locator("#panel-comments .said")).to_contain_text(sentence)
    expect(page.locator("#panel-comments textarea")).to_have_value("Called the clinic")
    mend(page)
    page.locator("#panel-comments").get_by_role("button", name="Comment").click()
    page.locator("#panel-comments .comment", has_text="Called the clinic").wait_for()

    page.get_by_role("button", name="Actions").click()
    page.get_by_role("link", name="Cancel the order", exact=True).click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Reason").fill("not wanted")
    answer_posts(page, status)
    dialog.get_by_role("button", name="Cancel the order").click()
    expect(dialog.locator(".said")).to_contain_text(sentence)
    mend(page)
    dialog.get_by_role("button", name="Cancel the order").click()
    expect(dialog).not_to_be_visible()
    assert Order.objects.get().status == Status.CANCELLED
    assert Comment.objects.count() == 1


def test_an_answer_that_was_lost_on_the_way_is_no_reason_to_save_twice(page, mia):
    page.goto("/patients/new/")
    page.locator("main [name=name]").fill("Gustav")

    def lose(route):
        if route.request.method == "POST":
            route.fetch()  # it arrives
            return route.abort()  # and nobody hears
        return route.fallback()

    page.route("**/*", lose)
    page.locator("main .form-footer .btn-primary").click()
    expect(page.locator("main .said")).to_contain_text("No answer from the server")
    assert Patient.objects.count() == 1
    mend(page)
    page.locator("main .form-footer .btn-primary").click()
    page.wait_for_url(re.compile(r"/patients/\d+/$"))
    expect(page.locator("#lines")).to_contain_text("This was already saved: here it is.")
    assert Patient.objects.count() == 1


def test_a_form_with_mistakes_comes_back_as_before(page, mia):
    page.goto("/customers/new/")
    page.locator("main [name=notes]").fill("something typed")
    page.locator("main .form-footer .btn-primary").click()
    page.locator("[data-error-summary]").wait_for()
    expect(page.locator("main [name=notes]")).to_have_value("something typed")
    page.locator("main [name=name]").fill("Harbour Clinic")
    page.locator("main .form-footer .btn-primary").click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    assert Counterparty.objects.count() == 1


def test_back_and_the_same_button_lead_to_the_record_already_made(page, mia):
    """Chromium gives back what was typed in such a form: it is the same form then, which acts once."""
    page.goto("/patients/new/")
    page.locator("main [name=name]").fill("Gustav")
    page.locator("main .form-footer .btn-primary").click()
    page.wait_for_url(re.compile(r"/patients/\d+/$"))
    made = urlsplit(page.url).path
    go_back(page)
    expect(page.locator("main [name=name]")).to_have_value("Gustav")
    page.locator("main .form-footer .btn-primary").click()
    page.wait_for_url(f"**{made}")
    expect(page.locator("#lines")).to_contain_text("This was already saved")
    assert Patient.objects.count() == 1


def test_back_after_an_order_brings_an_empty_form_and_no_offer_of_what_is_saved(page, mia):
    """Chromium gives nothing back to a form that asks not to be filled in: it is another form then."""
    make_counterparty(name="Mill Pond Clinic")
    page.goto("/orders/new/")
    token = page.locator("#order-form [name=form_token]").input_value()
    page.locator("#id_customer").fill("mill pond")
    page.locator("#id_customer").press("Enter")
    page.locator("[name=instructions]").fill("Shade as on the photo")
    page.get_by_role("button", name="Draw up", exact=True).click()
    page.wait_for_url(re.compile(r"/orders/[0-9-]+/$"))
    go_back(page)
    expect(page.locator("[name=instructions]")).to_have_value("")
    expect(page.locator(".kept")).to_have_count(0)
    assert page.locator("#order-form [name=form_token]").input_value() != token
    page.get_by_role("button", name="Draw up", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Choose who orders")
    assert Order.objects.count() == 1


def test_a_page_that_comes_back_empty_is_a_new_form(page, mia):
    page.goto("/patients/new/")
    first = page.locator("[name=form_token]").last.input_value()
    page.goto("/me/")
    go_back(page)
    assert page.locator("main [name=form_token]").input_value() != first


def test_a_comment_leaves_the_page_where_it_was(page, mia):
    order = make_order(make_line(), status=Status.PRODUCTION)
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(f"/orders/{order.number}/")
    field = page.locator("#panel-comments textarea")
    field.scroll_into_view_if_needed()
    before = field.bounding_box()["y"]
    field.fill("Called the clinic")
    page.evaluate("window.stays = true")
    page.locator("#panel-comments").get_by_role("button", name="Comment").click()
    page.locator("#panel-comments .comment").wait_for()
    expect(page.locator("#panel-comments .said")).to_be_visible()
    assert page.evaluate("window.stays") is True
    assert abs(page.locator("#panel-comments .comment-form").bounding_box()["y"] - before) < 60


@pytest.mark.parametrize("width", [390, 1440])
def test_a_refused_task_button_says_why_below_its_row_and_so_does_a_taken_one(page, log_in, width):
    tomas = make_technician(name="Tomas Berger")
    lines = [make_line(performer=make_technician(name="Nadia Kowal")), make_line(performer=tomas)]
    order = make_order(*lines, status=Status.PRODUCTION)
    log_in(tomas)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"/orders/{order.number}/")
    row = page.locator("#panel-tasks tbody tr", has_text="Tomas Berger")
    said = page.locator("#panel-tasks tr:has-text('Tomas Berger') + .said-row .said")
    row.get_by_role("button", name="Start").click()
    expect(said).to_be_in_viewport()
    expect(row).to_contain_text("In progress")
    hold_order(order.pk, cause("manager"), awaited="the model", expected_on=timezone.localdate())
    page.wait_for_timeout(STILL)
    row.get_by_role("button", name="Finish").click()
    expect(page.locator("#panel-tasks .said-error")).to_have_count(1)
    expect(said).to_be_in_viewport()
    assert said.bounding_box()["height"] < 60, "one letter a line"
    expect(row.get_by_role("button", name="Finish")).to_have_count(0)


def test_what_planning_says_stands_below_the_head_of_the_plan(page, mia):
    order = make_order(make_line(performer=make_technician()), status=Status.PRODUCTION)
    Order.objects.filter(pk=order.pk).update(due_on=timezone.localdate() + timedelta(days=14))
    page.goto(f"/orders/{order.number}/")
    head = page.locator("#panel-tasks .panel-head")
    before = head.bounding_box()["height"]
    for button in ("Plan work", "Plan anew"):
        head.get_by_role("button", name=button).click()
        expect(page.locator("#panel-tasks > .said")).to_contain_text("planned")
        head.get_by_role("button", name="Plan anew").wait_for()
        assert head.bounding_box()["height"] == before


def test_to_open_a_finished_task_again_is_no_primary_button(page, log_in):
    tomas = make_technician(name="Tomas Berger")
    order = make_order(make_line(performer=tomas), status=Status.PRODUCTION)
    order.tasks.update(state="done")
    log_in(tomas)
    page.goto(f"/orders/{order.number}/")
    page.locator("#panel-tasks").get_by_role("button", name="Open again").wait_for()
    expect(page.locator("#panel-tasks .btn-primary")).to_have_count(0)


def test_without_scripts_the_sentence_of_a_task_is_seen_where_the_page_opens(chromium, live_server, settings):
    tomas = make_technician(name="Tomas Berger")
    order = make_order(make_line(performer=tomas), status=Status.PRODUCTION)
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    cookie = client_of(tomas).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/orders/{order.number}/")
    hold_order(order.pk, cause("manager"), awaited="the model", expected_on=timezone.localdate())
    page.locator("#panel-tasks").get_by_role("button", name="Start").first.click()
    expect(page.locator("#lines .line-error")).to_be_in_viewport()
    heading = page.locator("#panel-tasks h2").bounding_box()
    assert heading["y"] >= 52, "under the bar"
    context.close()


def test_an_item_that_fetches_a_dialog_shows_that_it_does(page, mia):
    order = make_order(make_line(), status=Status.DRAFTING)
    page.goto(f"/orders/{order.number}/")
    page.route("**/do/**", lambda route: page.wait_for_timeout(800) or route.fallback())
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("link", name="Copy", exact=True).click(no_wait_after=True)
    expect(page.locator(".order-actions [data-bs-toggle][aria-busy=true]")).to_be_visible()
    page.locator("#dialog[open]").wait_for()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_why_an_order_was_returned_stands_above_it_until_that_work_is_done(page, mia):
    order = make_order(make_line(performer=make_technician()), status=Status.REVIEW)
    page.goto(f"/orders/{order.number}/")
    page.locator(".order-actions > a", has_text="Return to production").click()
    dialog = page.locator("#dialog")
    expect(dialog.locator("[name=task_ids]")).to_be_checked()
    dialog.locator("[name=task_ids]").uncheck()
    dialog.get_by_label("Reason").fill("the margin is open")
    dialog.get_by_role("button", name="Return to production").click()
    expect(dialog).to_contain_text("Name at least one task to do again, or a new one.")
    dialog.locator("[name=task_ids]").check()
    dialog.get_by_role("button", name="Return to production").click()
    banner = page.locator(".order-banner")
    expect(banner).to_contain_text("Returned: the margin is open")
    expect(banner).to_contain_text("Mia Stone")
    order.tasks.update(state="done")
    page.reload()
    expect(banner).to_have_count(0)
