"""Invariant 49: who leaves is out at the next click; a new password and new roles end the other sessions."""

import pytest

from lab.once import new_token
from lab.team import deactivate_employee, reactivate_employee, set_password, switch_roles
from tests.factories.lab import PASSWORD, client_of, make_cause, make_employee

pytestmark = pytest.mark.django_db
NEW = "another long password"


def is_in(client) -> bool:
    return client.get("/me/").status_code == 200


@pytest.fixture
def administrator():
    return make_employee("Ada", roles=["administrator"])


@pytest.fixture
def anna():
    return make_employee("Anna", username="anna")


def test_a_deactivated_person_is_out_at_the_next_request(administrator, anna):
    client = client_of(anna)
    assert is_in(client)
    deactivate_employee(anna.pk, make_cause(administrator))
    assert not is_in(client)


def test_coming_back_does_not_bring_old_sessions_back(administrator, anna):
    client = client_of(anna)
    deactivate_employee(anna.pk, make_cause(administrator))
    reactivate_employee(anna.pk, make_cause(administrator))
    assert not is_in(client)


def test_switching_roles_ends_the_sessions_of_that_person(administrator, anna):
    client = client_of(anna)
    switch_roles(anna.pk, ["technician"], make_cause(administrator))
    assert not is_in(client)


def test_roles_that_stay_as_they_are_end_nothing(administrator, anna):
    client = client_of(anna)
    switch_roles(anna.pk, ["manager"], make_cause(administrator))
    assert is_in(client)


def test_an_administrator_who_changes_own_roles_stays_in_here_and_is_out_elsewhere(administrator):
    make_employee(roles=["administrator"])
    here, elsewhere = client_of(administrator), client_of(administrator)
    form = {"roles": ["administrator", "manager"], "form_token": new_token()}
    assert here.post(f"/team/{administrator.pk}/roles/", form).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_changing_ones_own_password_keeps_this_session_and_ends_the_others(anna):
    here, elsewhere = client_of(anna), client_of(anna)
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW, "form_token": new_token()}
    assert here.post("/me/password/", form).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_password_set_by_a_link_ends_every_session(anna):
    client = client_of(anna)
    set_password(anna.pk, NEW, make_cause(anna))
    assert not is_in(client)
