"""The board: whose tasks stand where and in which sequence, how full the days are, who may give what to whom."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lab.models import Absence
from lab.once import new_token
from lab.working_time import Away, Hours, WorkingTime
from orders.models import Order, Task
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.lab import client_of, make_employee, make_week
from tests.factories.orders import cause, make_line, make_order, make_technician
from workflow.drawing_up.drafts import PatientDetails
from workflow.life.hold_order import hold_order
from workflow.pages.board.hours import DaysAhead, working_days
from workflow.pages.board.performers import CARDS
from workflow.pages.board.states import CARDS as CARDS_OF_A_STATE
from workflow.plan.assign_task import assign_task
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 15
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def anna():
    return make_technician(name="Anna Keller")


@pytest.fixture
def ben():
    return make_technician(name="Ben Ort")


@pytest.fixture
def client():
    """A manager's."""
    return client_of(make_employee(roles=["manager"]))


def task_for(performer=None, *, name="Crown", due=7, status=Status.PRODUCTION, **fields) -> Task:
    line = make_line(
        make_service(name=name, price=Decimal("123.45")), performer=performer or make_technician()
    )
    order = make_order(line, status=status, **fields)
    Order.objects.filter(pk=order.pk).update(due_on=timezone.localdate() + timedelta(days=due))
    return order.tasks.get()


def plan(task, *, days, minutes=60) -> None:
    start = timezone.now() + timedelta(days=days)
    Task.objects.filter(pk=task.pk).update(
        planned_start=start, planned_end=start + timedelta(minutes=minutes), minutes=minutes
    )


def rows(client) -> dict[str, object]:
    """Whose name → the row of the board."""
    found = client.get("/board/").context["rows"]
    return {row.person.name if row.person else "nobody": row for row in found}


def tasks_of(row) -> list[int]:
    return [card.task.pk for card in row.cards]


def shown(client, address="/board/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def card(page: str, task) -> str:
    found = re.search(rf'<li[^>]*id="task-{task.pk}".*?</li>', page, re.DOTALL)
    return found[0] if found else ""


def give(client, task, performer, *, token="", **sent):
    sent = {"performer": performer.pk if performer else "", "form_token": token or new_token()} | sent
    return client.post(f"/board/tasks/{task.pk}/give/", sent)


def performer_of(task):
    return Task.objects.get(pk=task.pk).performer


# --- by performer -----------------------------------------------------------------------------------------


def test_everybody_has_a_row_and_what_nobody_is_on_comes_first(client, anna, ben):
    of_anna, free = task_for(anna), task_for()
    assign_task(free.pk, cause(), performer=None)
    found = rows(client)
    assert next(iter(found)) == "nobody"
    assert tasks_of(found["nobody"]) == [free.pk]
    assert tasks_of(found["Anna Keller"]) == [of_anna.pk]
    assert found["Ben Ort"].count == 0


def test_late_then_at_risk_then_rushed_then_as_planned(client, anna):
    later, sooner, rushed, risky, late = (task_for(anna, due=due) for due in (9, 9, 9, 3, -1))
    Order.objects.filter(pk=rushed.order_id).update(rush_percent=25)
    for task, days in ((later, 6), (sooner, 5), (rushed, 8), (risky, 4)):
        plan(task, days=days)
    row = rows(client)["Anna Keller"]
    assert tasks_of(row) == [task.pk for task in (late, risky, rushed, sooner, later)]
    assert (row.late, row.at_risk) == (1, 1)
    page = shown(client)
    assert "1 day late" in card(page, late)
    assert "at risk:" in card(page, risky)
    assert "at risk:" not in card(page, sooner)
    assert "Rush" in card(page, rushed)


def test_a_card_says_what_is_to_be_done_for_whom_until_when(client, anna):
    line = make_line(make_service(name="Bridge"), performer=anna)
    patient = PatientDetails(kind="person", name="Ida Vogt")
    order = make_order(line, status=Status.PRODUCTION, patient=patient)
    Task.objects.update(title="Ceramics")
    task = order.tasks.get()
    work_on_task(task.pk, cause(), state="in_progress", whose="theirs")
    said = card(shown(client), task)
    for words in (order.number, "Ida Vogt", "Bridge", "Ceramics", "In progress", "due ", "not planned"):
        assert words in said, words


def test_what_is_on_hold_stands_apart(client, anna):
    held, other = task_for(anna, due=-1), task_for(anna)
    hold_order(
        held.order_id, cause(), awaited="the impression", expected_on=timezone.localdate() + timedelta(9)
    )
    row = rows(client)["Anna Keller"]
    assert tasks_of(row) == [other.pk]
    assert [one.task.pk for one in row.on_hold] == [held.pk]
    assert "the impression" in card(shown(client), held)


def test_drafts_stand_there_once_they_take_up_hours_and_what_is_finished_never(client, anna):
    draft, planned = (task_for(anna, status=Status.DRAFTING) for _ in range(2))
    plan(planned, days=2)
    for status in (Status.PRODUCED, Status.CANCELLED):
        task_for(anna, status=status)
    page = shown(client)
    assert tasks_of(rows(client)["Anna Keller"]) == [planned.pk]
    assert "Drafting" in card(page, planned)
    assert not card(page, draft)


def test_of_many_tasks_the_first_are_drawn_and_the_others_counted(client, anna):
    first = task_for(anna)
    Task.objects.bulk_create(
        Task(order=first.order, line=first.line, title=f"Step {n}", performer=anna, position=n)
        for n in range(2, CARDS + 41)
    )
    page = shown(client)
    assert page.count('id="task-') == 2 * CARDS  # each card, and its name
    assert re.search(r"and\s+40\s+more", page)
    assert f"/orders/?status=open&amp;performer={anna.pk}" in page


def test_whoever_left_with_open_tasks_is_there_and_is_given_none(client, anna):
    task = task_for(anna)
    anna.is_active = False
    anna.save()
    page = shown(client)
    assert card(page, task)
    assert f'data-board-drop="{anna.pk}"' not in page
    assert "performs no tasks any more" in page


@pytest.mark.parametrize("role", ["manager", "reviewer", "administrator"])
def test_who_names_performers_gives_cards_away(anna, role):
    task = task_for(anna)
    page = shown(client_of(make_employee(roles=[role])))
    assert f'data-board-card="/board/tasks/{task.pk}/give/"' in page
    assert "Give to …" in card(page, task)
    assert re.search(rf'id="board-drag"\s+method="post"\s+action="/board/tasks/{task.pk}/give/"', page)


def test_technicians_look_and_give_nothing(anna):
    task = task_for(anna)
    client = client_of(make_employee(roles=["technician"]))
    page = shown(client)
    assert card(page, task)
    assert "data-board-drop" not in page
    assert "data-board-card" not in page
    assert 'draggable="true"' not in page
    assert give(client, task, None).status_code == 403


def test_the_rail_leads_there_and_accountants_are_not_let_in():
    assert 'href="/board/"' in shown(client_of(make_employee(roles=["reviewer"])), "/orders/")
    accountant = client_of(make_employee(roles=["accountant"]))
    assert 'href="/board/"' not in shown(accountant, "/orders/")
    assert accountant.get("/board/").status_code == 403


def test_no_money_is_on_it(client, anna):
    task_for(anna)
    assert not re.search(r"123[.,]45|EUR|€", shown(client) + shown(client, "/board/?by=state"))


@pytest.mark.parametrize("address", ["/board/", "/board/?by=state"])
def test_the_number_of_statements_does_not_grow(client, anna, address):
    task_for(anna, due=-1)
    few = statements(client, address)
    for n in range(6):
        plan(task_for(due=n), days=n)
    assert statements(client, address) == few <= MOST_STATEMENTS


def statements(client, address) -> int:
    shown(client, address)
    with CaptureQueriesContext(connection) as asked:
        shown(client, address)
    return len(asked)


def test_two_thousand_open_tasks_make_a_page_of_modest_size(client):
    people = [make_technician() for _ in range(12)]
    first = task_for(people[0])
    start = timezone.now()
    Task.objects.bulk_create(
        Task(
            order=first.order,
            line=first.line,
            title=f"A step with a rather long name, the {n}th of many",
            performer=people[n % 12],
            position=n,
            planned_start=start + timedelta(hours=n % 200),
            planned_end=start + timedelta(hours=n % 200 + 1),
        )
        for n in range(2, 2001)
    )
    assert client.get("/board/").context["tasks"] == 2000
    assert len(shown(client).encode()) < 1_500_000
    assert statements(client, "/board/") <= MOST_STATEMENTS


# --- how full the days are --------------------------------------------------------------------------------

MONDAY = date(2026, 11, 23)
WEEK = (*(Hours(time(8), time(17), time(12), time(13)),) * 5, None, None)


def ahead(away=(), today=MONDAY) -> DaysAhead:
    calendar = WorkingTime(WEEK, (), BERLIN)
    return DaysAhead(calendar, working_days(calendar, today), {1: list(away)})


def at(day: int, hour: int) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time(hour), BERLIN)


def test_today_and_the_next_nine_working_days_are_shown():
    days = ahead().days
    assert (days[0], days[4], days[5], len(days)) == (
        MONDAY,
        MONDAY + timedelta(4),
        MONDAY + timedelta(7),
        10,
    )
    assert ahead(today=MONDAY - timedelta(1)).days == days


def test_planned_hours_leave_out_the_break_and_the_night():
    days = ahead()
    days.lay(1, at(0, 10), at(1, 9))
    monday, tuesday, *rest = days.of(1)
    assert (monday.planned, monday.has, monday.over) == (360, 480, 0)
    assert (tuesday.planned, tuesday.planned_clock, tuesday.part) == (60, "1:00", 13)
    assert {load.planned for load in rest} == {0}


def test_more_than_fits_is_over_full():
    days = ahead()
    for _ in range(2):
        days.lay(1, at(2, 8), at(2, 15))
    wednesday = days.of(1)[2]
    assert (wednesday.planned, wednesday.over, wednesday.over_clock, wednesday.part) == (
        720,
        240,
        "4:00",
        100,
    )


def test_whoever_is_away_has_no_hours_and_of_an_absence_of_hours_the_rest():
    away = [Away(MONDAY, MONDAY), Away(MONDAY + timedelta(1), MONDAY + timedelta(2), time(8), time(12))]
    days = ahead(away)
    days.lay(1, at(0, 8), at(1, 14))
    monday, tuesday, wednesday, *_rest = days.of(1)
    assert (monday.is_away, monday.has, monday.planned) == (True, 0, 0)
    assert (tuesday.is_away, tuesday.has, tuesday.planned) == (False, 240, 60)
    assert wednesday.has == 240


def test_a_laboratory_that_never_opens_shows_no_days(client, anna):
    task_for(anna)
    make_week(is_open=False)
    assert rows(client)["Anna Keller"].loads == []


def test_over_full_is_said_in_words(client, anna):
    make_week(is_open=True)
    tomorrow = timezone.localtime().replace(hour=0, minute=0) + timedelta(days=1)
    for task in (task_for(anna), task_for(anna)):
        Task.objects.filter(pk=task.pk).update(
            planned_start=tomorrow, planned_end=tomorrow + timedelta(hours=24), minutes=480
        )
    page = re.sub(r"\s+", " ", shown(client))
    assert "1 day over-full" in page
    assert "8:00 over" in page


def test_what_has_no_place_in_these_days_is_counted_in_hours(client, anna):
    unplanned, passed, placed = (task_for(anna) for _ in range(3))
    plan(passed, days=-20)
    plan(placed, days=1)
    Task.objects.filter(pk=unplanned.pk).update(minutes=30)
    assert rows(client)["Anna Keller"].unplaced_clock == "1:30"


# --- giving -----------------------------------------------------------------------------------------------


def test_a_dragged_card_goes_to_the_other_person_and_the_board_says_so(client, anna, ben):
    task = task_for(anna)
    answer = give(client, task, ben, held=anna.pk, dragged="1")
    assert answer.url == "/board/"
    assert performer_of(task) == ben
    page = re.sub(r"\s+", " ", shown(client))
    assert f"“Crown” of order {task.order.number} is given to Ben Ort." in page
    assert f"Plan order {task.order.number} anew" in page


def test_undo_gives_it_back_with_its_assistant(client, anna, ben):
    task = task_for(anna)
    assign_task(task.pk, cause(), performer=anna, assistant=ben)
    give(client, task, ben, held=anna.pk, dragged="1")
    assert (performer_of(task), Task.objects.get(pk=task.pk).assistant) == (ben, None)
    give(client, task, anna, assistant=ben.pk, held=ben.pk, dragged="1")
    task.refresh_from_db()
    assert (task.performer, task.assistant) == (anna, ben)
    page = shown(client)
    assert "“Crown” is back where it was." in page
    assert "board-moved" not in page


def test_the_assistant_stays(client, anna, ben):
    task, carla = task_for(anna), make_technician()
    assign_task(task.pk, cause(), performer=anna, assistant=carla)
    give(client, task, ben)
    task.refresh_from_db()
    assert (task.performer, task.assistant) == (ben, carla)


def test_a_task_can_be_given_to_nobody(client, anna):
    task = task_for(anna)
    give(client, task, None, held=anna.pk, dragged="1")
    assert performer_of(task) is None
    assert "is given to nobody." in shown(client)


def test_it_warns_where_the_person_is_away_then(client, anna, ben):
    task, today = task_for(anna, due=7), timezone.localdate()
    make_week(is_open=True)
    Absence.objects.create(employee=ben, first=today, last=today + timedelta(days=3))
    give(client, task, ben, held=anna.pk, dragged="1")
    assert "Ben Ort is away until" in shown(client)


def test_whoever_is_away_until_the_due_date_is_refused_in_words(client, anna, ben):
    task, today = task_for(anna, due=7), timezone.localdate()
    make_week(is_open=True)
    Absence.objects.create(employee=ben, first=today, last=today + timedelta(days=30))
    assert give(client, task, ben, held=anna.pk, dragged="1").url == "/board/"
    assert "Ben Ort is away until" in shown(client)
    answer = give(client, task, ben)
    assert answer.status_code == 409
    assert "The order is due on" in answer.content.decode()
    assert performer_of(task) == anna


def test_what_went_to_somebody_meanwhile_is_not_given_on_blindly(client, anna, ben):
    task, carla = task_for(anna), make_technician(name="Carla")
    assign_task(task.pk, cause(), performer=carla)
    give(client, task, ben, held=anna.pk, dragged="1")
    assert performer_of(task) == carla
    assert "Meanwhile “Crown” went to Carla." in shown(client)


def test_the_same_token_gives_once(client, anna, ben):
    task, token = task_for(anna), new_token()
    before = task.order.events.count()
    for _ in range(2):
        give(client, task, ben, token=token)
    assert task.order.events.count() == before + 1


def test_the_dialog_asks_to_whom_and_says_what_is_wrong(client, anna):
    task = task_for(anna)
    asked = client.get(f"/board/tasks/{task.pk}/give/").content.decode()
    assert f"Give “Crown” of {task.order.number} to …" in asked
    assert "Anna Keller" in asked
    answer = client.post(f"/board/tasks/{task.pk}/give/", {"performer": "98765", "form_token": new_token()})
    assert answer.status_code == 409
    assert "Choose one of the performers." in answer.content.decode()


def test_nothing_is_given_of_an_order_that_is_produced(client, anna):
    task = task_for(anna, status=Status.PRODUCED)
    assert client.get(f"/board/tasks/{task.pk}/give/").status_code == 409


def test_an_order_is_planned_anew_and_nothing_is_left_to_decide(client, anna, ben):
    task = task_for(anna)
    give(client, task, ben, held=anna.pk, dragged="1")
    answer = client.post(f"/board/orders/{task.order.number}/plan/", {"form_token": new_token()})
    assert answer.url == "/board/"
    page = shown(client)
    assert "1 task is planned, until" in page
    assert "board-moved" not in page
    assert Task.objects.get(pk=task.pk).planned_end


def test_an_order_that_cannot_be_planned_says_why(client, anna):
    task = task_for(anna)
    Order.objects.update(due_on=None)
    client.post(f"/board/orders/{task.order.number}/plan/", {"form_token": new_token()})
    assert "Set the due date first" in shown(client)


# --- by state ---------------------------------------------------------------------------------------------


def columns(client) -> dict[str, list[str]]:
    found = client.get("/board/?by=state").context["columns"]
    return {column.key: [one.order.number for one in column.cards] for column in found}


def test_orders_in_the_house_stand_in_columns_by_state(client, anna):
    numbers = {}
    for status in (Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW, Status.PRODUCED):
        numbers[status] = task_for(anna, status=status).order.number
    held = task_for(anna)
    hold_order(
        held.order_id, cause(), awaited="the impression", expected_on=timezone.localdate() + timedelta(9)
    )
    assert columns(client) == {
        "pending": [numbers[Status.PENDING]],
        "hold": [held.order.number],
        "production": [numbers[Status.PRODUCTION]],
        "review": [numbers[Status.REVIEW]],
        "produced": [numbers[Status.PRODUCED]],
    }
    page = re.sub(r"\s+", " ", shown(client, "/board/?by=state"))
    assert "Awaited: the impression" in page
    assert "0 of 1 done · Anna Keller" in page


def test_late_orders_come_first_and_what_is_produced_is_late_no_more(client, anna):
    ordinary, risky, late = (task_for(anna, due=due) for due in (9, 2, -1))
    plan(risky, days=3)
    assert columns(client)["production"] == [task.order.number for task in (late, risky, ordinary)]
    produced = task_for(anna, due=-1, status=Status.PRODUCED)
    column = client.get("/board/?by=state").context["columns"][-1]
    assert ([one.order.pk for one in column.cards], column.late) == ([produced.order_id], 0)


def test_of_many_orders_the_first_are_drawn(client, anna, monkeypatch):
    monkeypatch.setattr("workflow.pages.board.states.CARDS", 2)
    for _ in range(5):
        task_for(anna)
    page = re.sub(r"\s+", " ", shown(client, "/board/?by=state"))
    assert page.count('class="board-card') - page.count('class="board-cards') == 2
    assert "and 3 more" in page
    assert CARDS_OF_A_STATE > 2
