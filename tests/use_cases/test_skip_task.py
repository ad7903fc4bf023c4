"""Skip a task, or take a skipped one up again."""

import pytest

from billing.models import Act
from orders.models import Task
from workflow.plan.skip_task import skip_task, take_up_task

pytestmark = pytest.mark.django_db


def test_a_skipped_task_can_be_taken_up_again(by, planned):
    task = planned.tasks.first()
    skip_task(task.pk, by())
    task.refresh_from_db()
    assert task.state == "skipped"
    take_up_task(task.pk, by())
    task.refresh_from_db()
    assert (task.state, task.finished_at) == ("todo", None)


def test_the_responsible_performer_follows_the_plan(by, lab, planned):
    """The first task that counts says in whose act the line stands."""
    model, frame = planned.tasks.current()
    Task.objects.filter(pk=frame.pk).update(performer=lab.ben)
    skip_task(model.pk, by())
    assert Act.objects.drafts().get(order=planned).performer == lab.ben
