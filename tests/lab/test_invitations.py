"""Inviting by e-mail, and the links by which a person sets a password."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from lab.cause import Cause
from lab.models import Employee, Event
from lab.once import new_token
from lab.password_links import password_link, tokens
from lab.team import deactivate_employee, set_password
from tests.factories.background import work_off
from tests.factories.lab import PASSWORD, client_of, make_cause, make_employee, make_settings

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NEW = "another long password"


@pytest.fixture
def ada():
    return make_employee("Ada", username="ada", roles=["administrator"])


def invitation(**changes):
    form = {"name": "Olga O'Neill", "email": "olga@example.org", "username": "Olga", "roles": ["accountant"]}
    return form | {"form_token": new_token()} | changes


def test_an_invited_person_gets_a_letter_sets_a_password_and_is_in(ada):
    make_settings(name="North Laboratory")
    response = client_of(ada).post("/team/invite/", invitation())
    olga = Employee.objects.get(username="olga")
    assert response.url == f"/team/{olga.pk}/password-link/"
    assert (olga.has_usable_password(), olga.roles_held()) == (False, {"accountant"})

    assert mail.outbox == []
    assert work_off() == 1
    letter = mail.outbox[0]
    assert letter.to == ["olga@example.org"]
    assert "Olga O'Neill" in letter.body
    assert letter.subject == "Your access to North Laboratory"
    address = re.search(r"http://testserver(/set-password/\S+)", letter.body).group(1)

    visitor = Client()
    form_address = visitor.get(address).url
    assert form_address.endswith("/now/")
    answer = visitor.post(form_address, {"new_password1": NEW, "new_password2": NEW})
    assert (answer.status_code, answer.url) == (302, "/")
    assert visitor.get("/me/").status_code == 200
    assert list(Event.objects.order_by("pk").values_list("verb", "actor__username")) == [
        ("invite_employee", "ada"),
        ("set_password", "olga"),
    ]


def test_the_administrator_sees_the_link_once_made_and_nobody_else_does(ada):
    client = client_of(ada)
    page = client.post("/team/invite/", invitation(), follow=True).content.decode()
    olga = Employee.objects.get(username="olga")
    assert "http://testserver/set-password/" in page
    assert "on its way to olga@example.org" in page
    other = client_of(make_employee(roles=["administrator"]))
    assert other.get(f"/team/{olga.pk}/password-link/").url == f"/team/{olga.pk}/"


def test_without_an_address_no_letter_is_asked_for_and_the_page_says_so(ada):
    anna = make_employee("Anna", email="")
    form = {"form_token": new_token()}
    page = client_of(ada).post(f"/team/{anna.pk}/password-link/", form, follow=True).content.decode()
    assert "no letter can be sent" in page
    assert "http://testserver/set-password/" in page
    assert work_off() == 0


def test_the_same_invitation_twice_makes_one_person_and_one_letter(ada):
    client, form = client_of(ada), invitation()
    first, again = client.post("/team/invite/", form), client.post("/team/invite/", form)
    assert first.url == again.url
    assert Employee.objects.filter(username="olga").count() == 1
    assert work_off() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"roles": []}, "Choose at least one role"),
        ({"username": "ADA"}, "This name to log in is taken already."),
        ({"email": ""}, "Enter the e-mail."),
        ({"email": "olga@"}, "Enter an e-mail address"),
    ],
)
def test_a_wrong_invitation_comes_back_with_everything_typed(ada, wrong, sentence):
    response = client_of(ada).post("/team/invite/", invitation(phone="+49 30 1", **wrong))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="+49 30 1"' in page
    assert "Olga O&#x27;Neill" in page
    assert not mail.outbox
    assert not Event.objects.exists()


def test_a_new_link_for_somebody_who_forgot_the_password_works_and_leaves_an_event(ada):
    anna = make_employee("Anna", username="anna", email="anna@example.org")
    response = client_of(ada).post(
        f"/team/{anna.pk}/password-link/", {"form_token": new_token()}, follow=True
    )
    assert "http://testserver/set-password/" in response.content.decode()
    work_off()
    assert mail.outbox[0].to == ["anna@example.org"]
    assert Event.objects.get().verb == "offer_new_password"


def opened(link) -> int:
    visitor = Client()
    return visitor.get(link, follow=True).status_code


def test_a_link_works_once():
    anna = make_employee(password=None)
    link, visitor = password_link(anna), Client()
    visitor.post(visitor.get(link).url, {"new_password1": NEW, "new_password2": NEW})
    assert opened(link) == 410


def test_a_link_dies_after_three_days(monkeypatch):
    link = password_link(make_employee(password=None))
    monkeypatch.setattr(tokens, "_now", lambda: datetime.now() + timedelta(days=2, hours=23))
    assert opened(link) == 200
    monkeypatch.setattr(tokens, "_now", lambda: datetime.now() + timedelta(days=3, hours=1))
    assert opened(link) == 410


def test_a_link_dies_when_the_person_is_switched_off(ada):
    anna = make_employee(password=None)
    link = password_link(anna)
    deactivate_employee(anna.pk, make_cause(ada))
    assert opened(link) == 410


@pytest.mark.parametrize(
    "link", ["/set-password/MQ/nonsense/", "/set-password/%C3%A4/x/", "/set-password/OTk5OTk5OTk5/now/"]
)
def test_an_invented_link_is_dead(link):
    make_employee()
    assert opened(link) == 410


def test_a_bad_password_is_refused_on_the_page_of_the_link():
    anna = make_employee(password=None)
    visitor = Client()
    response = visitor.post(
        visitor.get(password_link(anna)).url, {"new_password1": "short", "new_password2": "short"}
    )
    assert response.status_code == 422
    assert not Employee.objects.get(pk=anna.pk).has_usable_password()


def test_somebody_whose_roles_were_all_switched_off_reads_that_no_password_helps():
    anna = make_employee(password=None, roles=[])
    visitor = Client()
    response = visitor.post(
        visitor.get(password_link(anna)).url, {"new_password1": NEW, "new_password2": NEW}
    )
    assert response.status_code == 422
    assert "Your role does not allow this." in response.content.decode()


def test_a_new_password_opens_the_door_that_wrong_ones_had_closed():
    anna = make_employee(username="anna")
    for _attempt in range(8):
        Client().post("/login/", {"username": "anna", "password": "wrong"})
    assert Client().post("/login/", {"username": "anna", "password": PASSWORD}).status_code == 429
    visitor = Client()
    visitor.post(visitor.get(password_link(anna)).url, {"new_password1": NEW, "new_password2": NEW})
    assert Client().post("/login/", {"username": "anna", "password": NEW}).status_code == 302


@pytest.fixture
def office(ada):
    return client_of(ada)


def hand_out(office, person):
    page = office.post(f"/team/{person.pk}/password-link/", {"form_token": new_token()}, follow=True)
    return re.search(r'value="http://testserver(/set-password/[^"]+)"', page.content.decode())[1]


def opens(link):
    return Client().get(link).status_code == 302


def test_a_newer_link_ends_the_older(office):
    anna = make_employee(username="anna")
    older, newer = hand_out(office, anna), hand_out(office, anna)
    assert not opens(older)
    assert opens(newer)


def test_coming_back_wakes_no_link_up(office):
    anna = make_employee(username="anna")
    link = hand_out(office, anna)
    office.post(f"/team/{anna.pk}/deactivate/", {"form_token": new_token()})
    office.post(f"/team/{anna.pk}/reactivate/", {"form_token": new_token()})
    assert Employee.objects.get(pk=anna.pk).is_active
    assert not opens(link)
    assert opens(hand_out(office, anna))


def test_a_password_changed_otherwise_ends_the_link(office):
    anna = make_employee(username="anna")
    link = hand_out(office, anna)
    set_password(anna.pk, "a new and long enough password", Cause(anna, timezone.now()))
    assert not opens(link)


def test_the_page_that_shows_a_link_shows_it_once(office):
    anna = make_employee(username="anna")
    page = f"/team/{anna.pk}/password-link/"
    hand_out(office, anna)
    assert office.head(page).status_code == 302
    assert office.get(page).url == f"/team/{anna.pk}/"


def test_asking_for_the_head_of_the_page_does_not_use_it_up(office):
    anna = make_employee(username="anna")
    page = f"/team/{anna.pk}/password-link/"
    office.post(page, {"form_token": new_token()})
    assert office.head(page).status_code == 200
    assert "/set-password/" in office.get(page).content.decode()
