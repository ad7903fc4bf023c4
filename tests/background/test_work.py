"""Work is asked for with its cause, done once, tried again with growing waits, and left to a person in the end."""

from datetime import datetime, timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import TaskResultStatus

from background import leases, running
from background import worker as worker_module
from background.daily import ask_for_daily_work, ask_for_hourly_work
from background.leases import LEASE, fail, finish, renew, take, wait_after
from background.models import Job, State
from background.tending import WorkHasGoneOn, give_up, try_again
from background.worker import Worker
from lab.models import Event
from tests.background import pieces
from tests.factories.background import make_job, work_off
from tests.factories.lab import make_cause, make_employee

pytestmark = pytest.mark.django_db


def only() -> Job:
    return Job.objects.get()


def later(**wait) -> datetime:
    return timezone.now() + timedelta(**wait)


# --- asking -----------------------------------------------------------------------------------------------


def test_asking_writes_one_row_with_who_asked_and_what_it_is_about(django_assert_num_queries):
    anna = make_employee("Anna")
    with django_assert_num_queries(1):
        result = pieces.mark.enqueue(0, asked_by=anna.pk, about="a shade photo")
    job = only()
    assert (job.kind, job.about, job.asked_by) == ("tests.background.pieces.mark", "a shade photo", anna)
    assert (job.state, job.attempts, job.arguments["args"]) == (State.WAITING, 0, [0])
    assert (result.id, result.status) == (str(job.pk), TaskResultStatus.READY)


def test_work_is_there_if_and_only_if_its_cause_is():

    @transaction.atomic
    def cause(*, fails):
        pieces.mark.enqueue()
        if fails:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cause(fails=True)
    assert not Job.objects.exists()
    cause(fails=False)
    assert Job.objects.exists()


def test_work_asked_for_later_waits_until_then():
    pieces.mark.using(run_after=later(minutes=5)).enqueue()
    assert work_off() == 0
    assert take(later(minutes=6)) == only()


def test_what_is_urgent_goes_first_and_then_what_waited_longest():
    third, second, first = (
        make_job(priority=0),
        make_job(priority=0, due_at=later(minutes=-1)),
        make_job(priority=10),
    )
    assert [take(later(seconds=1)) for _ in range(3)] == [first, second, third]


# --- doing ------------------------------------------------------------------------------------------------


def test_done_work_says_what_came_of_it_by_the_interface_of_the_tasks():
    result = pieces.mark.enqueue()
    assert work_off() == 1
    result.refresh()
    assert (result.status, result.return_value, result.attempts) == (
        TaskResultStatus.SUCCESSFUL,
        "marked",
        1,
    )
    assert pieces.effects() == {f"work {result.id}": 1}
    assert work_off() == 0


def test_an_idle_look_is_one_statement_and_a_piece_of_work_a_handful():
    worker = Worker(asks=False)
    with CaptureQueriesContext(
        connection,
    ) as idle:
        assert not worker.step()
    make_job("builtins.print")
    with CaptureQueriesContext(connection) as busy:
        assert worker.step()
    assert len(idle) == 1
    assert len([one for one in busy if "SAVEPOINT" not in one["sql"]]) <= 4


def test_what_went_wrong_is_tried_again_with_growing_waits_and_then_left_to_a_person():
    result = pieces.fail.enqueue("no route to the mail server")
    assert work_off() == 1
    job = only()
    assert (job.state, job.attempts) == (State.WAITING, 1)
    assert "no route to the mail server" in job.last_error
    assert timedelta(seconds=20) < job.due_at - timezone.now() <= leases.FIRST_WAIT
    assert work_off() == 0, "it waits"
    for _try in range(2):
        Job.objects.update(due_at=timezone.now())
        assert work_off() == 1
    job = only()
    assert (job.state, job.attempts, job.lease) == (State.FAILED, 3, None)
    assert job.ended_at
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert result.errors[0].exception_class is OSError


def test_the_waits_grow_from_half_a_minute_to_six_hours():
    waits = [wait_after(attempts) for attempts in range(1, 9)]
    assert waits[0] == timedelta(seconds=30)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


def test_work_of_a_kind_that_this_version_does_not_know_waits_for_one_that_does():
    make_job("lab.letters.sing")
    assert work_off() == 1
    assert only().state == State.WAITING
    assert "sing" in only().last_error


def test_work_that_kills_its_worker_each_time_ends_with_a_person():
    job = make_job("tests.background.pieces.die")
    for _death in range(3):
        assert take(later(hours=1))
        Job.objects.update(due_at=timezone.now())
    assert work_off() == 1
    assert only().state == State.FAILED
    assert "ended each time" in only().last_error
    assert only().pk == job.pk


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_away_the_worker_waits_and_then_goes_on(monkeypatch):
    make_job()
    answers, take_it = iter([OperationalError("gone"), InterfaceError("closed")]), worker_module.take

    def take_or_fail(now):
        fault = next(answers, None)
        if fault:
            raise fault
        return take_it(now)

    monkeypatch.setattr(worker_module, "WITHOUT_DATABASE", 0)
    monkeypatch.setattr(worker_module, "take", take_or_fail)
    assert work_off() == 1
    assert only().state == State.DONE


# --- leases -----------------------------------------------------------------------------------------------


def test_a_lease_keeps_others_away_until_it_is_over():
    make_job()
    now = timezone.now()
    mine = take(now)
    assert take(now + LEASE / 2) is None
    assert renew(mine, now + LEASE / 2)
    assert take(now + LEASE) is None
    theirs = take(now + 2 * LEASE)
    assert (theirs.pk, theirs.attempts) == (mine.pk, 2)


def test_a_worker_that_was_thought_dead_changes_nothing_any_more():
    make_job()
    dead = take(timezone.now())
    living = take(later(hours=1))
    assert not renew(dead, timezone.now())
    assert not finish(dead, timezone.now())
    fail(dead, timezone.now(), "late", tries=1)
    assert only().state == State.RUNNING
    assert only().lease == living.lease
    assert finish(living, timezone.now())


def test_the_lease_is_renewed_while_the_work_is_done(monkeypatch):
    seen = []
    monkeypatch.setattr(running, "RENEWED_EVERY", 0.01)
    monkeypatch.setattr(running, "renew", lambda job, now: seen.append(job) or True)
    make_job("tests.background.pieces.mark", 0.1)
    work_off()
    assert seen


def test_the_database_refuses_running_work_without_a_lease():
    from django.db import IntegrityError

    job = make_job()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=State.RUNNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=State.DONE)


# --- every day --------------------------------------------------------------------------------------------


def test_daily_work_is_asked_for_once_a_day_however_many_workers_look(settings):
    settings.LABSITE_DAILY = ["tests.background.pieces.mark", "tests.background.pieces.fail"]
    now = timezone.now()
    assert [ask_for_daily_work(now) for _worker in range(3)] == [2, 0, 0]
    assert ask_for_daily_work(now + timedelta(days=1)) == 2
    assert Job.objects.count() == 4


def test_hourly_work_is_asked_for_once_an_hour_however_many_workers_look(settings):
    settings.LABSITE_HOURLY = ["tests.background.pieces.mark"]
    now = timezone.now().replace(minute=30)
    assert [ask_for_hourly_work(now) for _worker in range(3)] == [1, 0, 0]
    assert ask_for_hourly_work(now + timedelta(minutes=29)) == 0
    assert ask_for_hourly_work(now + timedelta(minutes=31)) == 1
    assert Job.objects.due(now).count() == 1


def test_a_worker_that_starts_sweeps_and_every_sweep_of_the_settings_works(settings):
    Worker().work(until_idle=True)
    Job.objects.update(due_at=timezone.now())  # before three in the morning they would still wait
    work_off()
    assert {job.kind: job.last_error for job in Job.objects.all()} == dict.fromkeys(
        [*settings.LABSITE_DAILY, *settings.LABSITE_HOURLY], ""
    )
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}


# --- what a person decides --------------------------------------------------------------------------------


def test_failed_work_is_tried_again_from_the_beginning():
    job = make_job("tests.background.pieces.mark", state=State.FAILED, attempts=3, last_error="x")
    ada = make_employee(roles=["administrator"])
    try_again(job.pk, make_cause(ada))
    assert (only().state, only().attempts) == (State.WAITING, 0)
    assert Event.objects.get().verb == "try_work_again"
    work_off()
    assert (only().state, only().last_error) == (State.DONE, "")


def test_work_is_given_up_and_nobody_does_it():
    job = make_job()
    ada = make_employee(roles=["administrator"])
    give_up(job.pk, make_cause(ada))
    assert (work_off(), only().state) == (0, State.GIVEN_UP)
    assert Event.objects.get().verb == "give_up_work"


@pytest.mark.parametrize("state", [State.RUNNING, State.DONE])
def test_what_runs_or_is_done_is_not_decided_about(state):
    job = make_job(state=State.DONE)
    if state == State.RUNNING:
        job = make_job()
        take(later(seconds=1))
    for decide in (try_again, give_up):
        with pytest.raises(WorkHasGoneOn):
            decide(job.pk, make_cause(make_employee(roles=["administrator"])))
    assert not Event.objects.exists()
