"""The page of a service: norm against real, per step."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Task, WorkSpan
from orders.states import Status
from tests.factories.catalog import make_service, make_step
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_line, make_order, make_technician
from workflow.pages.service_page import step_times

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NOON = timezone.make_aware(datetime(2026, 11, 25, 12))


def worked(service, *minutes: int, capped=False) -> Task:
    """The tasks of a new order, finished; the first took so many minutes, by a stretch each."""
    anna = make_technician()
    order = make_order(make_line(service, performer=anna), status=Status.REVIEW)
    task = order.tasks.first()
    for number, took in enumerate(minutes):
        start = NOON + timedelta(hours=number)
        end = start + timedelta(minutes=took)
        WorkSpan.objects.create(task=task, employee=anna, started_at=start, ended_at=end, is_capped=capped)
    return task


def told(service) -> list[tuple]:
    return [(step.name, step.norm, step.real, step.count, step.capped) for step in step_times(service)]


def test_the_median_of_what_was_measured_stands_beside_the_norm():
    service = make_service()
    for name, norm in (("Model", 20), ("Ceramics", 90)):
        make_step(service, name=name, minutes=norm)
    for minutes in ((10, 15), (30,), (70,)):
        worked(service, *minutes)
    worked(service)
    assert told(service) == [("Model", 20, 30, 3, 0), ("Ceramics", 90, None, 0, 0)]


def test_a_service_without_steps_has_one_task():
    service = make_service(name="Polish")
    worked(service, 12)
    assert told(service) == [("Polish", None, 12, 1, 0)]


def test_what_was_capped_is_counted_and_said_so():
    service = make_service(name="Polish")
    worked(service, 300, capped=True)
    worked(service, 20)
    assert told(service) == [("Polish", None, 160, 2, 1)]
    page = client_of(make_employee(roles=["technician"])).get(service.get_absolute_url()).content.decode()
    assert "1 with a forgotten clock" in page


def test_an_unfinished_task_says_nothing_yet():
    service = make_service(name="Polish")
    task = worked(service, 12)
    Task.objects.filter(pk=task.pk).update(state="paused", finished_at=None)
    assert told(service) == [("Polish", None, None, 0, 0)]
    page = client_of(make_employee(roles=["technician"])).get(service.get_absolute_url()).content.decode()
    assert "Nobody has started and finished a task of this service" in page


def test_the_number_of_statements_does_not_grow():
    service, counts = make_service(name="Polish"), []
    client = client_of(make_employee(roles=["manager"]))
    for _ in range(3):
        worked(service, 12)
        with CaptureQueriesContext(connection) as asked:
            client.get(service.get_absolute_url())
        counts.append(len(asked))
    assert len(set(counts[1:])) == 1
