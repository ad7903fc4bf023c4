"""Edit a task: its name, minutes and share."""

from decimal import Decimal

import pytest

from tests.use_cases.evidence import assert_booked, last_event
from workflow.plan.edit_task import edit_task

pytestmark = pytest.mark.django_db


def test_an_edited_task_says_what_it_was_and_the_same_again_books_nothing(by, planned):
    task, cause = planned.tasks.first(), by("reviewer")
    edit_task(task.pk, cause, title="Models", minutes=45, share=Decimal(40))
    change = {"field": "task", "before": "Model", "after": "Models, 45 min, 40 %"}
    assert_booked(planned, "edit_task", cause, role="reviewer", changes=[change])
    booked = last_event(planned)
    edit_task(task.pk, by(), title="Models", minutes=45, share=Decimal(40))
    assert last_event(planned) == booked
