"""Move a task up or down."""

import pytest

from tests.use_cases.evidence import last_event
from workflow.plan.move_task import move_task

pytestmark = pytest.mark.django_db


def titles(order) -> list[str]:
    return [task.title for task in order.tasks.current()]


def test_a_task_changes_places_with_its_neighbour_and_the_ends_stay(by, planned):
    model, frame = planned.tasks.current()
    move_task(model.pk, by(), way="down")
    assert titles(planned) == ["Frame", "Model"]
    booked = last_event(planned)
    move_task(model.pk, by(), way="down")
    move_task(frame.pk, by(), way="up")
    assert titles(planned) == ["Frame", "Model"]
    assert last_event(planned) == booked
    move_task(model.pk, by(), way="up")
    assert titles(planned) == ["Model", "Frame"]
