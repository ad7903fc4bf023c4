"""Add a task by hand: one more step of a service, or work that no service asks for."""

from decimal import Decimal

import pytest

from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.plan.add_task import add_task
from workflow.plan.edit_task import edit_task

pytestmark = pytest.mark.django_db


def titles(order) -> list[str]:
    return [task.title for task in order.tasks.current()]


def test_a_task_needs_no_service_and_stands_at_the_end(by, lab, planned):
    cause = by("manager")
    task = add_task(planned.pk, cause, title="  Pour a  second model ", minutes=20, performer=lab.ben)
    assert (task.line, task.title, task.minutes, task.performer) == (None, "Pour a second model", 20, lab.ben)
    assert titles(planned) == ["Model", "Frame", "Pour a second model"]
    changes = [{"field": "Pour a second model", "before": "", "after": "added"}]
    assert_booked(planned, "add_task", cause, role="manager", changes=changes)
    assert violations() == {}


def test_a_task_of_a_service_shares_its_pay(by, lab, planned):
    line = planned.lines.get()
    task = add_task(planned.pk, by(), title="Stain", line=line, share=Decimal(20), performer=lab.ben)
    assert (task.line, task.share) == (line, Decimal(20))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": " "}, "Say what is to be done"),
        ({"title": "x" * 201}, "Task: "),
        ({"title": "a", "minutes": -5}, "Standard minutes: "),
        ({"title": "a", "minutes": 10**9}, "Standard minutes: "),
        ({"title": "a", "share": Decimal(101)}, "Share of the pay"),
        ({"title": "a", "share": Decimal(-1)}, "Share of the pay"),
    ],
)
def test_what_no_task_can_say_is_refused(by, planned, said, sentence):
    cause, line, task = by(), planned.lines.get(), planned.tasks.first()
    with refused(sentence):
        add_task(planned.pk, cause, line=line, **said)
    with refused(sentence):
        edit_task(task.pk, cause, **said)


def test_a_line_of_another_order_brings_no_task(by, planned):
    cause, other = by(), make_order(by=by())
    with refused("This service is not on the order any more."):
        add_task(planned.pk, cause, title="Stain", line=other.lines.get())


def test_a_plan_has_an_end(by, planned, monkeypatch):
    monkeypatch.setattr("workflow.plan.tasks_of_plan.MOST_TASKS", 2)
    cause = by()
    with refused("A plan has at most 2 tasks."):
        add_task(planned.pk, cause, title="One more")
