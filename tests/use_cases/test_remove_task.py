"""Remove a task that nobody has begun."""

import pytest

from tests.use_cases.evidence import refused
from workflow.plan.edit_task import edit_task
from workflow.plan.remove_task import remove_task
from workflow.plan.work_on_task import work_on_task

pytestmark = pytest.mark.django_db


def titles(order) -> list[str]:
    return [task.title for task in order.tasks.current()]


def test_only_what_nobody_has_begun_is_removed(by, planned):
    model, frame = planned.tasks.current()
    work_on_task(model.pk, by(), state="in_progress", whose="theirs")
    cause = by()
    with refused("Somebody has begun this task."):
        remove_task(model.pk, cause)
    remove_task(frame.pk, cause)
    assert titles(planned) == ["Model"]
    with refused("This task was taken off the plan."):
        edit_task(frame.pk, cause, title="Frame again")


def test_a_service_keeps_its_last_task(by, planned):
    model, frame = planned.tasks.current()
    cause = by()
    remove_task(frame.pk, cause)
    with refused("A service keeps at least one task."):
        remove_task(model.pk, cause)
