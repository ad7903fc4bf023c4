"""My work: whose tasks stand there and in which sequence, the answer inside the card, the way back."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lab.once import new_token
from orders.models import Comment, Order, Task, WorkSpan
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from workflow.drawing_up.drafts import PatientDetails
from workflow.life.hold_order import hold_order
from workflow.plan.assign_task import assign_task
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 12


@pytest.fixture
def anna():
    return make_technician(name="Anna Keller")


@pytest.fixture
def client(anna):
    return client_of(anna)


def task_for(
    performer=None, *, assistant=None, name="Crown", due=7, status=Status.PRODUCTION, **fields
) -> Task:
    """The task of a new order that is due in so many days."""
    line = make_line(
        make_service(name=name, price=Decimal("123.45")), performer=performer, assistant=assistant
    )
    order = make_order(line, status=status, **fields)
    Order.objects.filter(pk=order.pk).update(due_on=timezone.localdate() + timedelta(days=due))
    return order.tasks.get()


def plan_now(task) -> None:
    now = timezone.now()
    Task.objects.filter(pk=task.pk).update(planned_start=now, planned_end=now)


def press(client, task, state, *, token="", **headers):
    sent = {"state": state, "form_token": token or new_token()}
    return client.post(f"/work/{task.pk}/move/", sent, **headers)


def undo(client, task):
    return client.post(f"/work/{task.pk}/undo/", {"form_token": new_token()})


def shown(client) -> str:
    answer = client.get("/work/")
    assert answer.status_code == 200
    return answer.content.decode()


def card(page: str, task) -> str:
    """What stands in the card of the task; "" without one."""
    found = re.search(rf'<article[^>]*id="task-{task.pk}".*?</article>', page, re.DOTALL)
    return found[0] if found else ""


def groups(client) -> dict[str, list[int]]:
    bench = client.get("/work/").context["bench"]
    return {key: [card.task.pk for card in cards] for key, _label, cards in bench.groups}


# --- whose and in which sequence --------------------------------------------------------------------------


def test_own_tasks_stand_there_and_those_of_colleagues_do_not(client, anna):
    own, assisted = task_for(anna), task_for(make_technician(name="Nadia"), assistant=anna)
    task_for(make_technician())
    assert groups(client) == {"later": [own.pk, assisted.pk]}
    assert "You assist Nadia." in card(shown(client), assisted)


def test_late_today_later_rush_first_then_the_most_urgent(client, anna):
    later, today, late, rushed, sooner = (task_for(anna, due=days) for days in (9, 0, -2, 20, 3))
    Order.objects.filter(pk=rushed.order_id).update(rush_percent=25)
    Order.objects.filter(pk=today.order_id).update(due_on=None)
    plan_now(today)
    assert groups(client) == {
        "late": [late.pk],
        "today": [today.pk],
        "later": [rushed.pk, sooner.pk, later.pk],
    }


def test_what_is_planned_today_and_was_promised_yesterday_is_late(client, anna):
    task = task_for(anna, due=-1)
    plan_now(task)
    assert groups(client) == {"late": [task.pk]}


def test_the_running_one_is_on_top(client, anna):
    late, running = task_for(anna, due=-1), task_for(anna)
    press(client, running, "in_progress")
    assert groups(client) == {"now": [running.pk], "late": [late.pk]}


def test_what_cannot_be_worked_on_does_not_stand_there(client, anna):
    for status in (Status.DRAFTING, Status.PENDING, Status.PRODUCED, Status.CANCELLED):
        task_for(anna, status=status)
    skipped = task_for(anna)
    work_on_task(skipped.pk, cause(), state="skipped")
    page = shown(client)
    assert groups(client) == {}
    assert "Nothing waits for you" in page
    assert "1 more task of yours waits: its order is not in production yet." in page


def test_what_nobody_is_on_is_free_to_take_and_folded(client, anna):
    free = task_for()
    assign_task(free.pk, cause(), performer=None)
    page = shown(client)
    assert groups(client) == {}
    assert '<details class="work-free" id="work-free">' in page
    assert card(page, free)
    press(client, free, "in_progress")
    free.refresh_from_db()
    assert (free.performer, groups(client)) == (anna, {"now": [free.pk]})


def test_a_manager_is_offered_nothing_to_take():
    assign_task(task_for().pk, cause(), performer=None)
    assert "work-free" not in shown(client_of(make_employee(roles=["manager"])))


def test_it_is_the_first_page_of_technicians_alone(client):
    assert client.get("/").url == "/work/"
    for roles in (["manager"], ["reviewer"], ["accountant"], ["technician", "manager"], ["administrator"]):
        assert client_of(make_employee(roles=roles)).get("/").url == "/orders/", roles


def test_no_money_is_on_it(client, anna):
    task = task_for(anna)
    work_on_task(task.pk, cause(), state="in_progress", whose="theirs")
    more = client.get(f"/work/{task.pk}/more/", headers={"HX-Request": "true"}).content.decode()
    assert not re.search(r"123[.,]45|EUR|€", shown(client) + more)


def test_a_card_says_what_is_to_be_made_for_whom(client, anna):
    service = make_service(name="Bridge")
    line = make_line(service, quantity="3", performer=anna, details={"teeth": "11, 12", "shade": "A2"})
    order = make_order(
        line,
        status=Status.PRODUCTION,
        patient=PatientDetails(kind="person", name="Ida Vogt"),
        instructions="High gloss",
    )
    Task.objects.update(title="Ceramics", minutes=40)
    said = card(shown(client), order.tasks.get())
    for words in (
        order.number,
        "Ida Vogt",
        "Bridge",
        "Ceramics",
        "11, 12",
        "A2",
        "× 3",
        "High gloss",
        "To do",
    ):
        assert words in said, words


@pytest.mark.parametrize("more", [0, 12])
def test_the_number_of_statements_does_not_grow(client, anna, more):
    for due in (-1, 0, 3):
        work_on_task(task_for(anna, due=due).pk, cause(), state="in_progress", whose="theirs")
        assign_task(task_for().pk, cause(), performer=None)
    for _ in range(more):
        task_for(anna)
    press(client, task_for(anna), "in_progress")
    shown(client)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown(client)
    assert len(asked) <= MOST_STATEMENTS
    assert len(asked) == STATEMENTS


STATEMENTS = 10


# --- the answer inside the card ---------------------------------------------------------------------------


def test_a_press_leads_back_to_its_card_which_says_what_was_done(client, anna):
    task = task_for(anna)
    assert press(client, task, "in_progress").url == f"/work/#task-{task.pk}"
    said = card(shown(client), task)
    assert re.search(r"Started \d\d:\d\d", said)
    assert "Undo" in said
    assert 'value="done"' in said
    assert 'value="paused"' in said


def test_done_stays_where_it_was_with_the_way_back(client, anna):
    task = task_for(anna)
    press(client, task, "in_progress")
    press(client, task, "done")
    said = card(shown(client), task)
    assert re.search(r"Done \d\d:\d\d", said)
    assert 'name="state"' not in said
    undo(client, task)
    task.refresh_from_db()
    assert (task.state, task.finished_at, WorkSpan.objects.running().count()) == ("in_progress", None, 1)
    assert "Taken back" in card(shown(client), task)


def test_the_answer_names_what_was_paused_on_another_order(client, anna):
    first, second = task_for(anna, name="Model"), task_for(anna)
    press(client, first, "in_progress")
    press(client, second, "in_progress")
    assert f"“Model” of order {first.order.number} is paused." in card(shown(client), second)
    undo(client, second)
    assert groups(client) == {"now": [first.pk], "later": [second.pk]}


def test_after_a_quarter_of_an_hour_the_answer_goes_and_so_does_the_way_back(client, anna, monkeypatch):
    task = task_for(anna)
    press(client, task, "done")
    monkeypatch.setattr("workflow.pages.work_answers.KEPT", timedelta(0))
    assert card(shown(client), task) == ""
    undo(client, task)
    task.refresh_from_db()
    assert task.state == "done"


def test_a_refusal_stands_red_inside_the_card(client, anna):
    task = task_for(anna)
    press(client, task, "in_progress")
    hold_order(task.order_id, cause(), awaited="the model", expected_on=timezone.localdate() + timedelta(9))
    press(client, task, "done")
    said = card(shown(client), task)
    assert "work-refusal" in said
    assert "This cannot be changed while the order is in the state “Pending”." in said
    assert 'name="state"' not in said


def test_an_undo_that_comes_too_late_says_so_and_offers_no_second_one(client, anna):
    task = task_for(anna)
    press(client, task, "in_progress")
    work_on_task(task.pk, cause(), state="done", whose="theirs")
    undo(client, task)
    assert "Something happened since: this can no longer be taken back." in card(shown(client), task)


def test_nothing_is_undone_that_was_not_done_here(client, anna):
    task = task_for(anna)
    work_on_task(task.pk, cause(), state="done", whose="theirs")
    undo(client, task)
    task.refresh_from_db()
    assert task.state == "done"
    assert "It is too late to take this back." in card(shown(client), task)


def test_a_button_pressed_twice_acts_once(client, anna):
    task, token = task_for(anna), new_token()
    before = task.order.events.count()
    for _ in range(2):
        press(client, task, "in_progress", token=token)
    assert (task.order.events.count(), task.spans.count()) == (before + 1, 1)


def test_without_a_token_nothing_is_done_and_the_card_says_so(client, anna):
    task = task_for(anna)
    client.post(f"/work/{task.pk}/move/", {"state": "done"})
    task.refresh_from_db()
    assert task.state == "todo"
    assert "work-refusal" in card(shown(client), task)


def test_another_persons_task_leads_to_the_question_whose_it_is(client):
    task = task_for(make_technician(name="Nadia"))
    asked = press(client, task, "in_progress")
    assert asked.url == f"/orders/{task.order.number}/tasks/{task.pk}/work/?state=in_progress"
    assert "This is the task of Nadia" in client.get(asked.url).content.decode()
    task.refresh_from_db()
    assert task.state == "todo"


def test_an_unknown_state_and_a_task_that_went_are_not_found(client, anna):
    task = task_for(anna)
    assert press(client, task, "melted").status_code == 404
    Task.objects.update(is_removed=True)
    assert press(client, task, "done").status_code == 404


# --- one tap away -----------------------------------------------------------------------------------------


def test_comments_are_read_and_added_in_the_card(client, anna):
    task = task_for(anna)
    sent = {"text": "Margin is short", "is_internal": "on", "form_token": new_token()}
    assert client.post(f"/work/{task.pk}/comment/", sent).url == f"/work/#task-{task.pk}"
    comment = Comment.objects.get()
    assert (comment.order, comment.author, comment.is_internal) == (task.order, anna, True)
    more = client.get(f"/work/{task.pk}/more/", headers={"HX-Request": "true"}).content.decode()
    assert "Margin is short" in more
    assert 'capture="environment"' in more


def test_an_empty_comment_is_refused_in_the_card(client, anna):
    task = task_for(anna)
    client.post(f"/work/{task.pk}/comment/", {"text": "  ", "form_token": new_token()})
    assert "Write a comment first." in card(shown(client), task)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(("text", "said"), [("a\x00b", "Null characters"), ("a" * 200_000, "at most")])
def test_a_comment_that_no_database_keeps_is_refused_in_the_card(client, anna, text, said):
    task = task_for(anna)
    client.post(f"/work/{task.pk}/comment/", {"text": text, "form_token": new_token()})
    assert said in card(shown(client), task)
    assert not Comment.objects.exists()


def test_without_a_script_what_is_one_tap_away_is_the_page_of_the_order(client, anna):
    task = task_for(anna)
    assert client.get(f"/work/{task.pk}/more/").url == f"/orders/{task.order.number}/"


def test_a_forgotten_clock_says_so(client, anna):
    task = task_for(anna)
    press(client, task, "in_progress")
    WorkSpan.objects.update(started_at=timezone.now() - timedelta(days=2))
    said = card(shown(client), task)
    assert "clock stopped at the end of the day" in said
    assert "data-work-seconds" not in said


def test_what_was_worked_and_what_was_planned_are_told_in_one_unit(client, anna):
    task = task_for(anna)
    Task.objects.filter(pk=task.pk).update(minutes=65)
    client.post(f"/work/{task.pk}/move/", {"form_token": new_token(), "state": "in_progress"})
    assert "of 1:05 h planned" in client.get("/work/").content.decode()
