"""A technician's day on a phone held in one hand, and the same page by keyboard alone."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from documents.models import Attachment
from orders.models import Comment, Task, WorkSpan
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.orders import cause, make_line, make_order, make_technician
from verification.invariants import violations
from workflow.drawing_up.drafts import PatientDetails
from workflow.plan.assign_task import assign_task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
THUMB = 48
"""Pixels that a big button is high at least."""


@pytest.fixture
def anna(log_in):
    person = make_technician(name="Anna Keller")
    log_in(person)
    return person


def task_for(performer, name: str, *, due: int = 7) -> Task:
    line = make_line(make_service(name=name), performer=performer, details={"teeth": "11, 12", "shade": "A2"})
    patient = PatientDetails(kind="person", name="Ida Vogt")
    due_on = timezone.localdate() + timedelta(days=due)
    order = make_order(line, status=Status.PRODUCTION, due_on=due_on, patient=patient)
    return order.tasks.get()


def card(page, task):
    return page.locator(f"#task-{task.pk}")


def press(page, task, name: str) -> None:
    """Not sooner than a person could read what the button has become."""
    page.wait_for_timeout(800)
    card(page, task).get_by_role("button", name=name, exact=True).click()


def answer(page, task, text: str) -> None:
    expect(card(page, task).locator(".work-answer")).to_contain_text(re.compile(text))


def state(task) -> str:
    return Task.objects.values_list("state", flat=True).get(pk=task.pk)


def photo() -> dict:
    picture = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(picture, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def test_start_pause_go_on_finish_undo_photo_and_comment(page, anna):
    page.set_viewport_size(PHONE)
    crown, model = task_for(anna, "Zirconia crown", due=0), task_for(anna, "Model")
    page.goto("/")
    page.get_by_role("link", name="Your tasks for today").click()
    expect(page).to_have_url(re.compile(r"/work/#work-today$"))

    start = card(page, crown).get_by_role("button", name="Start", exact=True).bounding_box()
    assert start["height"] >= THUMB
    assert start["width"] > 0.85 * PHONE["width"]
    press(page, crown, "Start")
    answer(page, crown, r"Started \d\d:\d\d")
    expect(page.locator("#work-says")).to_have_text(re.compile(r"Started \d\d:\d\d"))
    expect(page.locator(".work-now .work-card")).to_have_attribute("id", f"task-{crown.pk}")
    assert page.evaluate("document.activeElement.closest('.work-card').id") == f"task-{crown.pk}"

    press(page, crown, "Pause")
    answer(page, crown, r"Paused \d\d:\d\d")
    press(page, crown, "Go on")
    answer(page, crown, r"Started \d\d:\d\d")
    assert (state(crown), crown.spans.count()) == ("in_progress", 2)

    press(page, model, "Start")
    answer(page, model, "“Zirconia crown” of order .* is paused")
    assert (state(crown), state(model)) == ("paused", "in_progress")
    press(page, model, "Undo: Model")
    answer(page, model, "Taken back")
    assert (state(crown), state(model)) == ("in_progress", "todo")

    press(page, crown, "Finish")
    answer(page, crown, r"Done \d\d:\d\d")
    press(page, crown, "Undo: Zirconia crown")
    answer(page, crown, "Taken back")
    assert state(crown) == "in_progress"

    more = card(page, crown).locator(".work-more")
    more.locator("summary").click()
    more.locator("input[type=file]").set_input_files(photo())
    expect(more.locator(".file-name")).to_have_text("IMG_0001.jpg")
    more.get_by_label("Comment").fill("Margin is short at 12")
    stood = more.get_by_label("Comment").bounding_box()["y"]
    more.get_by_role("button", name="Comment").click()
    expect(more.locator(".comment-body")).to_have_text("Margin is short at 12")
    assert abs(more.get_by_label("Comment").bounding_box()["y"] - stood) < 120, "the page jumped"
    expect(more.locator(".file-name")).to_have_text("IMG_0001.jpg")
    assert (Comment.objects.count(), Attachment.objects.get().order_id) == (1, crown.order_id)

    press(page, crown, "Finish")
    answer(page, crown, r"Done \d\d:\d\d")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert not WorkSpan.objects.running().exists()
    assert violations() == {}


QUICK = """(there) => document.addEventListener("htmx:after:swap", () => setTimeout(() => {
  const { x, y } = document.querySelector(there).getBoundingClientRect();
  const at = there === ".work-now [data-work-go]" ? window.tapped : { clientX: x, clientY: y };
  const tap = new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1, ...at });
  document.querySelector(there).dispatchEvent(tap);
}, 50), { once: true })"""
"""A press as soon as the answer is there: by the same thumb where work has begun, else where the button is."""


def quick(page, there: str, first) -> None:
    page.evaluate(
        "document.addEventListener('click', ({ clientX, clientY }) => {"
        " window.tapped ??= { clientX, clientY }; }, true)"
    )
    page.evaluate(QUICK, there)
    card(page, first).get_by_role("button", name="Start", exact=True).click()


def test_a_double_tap_starts_and_does_not_finish(page, anna):
    page.set_viewport_size(PHONE)
    task = task_for(anna, "Zirconia crown")
    page.goto("/work/")
    quick(page, ".work-now [data-work-go]", task)
    answer(page, task, "Started")
    page.wait_for_timeout(300)
    assert state(task) == "in_progress"


def test_a_quick_press_at_another_place_counts(page, anna):
    first, second = task_for(anna, "Zirconia crown", due=0), task_for(anna, "Model")
    page.set_viewport_size(PHONE)
    page.goto("/work/")
    quick(page, f"#task-{second.pk} [data-work-go]", first)
    answer(page, second, "Started")
    assert (state(first), state(second)) == ("paused", "in_progress")


def test_the_whole_page_by_keyboard(page, anna):
    first, second = task_for(anna, "Model", due=0), task_for(anna, "Zirconia crown")
    page.goto("/work/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    answer(page, first, "Started")
    assert state(first) == "in_progress"
    page.wait_for_timeout(800)
    page.keyboard.press("p")
    answer(page, first, "Paused")
    page.wait_for_timeout(800)
    page.keyboard.press("u")
    answer(page, first, "Taken back")
    assert (state(first), state(second)) == ("in_progress", "todo")
    page.keyboard.press("m")
    expect(card(page, first).get_by_text("Take a photo")).to_be_visible()
    page.keyboard.press("?")
    for says in ("Next task", "Start, go on with or finish the marked task", "Pause the marked task"):
        expect(page.locator("#shortcuts")).to_contain_text(says)


def test_a_refusal_stands_in_the_card_and_what_is_typed_beside_it_stays(page, anna):
    page.set_viewport_size(PHONE)
    task = task_for(anna, "Zirconia crown")
    page.goto("/work/")
    card(page, task).locator(".work-more summary").click()
    card(page, task).get_by_label("Comment").fill("Half a sen")
    other = make_technician(name="Nadia")
    assign_task(task.pk, cause(), performer=other, assistant=anna)
    press(page, task, "Start")
    answer(page, task, "Started")
    expect(card(page, task).get_by_label("Comment")).to_have_value("Half a sen")


def test_without_a_script_the_same_buttons_act(chromium, live_server, anna, page):
    task = task_for(anna, "Zirconia crown")
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    for name, said in (("Start", "Started"), ("Finish", "Done")):
        plain.goto("/work/")
        card(plain, task).get_by_role("button", name=name, exact=True).click()
        answer(plain, task, said)
    card(plain, task).get_by_role("button", name="Undo: Zirconia crown").click()
    answer(plain, task, "Taken back")
    assert state(task) == "in_progress"
    context.close()
