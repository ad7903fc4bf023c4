"""The board in a browser: planned and given to somebody else by mouse, by keyboard, on a phone, without a script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lab.models import Absence
from orders.models import Order, Task
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.lab import make_employee, make_week
from tests.factories.orders import make_line, make_order, make_technician
from verification.invariants import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def mona(log_in):
    """A manager who is logged in."""
    person = make_employee("Mona Reed", roles=["manager"])
    log_in(person)
    return person


@pytest.fixture
def anna(mona):
    return make_technician(name="Anna Keller")


@pytest.fixture
def ben(mona):
    return make_technician(name="Ben Ort")


def task_for(performer, name="Crown", *, due=7) -> Task:
    make_week(is_open=True)
    order = make_order(make_line(make_service(name=name), performer=performer), status=Status.PRODUCTION)
    Order.objects.filter(pk=order.pk).update(due_on=timezone.localdate() + timedelta(days=due))
    return order.tasks.get()


def card(page, task):
    return page.locator(f"#task-{task.pk}")


def row(page, person):
    return page.locator(f"#person-{person.pk}")


def performer_of(task):
    return Task.objects.get(pk=task.pk).performer


def focused(page) -> str:
    return page.evaluate("document.activeElement.closest('.board-card')?.id ?? ''")


def test_plan_and_reassign_by_mouse(page, anna, ben):
    crown, model = task_for(anna), task_for(anna, "Model")
    page.goto("/orders/")
    page.get_by_role("link", name="Board").first.click()

    card(page, crown).drag_to(row(page, ben))
    expect(row(page, ben).locator(f"#task-{crown.pk}")).to_be_visible()
    said = f"“Crown” of order {crown.order.number} is given to Ben Ort."
    expect(page.locator(".board-moved")).to_contain_text(said)
    expect(page.locator("#board-says")).to_have_text(said)
    assert performer_of(crown) == ben

    page.get_by_role("button", name=f"Plan order {crown.order.number} anew").click()
    expect(page.locator("#lines")).to_contain_text("1 task is planned, until")
    expect(page.locator(".board-moved")).to_have_count(0)
    expect(card(page, crown)).to_contain_text("planned until")

    card(page, model).drag_to(page.locator(".board-people").get_by_role("link", name="Ben Ort"))
    expect(row(page, ben).locator(f"#task-{model.pk}")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row(page, anna).locator(f"#task-{model.pk}")).to_be_visible()
    expect(page.locator("#lines")).to_contain_text("“Model” is back where it was.")
    assert performer_of(model) == anna
    assert violations() == {}


def test_plan_and_reassign_by_keyboard(page, anna, ben):
    sooner, later = task_for(anna, due=3), task_for(anna, "Model", due=5)
    page.goto("/board/")
    page.keyboard.press("j")
    assert focused(page) == f"task-{sooner.pk}"
    page.keyboard.press("ArrowRight")
    assert focused(page) == f"task-{later.pk}"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("g")
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text(f"Give “Crown” of {sooner.order.number} to …")
    page.keyboard.type("Ben")
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(row(page, ben).locator(f"#task-{sooner.pk}")).to_be_visible()
    expect(dialog).to_be_hidden()
    assert performer_of(sooner) == ben
    assert focused(page) == f"task-{sooner.pk}"

    page.keyboard.press("ArrowUp")
    assert focused(page) == f"task-{later.pk}"
    plan = page.get_by_role("button", name=f"Plan order {sooner.order.number} anew")
    plan.focus()
    page.keyboard.press("Enter")
    expect(card(page, sooner)).to_contain_text("planned until")
    assert violations() == {}


def test_whoever_is_away_is_warned_of_or_refused_and_the_card_stays(page, anna, ben):
    crown, today = task_for(anna), timezone.localdate()
    absence = Absence.objects.create(employee=ben, first=today, last=today + timedelta(days=2))
    page.goto("/board/")
    expect(row(page, ben)).to_contain_text("away")
    card(page, crown).drag_to(row(page, ben))
    expect(page.locator(".board-moved")).to_contain_text("Ben Ort is away until")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, anna).locator(f"#task-{crown.pk}")).to_be_visible()

    Absence.objects.filter(pk=absence.pk).update(last=today + timedelta(days=20))
    card(page, crown).drag_to(row(page, ben))
    expect(page.locator("#lines")).to_contain_text("give the task to somebody else")
    expect(row(page, anna).locator(f"#task-{crown.pk}")).to_be_visible()
    assert performer_of(crown) == anna


def test_on_a_phone_people_stand_one_below_the_other_and_nothing_is_wider_than_it(page, anna, ben):
    page.set_viewport_size(PHONE)
    crown = task_for(anna, "Zirconia crown on a titanium base, layered by hand")
    page.goto("/board/")
    tops = [row(page, person).bounding_box()["y"] for person in (anna, ben)]
    assert tops[0] < tops[1]
    card(page, crown).get_by_role("link", name=re.compile("Give ")).click()
    page.locator("#dialog select").select_option(label="Ben Ort")
    page.locator("#dialog").get_by_role("button", name="Give").click()
    expect(row(page, ben).locator(f"#task-{crown.pk}")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_without_a_script_the_dialog_is_a_page(chromium, live_server, page, anna, ben):
    crown = task_for(anna)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto("/board/")
    card(plain, crown).get_by_role("link", name=re.compile("Give ")).click()
    plain.get_by_label("Performer").select_option(label="Ben Ort")
    plain.get_by_role("button", name="Give").click()
    expect(row(plain, ben).locator(f"#task-{crown.pk}")).to_be_visible()
    plain.get_by_role("button", name="Undo").click()
    expect(row(plain, anna).locator(f"#task-{crown.pk}")).to_be_visible()
    assert performer_of(crown) == anna
    context.close()
