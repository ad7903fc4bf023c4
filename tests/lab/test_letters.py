"""Letters are background work: no step fails by one, and the page of the person says what has become of it."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from background.models import Job, State
from lab.letters import TRIES, ask_for_password_letter, letter_of
from lab.models import Employee
from lab.once import new_token
from lab.team import deactivate_employee
from tests.factories.background import work_off
from tests.factories.lab import client_of, make_cause, make_employee, make_settings

pytestmark = pytest.mark.django_db
SITE = "https://lab.example"


@pytest.fixture
def ada():
    return make_employee("Ada", roles=["administrator"])


@pytest.fixture
def anna():
    return make_employee("Anna", email="anna@example.org", password=None)


def page_of(ada, person) -> str:
    return client_of(ada).get(reverse("lab:person", args=[person.pk])).content.decode()


def ask(person, ada) -> Employee:
    ask_for_password_letter(person, SITE, make_cause(ada))
    return person


def once_more() -> None:
    """The waits are over."""
    Job.objects.filter(state=State.WAITING).update(due_at=timezone.now())
    work_off()


def test_the_page_says_that_a_letter_waits_and_then_when_it_left(ada, anna):
    ask(anna, ada)
    assert "waits to leave" in page_of(ada, anna)
    work_off()
    assert "left on" in page_of(ada, anna)
    assert f"{SITE}/set-password/" in mail.outbox[0].body


def test_who_asked_and_for_whom_stands_with_the_work_and_no_link_does(ada, anna):
    ask(anna, ada)
    job = Job.objects.get()
    assert (job.asked_by, job.about) == (ada, "Anna")
    assert "set-password" not in str(job.arguments)


def test_a_folder_that_cannot_be_made_keeps_the_letter_waiting_and_the_person_invited(
    ada, settings, tmp_path
):
    (tmp_path / "file").write_text("in the way")
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "file" / "mail")
    form = {"name": "Olga", "email": "olga@example.org", "username": "olga", "roles": ["accountant"]}
    client = client_of(ada)
    page = client.post("/team/invite/", form | {"form_token": new_token()}, follow=True).content.decode()
    olga = Employee.objects.get(username="olga")
    assert "The person is invited." in page
    assert "/set-password/" in page
    work_off()
    assert "waits to leave" in page_of(ada, olga)
    assert "It was tried once" in page_of(ada, olga)
    for _try in range(TRIES):
        once_more()
    assert "could not be sent" in page_of(ada, olga)
    assert letter_of(olga).state == "failed"


def test_a_mail_server_that_is_away_for_a_while_gets_the_letter_in_the_end(ada, anna, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    ask(anna, ada)
    work_off()
    assert (letter_of(anna).state, letter_of(anna).tries) == ("waits", 1)
    settings.EMAIL_BACKEND = working
    once_more()
    assert letter_of(anna).state == "left"
    assert len(mail.outbox) == 1


def test_a_line_break_in_the_name_of_the_laboratory_writes_no_heads(ada, anna):
    make_settings(name="North\r\nBcc: everybody@example.org\nLaboratory")
    ask(anna, ada)
    work_off()
    (letter,) = mail.outbox
    assert letter.subject == "Your access to North Bcc: everybody@example.org Laboratory"
    assert letter.recipients() == ["anna@example.org"]
    assert "\nBcc" not in letter.message().as_string()


def test_a_letter_sent_again_after_its_worker_died_bears_the_same_name(ada, anna):
    ask(anna, ada)
    work_off()
    Job.objects.update(
        state=State.WAITING, ended_at=None, due_at=timezone.now()
    )  # as if nobody had heard that it left
    work_off()
    first, again = (letter.message()["Message-ID"] for letter in mail.outbox)
    assert first == again
    ask(anna, ada)
    work_off()
    assert mail.outbox[2].message()["Message-ID"] != first


def test_who_was_let_go_meanwhile_gets_no_letter(ada, anna):
    ask(anna, ada)
    deactivate_employee(anna.pk, make_cause(ada))
    work_off()
    assert mail.outbox == []


def test_a_letter_that_left_long_ago_is_not_spoken_of(ada, anna):
    ask(anna, ada)
    Job.objects.all().delete()
    assert letter_of(anna) is None
    assert "letter with a password link" not in page_of(ada, anna)
