"""The table of permissions: roles add up, the administrator may everything, whoever left may nothing."""

import pytest

from lab.events import NotAllowed, record_event
from lab.models import Employee, Event
from lab.permissions import ACTIONS, UnknownAction, may, role_for
from lab.roles import Role
from tests.factories.lab import make_cause, make_employee

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def allowed_to(*roles):
    employee = make_employee(roles=roles)
    return {action for action in ACTIONS if may(employee, action)}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_a_role_may_exactly_what_its_rows_say(role):
    assert allowed_to(role) == {action for action, roles in ACTIONS.items() if role in roles}


def test_the_administrator_may_everything():
    assert allowed_to(Role.ADMINISTRATOR) == set(ACTIONS)


def test_roles_held_together_add_up():
    both = allowed_to(Role.TECHNICIAN, Role.ACCOUNTANT)
    assert both == allowed_to(Role.TECHNICIAN) | allowed_to(Role.ACCOUNTANT)


def test_technicians_see_no_money_but_their_own():
    money = {"see_prices", "see_pay", "see_billing", "see_costs", "see_payment_instructions"}
    assert not money & allowed_to(Role.TECHNICIAN)


def test_accountants_move_no_production_state():
    production = {
        "submit",
        "take_down",
        "start",
        "send_to_review",
        "return_to_production",
        "produce",
        "reopen",
        "cancel",
    }
    assert not production & allowed_to(Role.ACCOUNTANT)


def test_a_deactivated_person_may_nothing():
    employee = make_employee(roles=list(Role), is_active=False)
    assert not any(may(employee, action) for action in ACTIONS)


def test_an_unknown_action_is_a_loud_mistake():
    with pytest.raises(UnknownAction):
        may(make_employee(), "fly")


def test_the_role_by_which_a_person_acts_is_the_first_that_allows_it():
    employee = make_employee(roles=[Role.ADMINISTRATOR, Role.REVIEWER, Role.ACCOUNTANT])
    assert role_for(employee, "produce") == "reviewer"
    assert role_for(employee, "realize") == "accountant"
    assert role_for(employee, "administer") == "administrator"


def test_an_event_keeps_the_role_then_held():
    event = record_event("realize", make_cause(make_employee(roles=["accountant"])), action="realize")
    assert Event.objects.get(pk=event.pk).role == "accountant"


def test_no_event_is_written_for_an_act_that_no_role_allows():
    with pytest.raises(NotAllowed):
        record_event("realize", make_cause(make_employee(roles=["technician"])), action="realize")
    assert not Event.objects.exists()


def test_jobs_act_as_the_named_service_account():
    event = record_event("sweep", make_cause(Employee.objects.system()), action="attach_files")
    assert (event.role, event.actor.username) == ("system", "system")
