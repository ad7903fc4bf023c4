"""On SQLite a busy worker beside two people who save makes neither of them wait for long."""

import time
import uuid
from statistics import median

import pytest
from django.db import transaction
from django.utils import timezone

from background.models import Job
from lab.models import FormToken
from tests.background import pieces
from tests.background.nursery import start
from tests.background.test_killed_workers import wait_until
from tests.factories.lab import make_employee
from tests.races import at_once, failures

SAVES, MEDIAN, TIMES = 40, 0.1, 20
"""How often each saves; seconds that the median save may take; how many times longer than without a worker."""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("one_writer")]


def seconds_of_a_save(employee) -> float:
    def save(_person) -> list[float]:
        took = []
        for _save in range(SAVES):
            began = time.perf_counter()
            with transaction.atomic():
                FormToken.objects.create(
                    token=uuid.uuid4(), user=employee, body_hash="x", used_at=timezone.now()
                )
            took.append(time.perf_counter() - began)
            time.sleep(0.02)
        return took

    said = at_once(save, people=2)
    assert failures(said) == []
    return median(one for took in said for one in took)


def test_two_who_save_beside_a_busy_worker_wait_less_than_a_tenth_of_a_second(shared, data):
    anna = shared(make_employee)
    alone = seconds_of_a_save(anna)
    shared(lambda: [pieces.mark.enqueue() for _piece in range(500)])
    worker = start(data)
    wait_until(lambda: shared(lambda: Job.objects.filter(state="done").count() > 5))
    beside = seconds_of_a_save(anna)
    busy = shared(lambda: Job.objects.filter(state="waiting").exists())
    worker.terminate()
    worker.wait(timeout=20)
    print(f"a save takes {alone * 1000:.1f} ms alone, {beside * 1000:.1f} ms beside a worker")
    assert busy, "the worker had to be at work all the while"
    assert beside < MEDIAN
    assert beside < TIMES * max(alone, 0.002)
