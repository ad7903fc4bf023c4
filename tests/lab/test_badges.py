"""Badges: issued, printed, revoked; whom they let in, and how guesses are counted."""

import pytest
from axes.models import AccessAttempt
from django.db import IntegrityError, transaction

from lab.badges import BadgeStands, issue_badge, revoke_badge
from lab.models import Badge, Event
from lab.once import new_token
from lab.team import deactivate_employee, reactivate_employee
from tests.factories.lab import client_of, make_cause, make_employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_employee("Ada Chief", roles=["administrator"])


@pytest.fixture
def tom():
    return make_employee("Tom Weber", roles=["technician"])


def press(person, address):
    return client_of(person).post(address, {"form_token": new_token()}, follow=True)


def test_a_badge_has_a_long_random_number_and_an_event(ada, tom):
    badge = issue_badge(tom.pk, make_cause(ada))
    other = issue_badge(ada.pk, make_cause(ada))
    assert (len(badge.number), badge.number.isdigit(), badge.number != other.number) == (14, True, True)
    assert (badge.issued.verb, badge.issued.actor, badge.revoked) == ("issue_badge", ada, None)


def test_a_person_has_one_badge_at_a_time(ada, tom):
    badge = issue_badge(tom.pk, make_cause(ada))
    with pytest.raises(BadgeStands):
        issue_badge(tom.pk, make_cause(ada))
    with pytest.raises(IntegrityError), transaction.atomic():
        Badge.objects.create(employee=tom, number="1" * 14, issued=badge.issued)
    revoke_badge(badge.pk, make_cause(ada))
    assert issue_badge(tom.pk, make_cause(ada)).number != badge.number
    assert Badge.objects.valid().count() == 1


def test_revoking_twice_leaves_one_event(ada, tom):
    badge = issue_badge(tom.pk, make_cause(ada))
    for _time in range(2):
        revoke_badge(badge.pk, make_cause(ada))
    assert Event.objects.filter(verb="revoke_badge").count() == 1


def test_whoever_is_let_go_has_no_badge_any_more_also_after_coming_back(ada, tom):
    issue_badge(tom.pk, make_cause(ada))
    deactivate_employee(tom.pk, make_cause(ada))
    reactivate_employee(tom.pk, make_cause(ada))
    assert not Badge.objects.valid().exists()


def test_the_page_of_a_person_issues_prints_and_revokes(ada, tom):
    page = press(ada, f"/team/{tom.pk}/badge/").content.decode()
    badge = Badge.objects.get()
    assert f"/badges/{badge.pk}.pdf" in page
    assert badge.number not in page
    assert client_of(ada).get(f"/badges/{badge.pk}.pdf").headers["Content-Type"] == "application/pdf"
    page = press(ada, f"/team/{tom.pk}/badge/revoke/").content.decode()
    assert "revoked" in page
    assert "Issue a badge" in page
    assert client_of(ada).get(f"/badges/{badge.pk}.pdf").status_code == 404


@pytest.mark.parametrize("role", ["manager", "technician", "reviewer", "accountant"])
def test_nobody_but_an_administrator_sees_or_makes_badges(ada, tom, role):
    badge, person = issue_badge(tom.pk, make_cause(ada)), make_employee(roles=[role])
    client = client_of(person)
    assert client.get(f"/badges/{badge.pk}.pdf").status_code == 403
    for address in (f"/team/{tom.pk}/badge/", f"/team/{tom.pk}/badge/revoke/"):
        assert client.post(address, {"form_token": new_token()}).status_code == 403
    assert not AccessAttempt.objects.exists()
