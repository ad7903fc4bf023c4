"""The team: what each change of people does, leaves, and refuses."""

import pytest

from customers.models import Counterparty
from lab.events import NotAllowed
from lab.models import Employee, Event
from lab.once import new_token
from lab.records import field_in_words
from lab.roles import Role
from lab.team import (
    LastAdministrator,
    LoginTaken,
    PersonDetails,
    deactivate_employee,
    edit_employee,
    invite_employee,
    reactivate_employee,
    switch_roles,
)
from tests.factories.lab import client_of, make_cause, make_employee
from tests.races import at_once, failures

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def ada():
    return make_employee("Ada", username="ada", roles=["administrator"])


@pytest.fixture
def tom():
    return make_employee("Tom", username="tom", roles=["technician"])


def post(person, address, **form):
    return client_of(person).post(address, {"form_token": new_token(), **form})


def test_switching_roles_gives_exactly_the_ticked_ones_and_says_so_in_an_event(ada, tom):
    assert post(ada, f"/team/{tom.pk}/roles/", roles=["reviewer", "manager"]).url == f"/team/{tom.pk}/"
    assert tom.roles_held() == {"manager", "reviewer"}
    event = Event.objects.get()
    assert (event.verb, event.actor, event.role) == ("switch_roles", ada, "administrator")
    assert event.reason == "Tom (tom): + Manager, Reviewer; − Technician"


def test_an_unknown_role_is_refused(ada, tom):
    assert post(ada, f"/team/{tom.pk}/roles/", roles=["emperor"]).status_code == 422
    assert tom.roles_held() == {"technician"}


def test_letting_a_person_go_and_back_in_keeps_the_roles(ada, tom):
    post(ada, f"/team/{tom.pk}/deactivate/")
    gone = Employee.objects.get(pk=tom.pk)
    assert (gone.is_active, gone.roles, gone.roles_held()) == (False, frozenset(), {"technician"})
    post(ada, f"/team/{tom.pk}/reactivate/")
    assert Employee.objects.get(pk=tom.pk).roles == {"technician"}
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "deactivate_employee",
        "reactivate_employee",
    ]


def test_details_change_with_what_was_before_in_the_event(ada, tom):
    form = {"name": "Tom Lind", "email": "tom@example.org", "username": "TOM", "position": "", "phone": ""}
    post(ada, f"/team/{tom.pk}/edit/", **form)
    tom.refresh_from_db()
    assert (tom.name, tom.email, tom.username) == ("Tom Lind", "tom@example.org", "tom")
    assert Event.objects.get().reason == "Tom Lind (tom): name: Tom → Tom Lind; e-mail: – → tom@example.org"


def test_a_change_that_changes_nothing_leaves_no_event(ada, tom):
    edit_employee(tom.pk, PersonDetails("tom", "Tom"), make_cause(ada))
    switch_roles(tom.pk, ["technician"], make_cause(ada))
    reactivate_employee(tom.pk, make_cause(ada))
    assert not Event.objects.exists()


def test_two_people_cannot_log_in_by_the_same_name(ada, tom):
    with pytest.raises(LoginTaken):
        edit_employee(tom.pk, PersonDetails("ADA", "Tom"), make_cause(ada))
    with pytest.raises(LoginTaken):
        invite_employee(PersonDetails("Tom", "Another Tom"), ["manager"], make_cause(ada))
    assert not Event.objects.exists()


@pytest.mark.parametrize("address", ["deactivate/", "roles/"])
def test_the_last_administrator_stays_and_reads_why(ada, tom, address):
    response = post(ada, f"/team/{ada.pk}/{address}", roles=["manager"])
    assert response.status_code == 422
    assert "last administrator" in response.content.decode()
    assert Employee.objects.get(pk=ada.pk).is_administrator
    assert not Event.objects.exists()


def test_somebody_who_cannot_log_in_is_no_other_administrator(ada):
    make_employee(roles=["administrator"], is_active=False)
    make_employee(roles=["administrator"], password=None)
    with pytest.raises(LastAdministrator):
        deactivate_employee(ada.pk, make_cause(ada))


def test_with_another_administrator_one_may_leave(ada):
    other = make_employee(roles=["administrator"])
    assert post(other, f"/team/{ada.pk}/deactivate/").status_code == 302
    assert not Employee.objects.get(pk=ada.pk).is_active


@pytest.mark.parametrize("change", ["edit", "roles", "deactivate", "reactivate"])
def test_loading_the_address_of_a_change_anew_changes_nothing_and_leads_to_the_person(ada, tom, change):
    assert client_of(ada).get(f"/team/{tom.pk}/{change}/").url == f"/team/{tom.pk}/"
    assert not Event.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_the_team_is_for_administrators_alone(role, tom):
    person, before = make_employee(roles=[role]), list(Employee.objects.values())
    client = client_of(person)
    for address in ["/team/", "/team/invite/", f"/team/{tom.pk}/", f"/team/{tom.pk}/password-link/"]:
        assert client.get(address).status_code == 403
    for address in ["edit", "roles", "deactivate", "reactivate", "password-link"]:
        assert client.post(f"/team/{tom.pk}/{address}/", {"form_token": new_token()}).status_code == 403
    assert client.post("/team/invite/", {"form_token": new_token()}).status_code == 403
    after = Employee.objects.exclude(pk=person.pk).values_list("pk", "name", "is_active", "session_epoch")
    assert list(after) == [
        (row["id"], row["name"], row["is_active"], row["session_epoch"])
        for row in before
        if row["id"] != person.pk
    ]


@pytest.mark.parametrize(
    "use_case",
    [
        lambda pk, cause: invite_employee(PersonDetails("new", "New"), ["manager"], cause),
        lambda pk, cause: edit_employee(pk, PersonDetails("tom", "Thomas"), cause),
        lambda pk, cause: switch_roles(pk, ["manager"], cause),
        lambda pk, cause: deactivate_employee(pk, cause),
    ],
)
def test_the_use_cases_ask_for_the_role_themselves_and_leave_nothing_behind(use_case, tom):
    before = list(Employee.objects.values_list("name", "is_active", "role_grants__role"))
    with pytest.raises(NotAllowed):
        use_case(tom.pk, make_cause(tom))
    assert list(Employee.objects.values_list("name", "is_active", "role_grants__role")) == before


def test_the_service_account_is_nobody_of_the_team(ada):
    system = Employee.objects.system()
    assert system.username not in client_of(ada).get("/team/").content.decode()
    assert client_of(ada).get(f"/team/{system.pk}/").status_code == 404


def test_the_list_asks_the_database_no_more_for_more_people(ada, django_assert_max_num_queries):
    for _number in range(20):
        make_employee(roles=["manager", "reviewer"])
    client = client_of(ada)
    with django_assert_max_num_queries(8):
        client.get("/team/")


def test_a_name_of_a_person_is_written_as_text(ada):
    make_employee("<img src=x>")
    assert "&lt;img src=x&gt;" in client_of(ada).get("/team/").content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_administrators_who_strip_one_another_at_once_leave_one():
    eight = [make_employee(roles=["administrator"]) for _number in range(8)]
    assert all(person.is_administrator for person in eight)  # each request has asked before any has acted

    def strip_the_next(number):
        switch_roles(eight[(number + 1) % 8].pk, [], make_cause(eight[number]))

    outcomes = at_once(strip_the_next)
    assert [type(outcome) for outcome in failures(outcomes)] == [LastAdministrator]
    assert Employee.objects.administrators().count() == 1


def test_a_row_that_is_nothing_but_its_name_is_named_once():
    assert field_in_words(Employee, "role_grants/5/role") == "Role"
    assert field_in_words(Counterparty, "contacts/5/phone") == "Contact: phone"
