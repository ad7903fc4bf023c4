"""The administrator's page: what waits, runs and failed, why, and what may be done about it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from background.models import Job, State
from lab.once import new_token
from tests.factories.background import make_job
from tests.factories.lab import client_of, make_employee

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LETTER = "lab.letters.send_password_letter"


@pytest.fixture
def client():
    return client_of(make_employee("Ada", roles=["administrator"]))


def page(client, state="") -> str:
    answer = client.get(reverse("background:job_list"), {"state": state} if state else {})
    return " ".join(answer.text.split())


def press(client, job, button, **more):
    form = {"form_token": new_token()} | more
    return client.post(reverse(f"background:job_{button}", args=[job.pk]), form, follow=True)


def test_nothing_to_do_is_said_in_words(client):
    assert "Everything is done" in page(client)
    assert "No work is in this state." in page(client, "failed")


def test_work_is_shown_with_its_name_its_matter_and_what_went_wrong(client):
    anna = make_employee("Anna")
    make_job(
        LETTER, state=State.FAILED, about="Olga", asked_by=anna, attempts=8, last_error="OSError: no route"
    )
    shown = page(client)
    for words in ("Letter with a password link", "Olga", "Anna", "OSError: no route", "failed", ">8<"):
        assert words in shown


def test_the_quick_views_count_and_show_their_states(client):
    make_job(about="one that waits")
    make_job(state=State.FAILED, about="one that failed")
    make_job(state=State.DONE, about="one that is done")
    assert "one that is done" not in page(client)
    assert "one that waits" in page(client)
    assert "one that failed" not in page(client, "waiting")
    assert "one that is done" in page(client, "done")
    assert re.search(r"Not done\s*<span\s+class=\"count\"\s*>2</span>", page(client))


def test_a_view_that_does_not_exist_is_the_first_one(client):
    make_job(about="one that waits")
    assert "one that waits" in page(client, "nonsense")


def test_failed_work_is_tried_again_by_a_button(client):
    job = make_job(LETTER, state=State.FAILED, attempts=8, last_error="x")
    answer = press(client, job, "try_again").content.decode()
    assert "It is tried again." in answer
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)


def test_the_same_button_twice_acts_once(client):
    job, token = make_job(LETTER, state=State.FAILED, attempts=8), new_token()
    press(client, job, "give_up", form_token=token)
    assert "This was already saved" in press(client, job, "give_up", form_token=token).content.decode()
    assert Job.objects.get().state == State.GIVEN_UP


def test_who_comes_too_late_reads_why(client):
    job = make_job(state=State.DONE)
    assert "This work is done by now." in press(client, job, "try_again").content.decode()


def test_no_button_where_nothing_may_be_decided(client):
    job = make_job(state=State.DONE)
    assert reverse("background:job_try_again", args=[job.pk]) not in page(client, "done")


def test_work_that_nobody_takes_shows_that_no_worker_runs(client):
    make_job()
    assert "Is a worker running?" not in page(client)
    Job.objects.update(due_at=timezone.now() - timedelta(minutes=10))
    assert "Is a worker running?" in page(client)


def test_work_whose_function_is_gone_is_shown_by_its_name(client):
    make_job("lab.letters.sing")
    make_job("nowhere.at.all")
    assert "lab.letters.sing" in page(client)
    assert "nowhere.at.all" in page(client)


def test_a_long_list_costs_no_more_statements(client, django_assert_max_num_queries):
    for _piece in range(30):
        make_job(LETTER, asked_by=make_employee())
    page(client)
    with django_assert_max_num_queries(8):
        page(client)


def test_every_daily_kind_and_every_kind_that_is_declared_has_words(settings):
    from background.lists import label_of
    from documents.thumbnails import draw_thumbnail

    for kind in [*settings.LABSITE_DAILY, *settings.LABSITE_HOURLY, draw_thumbnail.module_path, LETTER]:
        assert label_of(kind) != kind
