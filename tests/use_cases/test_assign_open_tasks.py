"""Assign the open tasks of an order: those that nobody has, or all; finished ones stay."""

import pytest

from orders.states import Status
from tests.factories.orders import finish_tasks, make_line, make_order
from tests.use_cases.evidence import last_event, refused
from workflow.moving import StepRefused
from workflow.plan.assign_open_tasks import assign_open_tasks
from workflow.plan.assign_task import assign_task

pytestmark = pytest.mark.django_db


def people(order) -> list[tuple[str, str]]:
    tasks = order.tasks.order_by("position", "pk").select_related("performer", "assistant")
    return [(getattr(t.performer, "name", ""), getattr(t.assistant, "name", "")) for t in tasks]


@pytest.mark.parametrize("role", ["manager", "reviewer"])
def test_what_nobody_has_is_given_and_what_somebody_has_stays(by, lab, planned, role):
    first, _second = planned.tasks.order_by("position")
    assign_task(first.pk, by(), performer=None, assistant=lab.anna)
    said = assign_open_tasks(planned.pk, by(role), performer=lab.ben)
    assert said == "1 task given to Ben."
    assert people(planned) == [("Ben", "Anna"), ("Anna", "")]
    assert (last_event(planned).verb, last_event(planned).event.role) == ("assign_task", role)


def test_all_that_is_open_is_given_and_nobody_assists_himself(by, lab, planned):
    first, _second = planned.tasks.order_by("position")
    assign_task(first.pk, by(), performer=lab.anna, assistant=lab.ben)
    assert assign_open_tasks(planned.pk, by(), performer=lab.ben, all_open=True) == "2 tasks given to Ben."
    assert people(planned) == [("Ben", ""), ("Ben", "")]
    before = last_event(planned)
    assert assign_open_tasks(planned.pk, by(), performer=lab.ben, all_open=True) == "0 tasks given to Ben."
    assert last_event(planned) == before


def test_where_nothing_is_open_that_is_said(by, lab, planned):
    cause = by()
    finish_tasks(planned, cause)
    with refused("No task of this order is open for it.", StepRefused):
        assign_open_tasks(planned.pk, cause, performer=lab.ben, all_open=True)


def test_only_who_may_and_only_while_tasks_may_change(by, lab, planned):
    technician, cause = by("technician"), by()
    with refused("Your role does not allow this.", StepRefused):
        assign_open_tasks(planned.pk, technician, performer=lab.ben)
    over = make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCED, by=cause)
    with refused("This cannot be changed while the order is in the state", StepRefused):
        assign_open_tasks(over.pk, cause, performer=lab.ben)
