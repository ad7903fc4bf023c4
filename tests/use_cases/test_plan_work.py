"""Plan the work: tasks get their places backwards from the due date, around what is closed, away and taken."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from common.days import weekday
from lab.models import Absence, Holiday, LabSettings
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_service, make_step
from tests.factories.orders import bring_to, make_line, make_order
from tests.use_cases.evidence import last_event, refused
from verification.invariants import violations
from workflow.drawing_up.update_due_date import update_due_date
from workflow.life.submit_order import submit_order
from workflow.plan.plan_work import plan_work
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date.today() + timedelta(days=7 - date.today().weekday())
"""The next one: no order is drawn up for a day that has passed."""
THURSDAY = MONDAY + timedelta(days=3)
MORNING = datetime.combine(MONDAY, time(8), BERLIN)
"""The laboratory works from 8 to 12 and from 13 to 17."""


@pytest.fixture
def on_monday(by):
    """``on_monday(role)``: a cause of the person, at eight o'clock on Monday."""
    return lambda role="manager": replace(by(role), at=MORNING)


@pytest.fixture
def bridge(lab):
    """A service of a model of two hours and a frame of six, both by whoever does the line."""
    service = make_service(name="Bridge")
    make_step(service, name="Model", minutes=120)
    make_step(service, name="Frame", minutes=360)
    return service


@pytest.fixture
def order(by, lab, bridge):
    """Due on Thursday."""
    return make_order(make_line(bridge, performer=lab.anna), due_on=MONDAY + timedelta(days=3), by=by())


def placed(order) -> dict[str, tuple[str, str]]:
    """Task → its start and end, as “Thu 10:00”."""
    local = {
        task.title: [moment.astimezone(BERLIN) for moment in (task.planned_start, task.planned_end)]
        for task in order.tasks.current()
        if task.planned_start
    }
    return {title: tuple(f"{at:%a %H:%M}" for at in moments) for title, moments in local.items()}


def test_tasks_of_a_line_end_with_the_due_date_one_after_the_other(order, on_monday):
    cause = on_monday()
    plan = plan_work(order.pk, cause)
    assert placed(order) == {"Model": ("Thu 08:00", "Thu 10:00"), "Frame": ("Thu 10:00", "Thu 17:00")}
    assert (plan.tasks, plan.late_by) == (2, 0)
    assert plan.said == f"2 tasks are planned, until {weekday(THURSDAY)}, 17:00."
    change = {"field": "plan", "before": "", "after": f"until {weekday(THURSDAY)}, 17:00"}
    booked = last_event(order)
    assert (booked.verb, booked.changes, booked.event.actor) == ("plan_work", [change], cause.actor)
    assert violations() == {}


def test_the_break_closed_days_and_absences_are_worked_around(order, lab, on_monday):
    Holiday.objects.create(
        first=MONDAY + timedelta(days=3), last=MONDAY + timedelta(days=3), name="Saint Nobody"
    )
    Absence.objects.create(
        employee=lab.anna, first=MONDAY + timedelta(days=2), last=MONDAY + timedelta(days=2)
    )
    plan_work(order.pk, on_monday())
    assert placed(order) == {"Model": ("Tue 08:00", "Tue 10:00"), "Frame": ("Tue 10:00", "Tue 17:00")}


def test_nobody_does_two_things_at_once(order, by, bridge, lab, on_monday):
    other = make_order(make_line(bridge, performer=lab.anna), due_on=order.due_on, by=by())
    plan_work(order.pk, on_monday())
    plan_work(other.pk, on_monday())
    assert placed(other) == {"Model": ("Wed 08:00", "Wed 10:00"), "Frame": ("Wed 10:00", "Wed 17:00")}


def test_planned_again_an_order_is_not_in_its_own_way(order, on_monday):
    plan_work(order.pk, on_monday())
    before = placed(order)
    plan_work(order.pk, on_monday())
    assert placed(order) == before


def test_what_does_not_fit_says_by_how_much_and_what_could_give(order, lab, on_monday):
    Order.objects.filter(pk=order.pk).update(due_on=MONDAY)
    Absence.objects.create(employee=lab.anna, first=MONDAY, last=MONDAY)
    plan = plan_work(order.pk, on_monday())
    assert placed(order) == {"Model": ("Tue 08:00", "Tue 10:00"), "Frame": ("Tue 10:00", "Tue 17:00")}
    assert plan.late_by == 8 * 60
    assert f"That is 8 h of work after the due date, {weekday(MONDAY)}." in plan.said
    assert f"It would fit until {weekday(MONDAY + timedelta(days=1))}." in plan.said
    assert plan.said.endswith("it would be 6 h late.")
    assert "With “Model” given to" in plan.said


def test_finished_tasks_stay_where_they_are(order, by, on_monday):
    plan_work(order.pk, on_monday())
    bring_to(order, Status.PRODUCTION, by())
    model = order.tasks.first()
    work_on_task(model.pk, by(), state="done", whose="theirs")
    before = placed(order)["Model"]
    update_due_date(order.pk, by(), due_on=order.due_on + timedelta(days=1))
    plan_work(order.pk, on_monday())
    assert placed(order) == {"Model": before, "Frame": ("Fri 10:00", "Fri 17:00")}


def test_a_service_that_has_got_steps_since_gets_their_tasks(by, lab, on_monday):
    service = make_service(name="Bridge")
    order = make_order(make_line(service, performer=lab.anna), due_on=MONDAY + timedelta(days=3), by=by())
    make_step(service, name="Model", minutes=60)
    make_step(service, name="Frame", minutes=60, performer=lab.ben)
    plan_work(order.pk, on_monday())
    assert [(t.title, t.performer) for t in order.tasks.current()] == [
        ("Model", lab.anna),
        ("Frame", lab.ben),
    ]


def test_without_a_due_date_there_is_nothing_to_plan_towards(order, on_monday):
    Order.objects.filter(pk=order.pk).update(due_on=None)
    cause = on_monday()
    with refused("Set the due date first"):
        plan_work(order.pk, cause)


def test_what_is_all_done_is_not_planned(by, lab, on_monday):
    order = make_order(make_line(lab.polish, performer=lab.anna), status=Status.REVIEW, by=by())
    cause = on_monday()
    with refused("Nothing is left to plan"):
        plan_work(order.pk, cause)


def test_whoever_is_always_away_is_named(order, lab, on_monday):
    Absence.objects.create(employee=lab.anna, first=MONDAY, last=MONDAY + timedelta(days=1000))
    cause = on_monday()
    with refused("Anna has no working time left"):
        plan_work(order.pk, cause)


def test_submitting_plans_where_the_settings_say_so(by, lab, bridge):
    first = make_order(make_line(bridge, performer=lab.anna), by=by())
    submit_order(first.pk, by())
    assert placed(first) == {}
    LabSettings.objects.update(plan_on_submit=True)
    second = make_order(make_line(bridge, performer=lab.anna), by=by())
    submit_order(second.pk, by())
    assert list(placed(second)) == ["Model", "Frame"]


def test_what_cannot_be_planned_is_submitted_all_the_same(by, lab, bridge):
    LabSettings.objects.update(plan_on_submit=True)
    nowhere, done = (make_order(make_line(bridge, performer=lab.anna), by=by()) for _order in range(2))
    done.tasks.update(state="done")
    submit_order(done.pk, by())
    Absence.objects.create(employee=lab.anna, first=date(2020, 1, 1), last=date(2099, 1, 1))
    submit_order(nowhere.pk, by())
    for order in (nowhere, done):
        order = Order.objects.get(pk=order.pk)
        assert (order.status, placed(order)) == ("pending", {})
        assert not order.events.filter(verb="plan_work").exists()
