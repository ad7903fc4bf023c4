"""One's own account: details, password, appearance."""

import pytest

from lab.models import Event
from lab.once import new_token
from tests.factories.lab import PASSWORD, client_of, make_employee

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
NEW = "another long password"


@pytest.fixture
def anna():
    return make_employee("Anna", username="anna", roles=["technician"])


def test_people_write_down_how_to_reach_them_and_nothing_else(anna):
    form = {
        "email": "anna@example.org",
        "phone": "12",
        "form_token": new_token(),
        "name": "X",
        "username": "x",
    }
    assert client_of(anna).post("/me/", form | {"is_active": "", "roles": "administrator"}).status_code == 302
    anna.refresh_from_db()
    assert (anna.email, anna.phone, anna.name, anna.username) == ("anna@example.org", "12", "Anna", "anna")
    assert anna.roles_held() == {"technician"}
    assert Event.objects.get().reason == "Anna (anna): e-mail: – → anna@example.org; phone: – → 12"


def test_a_wrong_address_comes_back_with_everything_typed(anna):
    response = client_of(anna).post("/me/", {"email": "anna@", "phone": "12", "form_token": new_token()})
    assert response.status_code == 422
    assert 'value="anna@"' in response.content.decode()
    assert not Event.objects.exists()


def change_password(person, old=PASSWORD, new=NEW, again=NEW):
    form = {"old_password": old, "new_password1": new, "new_password2": again, "form_token": new_token()}
    return client_of(person).post("/me/password/", form)


def test_the_password_changes_and_leaves_an_event_without_it(anna):
    assert change_password(anna).status_code == 302
    anna.refresh_from_db()
    assert anna.check_password(NEW)
    event = Event.objects.get()
    assert (event.verb, event.actor) == ("set_password", anna)
    assert NEW not in event.reason


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", NEW, NEW),
        (PASSWORD, NEW, "different"),
        (PASSWORD, "short", "short"),
        (PASSWORD, "password1234", "password1234"),
    ],
)
def test_a_bad_password_is_refused_and_nothing_changes(anna, old, new, again):
    assert change_password(anna, old, new, again).status_code == 422
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)
    assert not Event.objects.exists()


def test_the_theme_is_kept_in_a_cookie_and_leads_back(anna):
    response = client_of(anna).post("/me/theme/", {"theme": "dark", "next": "/me/password/"})
    assert (response.url, response.cookies["theme"].value) == ("/me/password/", "dark")


def test_the_theme_leads_to_no_other_site_and_takes_no_other_word(anna):
    client = client_of(anna)
    assert client.post("/me/theme/", {"theme": "dark", "next": "https://elsewhere.example/"}).url == "/me/"
    assert client.post("/me/theme/", {"theme": "pink"}).status_code == 400
