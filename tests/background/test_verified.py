"""The oracle names work that is held for too long, and shows a person what failed or waits in vain."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from background.leases import take
from background.models import State
from tests.factories.background import make_job
from verification.invariants import violations
from verification.unattended import work_is_held_for_a_lease

pytestmark = pytest.mark.django_db


def test_work_in_every_right_state_is_right():
    for state in State:
        if state != State.RUNNING:
            make_job(state=state)
    assert take(timezone.now())
    assert 60 not in violations()


def test_work_that_is_held_for_longer_than_a_lease_is_wrong():
    make_job(state=State.RUNNING, lease=uuid.uuid4(), due_at=timezone.now() + timedelta(days=1))
    assert "is held until" in violations()[60][0]


def test_what_failed_and_what_nobody_takes_is_for_a_person_to_look_at():
    make_job(state=State.FAILED, about="a letter", last_error="no route")
    make_job(about="a thumbnail", due_at=timezone.now() - timedelta(days=1))
    failed, waiting = work_is_held_for_a_lease().to_look_at
    assert "a letter" in failed
    assert "a thumbnail" in waiting
