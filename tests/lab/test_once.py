"""Invariant 52: a form acts once; its token again leads to what it made, and another person's is refused."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import RequestFactory

from common.incoming import IncomingFiles
from common.refusals import Refused
from lab.models import Event, FormToken
from lab.once import ActedBefore, FormWasReused, SomeoneIsWorking, new_token, perform
from tests.factories.lab import make_employee
from tests.races import at_once, failures


def form(person, token, address="/orders/", **content):
    request = RequestFactory().post(address, {"form_token": token, **content})
    request.user, request.upload_handlers = person, [IncomingFiles(request)]
    return request


def leave_an_event(cause):
    event = Event.objects.create(
        verb="test", actor=cause.actor, role="manager", at=cause.at, form_token=cause.token
    )
    return f"/events/{event.pk}/"


@pytest.mark.django_db
def test_the_same_form_twice_acts_once_and_leads_to_the_same_place():
    person, token = make_employee(), new_token()
    first = perform(form(person, token, name="A"), leave_an_event)
    with pytest.raises(ActedBefore) as before:
        perform(form(person, token, name="A"), leave_an_event)
    assert (before.value.address, before.value.differs) == (first, False)
    assert Event.objects.get().form_token.token == uuid.UUID(token)


@pytest.mark.django_db
def test_a_new_csrf_token_does_not_make_it_another_form():
    person, token = make_employee(), new_token()
    first = perform(form(person, token, csrfmiddlewaretoken="one"), leave_an_event)
    with pytest.raises(ActedBefore) as before:
        perform(form(person, token, csrfmiddlewaretoken="two"), leave_an_event)
    assert (before.value.address, before.value.differs) == (first, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        {"name": "B"},
        {"name": ["A", "A"]},
        {"name": "A", "more": ""},
        {"name": "A", "address": "/payments/"},
        {"name": "A", "address": "/orders/?for=2"},
    ],
)
def test_the_same_token_with_another_body_leads_to_what_the_first_made(other):
    person, token = make_employee(), new_token()
    first = perform(form(person, token, name="A"), leave_an_event)
    with pytest.raises(ActedBefore) as before:
        perform(form(person, token, **other), leave_an_event)
    assert (before.value.address, before.value.differs) == (first, True)
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_the_same_token_with_another_file_of_the_same_name_and_size_is_told_apart():
    person, token = make_employee(), new_token()
    perform(form(person, token, file=SimpleUploadedFile("a.txt", b"abc")), leave_an_event)
    with pytest.raises(ActedBefore) as before:
        perform(form(person, token, file=SimpleUploadedFile("a.txt", b"abd")), leave_an_event)
    assert before.value.differs


@pytest.mark.django_db
def test_a_file_can_still_be_read_from_its_beginning_after_it_was_digested():
    request = form(make_employee(), new_token(), file=SimpleUploadedFile("a.txt", b"abc"))
    perform(request, lambda cause: f"/{request.FILES['file'].read().decode()}/")
    assert FormToken.objects.get().redirect == "/abc/"


@pytest.mark.django_db
def test_a_token_that_another_person_used_is_refused():
    token = new_token()
    perform(form(make_employee(), token), leave_an_event)
    with pytest.raises(FormWasReused):
        perform(form(make_employee(), token), leave_an_event)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "nonsense", "0" * 400])
def test_a_form_without_a_token_is_refused(token):
    with pytest.raises(Refused, match="without its token"):
        perform(form(make_employee(), token), leave_an_event)


@pytest.mark.django_db
def test_a_refused_form_leaves_nothing_behind_and_may_be_sent_again():
    person, token = make_employee(), new_token()

    def refuse(cause):
        leave_an_event(cause)
        raise Refused("Not now.")

    with pytest.raises(Refused, match="Not now"):
        perform(form(person, token), refuse)
    assert not Event.objects.exists()
    assert not FormToken.objects.exists()
    assert perform(form(person, token), leave_an_event).startswith("/events/")


@pytest.mark.django_db
def test_what_is_stored_of_a_password_form_cannot_be_tried_out_without_the_secret_key(settings):
    person, token = make_employee(), new_token()
    perform(form(person, token, new_password1="secret"), leave_an_event)
    stored = FormToken.objects.get().body_hash
    FormToken.objects.filter(token=token).update(token=uuid.uuid4())
    settings.SECRET_KEY = "another"
    perform(form(person, token, new_password1="secret"), leave_an_event)
    assert FormToken.objects.get(token=token).body_hash != stored


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "version"), [("5", 5), ("", None), ("-1", None), ("٣", None), ("9" * 10, None)]
)
def test_the_version_that_the_person_saw_reaches_the_use_case(text, version):
    seen = []
    perform(form(make_employee(), new_token(), version=text), lambda cause: seen.append(cause.version) or "/")
    assert seen == [version]


class DatabaseSays(Exception):
    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


def failing(sqlstate, *, times):
    """A use case that the database breaks off so many times before it goes through."""
    runs = []

    def use_case(cause):
        runs.append(cause)
        if len(runs) <= times:
            raise OperationalError("broken off") from DatabaseSays(sqlstate)
        return leave_an_event(cause)

    return use_case


@pytest.mark.django_db
def test_a_deadlock_is_tried_once_more():
    perform(form(make_employee(), new_token()), failing("40P01", times=1))
    assert Event.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("sqlstate", "times"), [("40P01", 2), ("40001", 2), ("55P03", 1)])
def test_rows_that_stay_locked_are_told_in_words(sqlstate, times):
    with pytest.raises(SomeoneIsWorking):
        perform(form(make_employee(), new_token()), failing(sqlstate, times=times))
    assert not FormToken.objects.exists()


@pytest.mark.django_db
def test_a_database_that_went_away_stays_a_fault():
    with pytest.raises(OperationalError):
        perform(form(make_employee(), new_token()), failing("57P01", times=1))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_of_the_same_form_at_once_have_one_effect_and_one_answer():
    person, token = make_employee(), new_token()

    def sent(_number) -> str:
        try:
            return perform(form(person, token, name="A"), leave_an_event)
        except ActedBefore as before:
            return before.address

    answers = at_once(sent)
    assert len(set(answers)) == 1
    assert failures(answers) == []
    assert Event.objects.count() == 1
