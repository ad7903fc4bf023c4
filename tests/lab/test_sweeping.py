"""What is swept daily: used forms, sessions, log-ins; and what stays."""

import uuid
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.utils import timezone

from lab.cause import Cause
from lab.events import record_event
from lab.models import BenchScan, FormToken
from lab.sweeping import (
    FORMS_ARE_REMEMBERED,
    LOG_INS_ARE_KEPT,
    sweep_form_tokens,
    sweep_log_ins,
    sweep_scans,
    sweep_sessions,
    swept,
)
from tests.factories.lab import make_employee

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def used(ago, employee) -> FormToken:
    moment = timezone.now() - ago
    return FormToken.objects.create(token=uuid.uuid4(), user=employee, body_hash="x", used_at=moment)


def test_a_used_form_is_remembered_for_a_month_and_for_ever_where_an_event_mentions_it():
    anna = make_employee(roles=["administrator"])
    old, fresh, mentioned = (
        used(FORMS_ARE_REMEMBERED + DAY, anna),
        used(FORMS_ARE_REMEMBERED - DAY, anna),
        used(FORMS_ARE_REMEMBERED + DAY, anna),
    )
    record_event("x", Cause(anna, timezone.now(), token=mentioned), action="administer")
    assert sweep_form_tokens.call(None) == 1
    assert set(FormToken.objects.all()) == {fresh, mentioned}
    assert old not in FormToken.objects.all()


def test_sessions_that_are_over_go():
    for key, left in (("over", -DAY), ("alive", DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + left)
    assert sweep_sessions.call(None) == 1
    assert Session.objects.get().session_key == "alive"


@pytest.mark.parametrize("kind", [AccessAttempt, AccessLog, AccessFailureLog])
def test_log_ins_go_after_half_a_year(kind):
    for ago in (LOG_INS_ARE_KEPT + DAY, LOG_INS_ARE_KEPT - DAY):
        more = {"failures_since_start": 1} if kind is AccessAttempt else {}
        row = kind.objects.create(username=str(ago.days), ip_address="127.0.0.1", **more)
        kind.objects.filter(pk=row.pk).update(attempt_time=timezone.now() - ago)
    assert sweep_log_ins.call(None) == 1
    assert kind.objects.get().username == str((LOG_INS_ARE_KEPT - DAY).days)


def test_much_is_swept_by_the_handful(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("lab.sweeping.HANDFUL", 3)
    for number in range(7):
        Session.objects.create(session_key=str(number), session_data="", expire_date=timezone.now())
    with django_assert_max_num_queries(7):
        assert swept(Session.objects.all()) == 7


def test_scans_are_remembered_for_an_hour():
    person, now = make_employee(), timezone.now()
    for minutes in (1, 61):
        BenchScan.objects.create(employee=person, code=str(minutes), at=now - timedelta(minutes=minutes))
    assert sweep_scans.call(None) == 1
    assert BenchScan.objects.get().code == "1"
