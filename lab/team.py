"""The team: inviting people, switching their roles, letting them go and back in. Each change leaves an event."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from axes.utils import reset as forget_failed_logins
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from common.refusals import Refused
from common.soundness import refuse_unsound, refuse_unsound_fields
from lab.badges import end_badges
from lab.cause import Cause
from lab.events import record_event
from lab.feeds import end_feeds
from lab.models import Employee, Event, RoleGrant
from lab.records import book_record_event, describe
from lab.roles import Role


class LoginTaken(Refused):
    """Somebody else logs in by that name already."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else already logs in by this name. Choose another."))


class LastAdministrator(Refused):
    """Without this person nobody could administer the laboratory."""

    def __init__(self) -> None:
        super().__init__(_("This is the last administrator. Make somebody else an administrator first."))


@dataclass(frozen=True)
class PersonDetails:
    """What is written down about a person."""

    username: str
    name: str
    email: str = ""
    phone: str = ""
    position: str = ""


@transaction.atomic
def invite_employee(details: PersonDetails, roles: Collection[str], cause: Cause) -> Employee:
    """A new person of the team, who has yet to set a password. Raises ``LoginTaken``."""
    roles = sorted({str(Role(role)) for role in roles})
    _refuse_unsound(Employee(**asdict(details)))
    try:
        with transaction.atomic():
            employee = Employee.objects.create_user(**asdict(details), roles=roles)
    except IntegrityError:
        raise LoginTaken from None
    book_record_event(employee, _record("invite_employee", employee, cause, _role_names(roles)), {})
    return employee


@transaction.atomic
def edit_employee(employee_id: int, details: PersonDetails, cause: Cause) -> Employee:
    """Write down what changed about a person. Raises ``LoginTaken``."""
    employee = _locked(employee_id)
    before = describe(employee)
    changes = _take_over(employee, asdict(details))
    if changes:
        _refuse_unsound(employee)
        try:
            with transaction.atomic():
                employee.save()
        except IntegrityError:
            raise LoginTaken from None
        book_record_event(employee, _record("edit_employee", employee, cause, changes), before)
    return employee


@transaction.atomic
def save_person(
    employee_id: int | None, details: PersonDetails, roles: Collection[str], is_active: bool, cause: Cause
) -> Employee:
    """All of it at once, as one form of the admin site hands it over. Raises what the single acts raise."""
    if employee_id is None:
        employee_id = invite_employee(details, roles, cause).pk
    edit_employee(employee_id, details, cause)
    switch_roles(employee_id, roles, cause)
    (reactivate_employee if is_active else deactivate_employee)(employee_id, cause)
    return Employee.objects.get(pk=employee_id)


@transaction.atomic
def edit_own_details(email: str, phone: str, cause: Cause) -> Employee:
    """What people may write down about themselves."""
    employee = _locked(cause.actor.pk)
    before = describe(employee)
    changes = _take_over(employee, {"email": email, "phone": phone})
    if changes:
        _refuse_unsound(employee)
        employee.save()
        event = _record("edit_own_details", employee, cause, changes, action="use_own_account")
        book_record_event(employee, event, before)
    return employee


@transaction.atomic
def switch_roles(employee_id: int, roles: Collection[str], cause: Cause) -> Employee:
    """Give the person these roles and no others, and end the person's sessions. Raises ``LastAdministrator``."""
    wanted = {str(Role(role)) for role in roles}
    employee, is_last = _locked_with_administrators(employee_id)
    given, taken = wanted - employee.roles_held(), employee.roles_held() - wanted
    if not given and not taken:
        return employee
    if is_last and Role.ADMINISTRATOR in taken:
        raise LastAdministrator
    before = describe(employee)
    event = _record("switch_roles", employee, cause, f"+ {_role_names(given)}; − {_role_names(taken)}")
    employee.role_grants.filter(role__in=taken).delete()
    RoleGrant.objects.bulk_create([RoleGrant(employee=employee, role=role) for role in sorted(given)])
    book_record_event(employee, event, before)
    return _with_sessions_ended(employee)


@transaction.atomic
def deactivate_employee(employee_id: int, cause: Cause) -> Employee:
    """The person can no longer log in, and is out at the next click. Raises ``LastAdministrator``."""
    employee, is_last = _locked_with_administrators(employee_id)
    if not employee.is_active:
        return employee
    if is_last:
        raise LastAdministrator
    event, before = _record("deactivate_employee", employee, cause), describe(employee)
    employee.is_active = False
    employee.end_links()
    end_badges(employee, event)
    end_feeds(employee, event)
    book_record_event(employee, event, before)
    return _with_sessions_ended(employee)


@transaction.atomic
def reactivate_employee(employee_id: int, cause: Cause) -> Employee:
    """The person is back, with the roles and the password of before."""
    employee = _locked(employee_id)
    if not employee.is_active:
        event, before = _record("reactivate_employee", employee, cause), describe(employee)
        employee.is_active = True
        employee.save()
        book_record_event(employee, event, before)
    return employee


@transaction.atomic
def offer_new_password(employee_id: int, cause: Cause) -> Employee:
    """Note that a link for setting a password is handed out for this person: it ends the older ones."""
    employee = _locked(employee_id)
    employee.end_links()
    employee.save()
    _record("offer_new_password", employee, cause)
    return employee


@transaction.atomic
def set_password(employee_id: int, password: str, cause: Cause) -> Employee:
    """The person's own new password: it ends every session begun with the old one and forgets mistyped ones."""
    employee = _locked(employee_id)
    _record("set_password", employee, cause, action="use_own_account")
    employee.set_password(password)
    employee.save()
    forget_failed_logins(username=employee.username)
    return employee


def _locked(employee_id: int) -> Employee:
    return Employee.objects.people().select_for_update(no_key=True).get(pk=employee_id)


def _locked_with_administrators(employee_id: int) -> tuple[Employee, bool]:
    """The person, and whether nobody else could administer the laboratory.

    All are locked at once and by id: else two administrators could strip one another in the same moment.
    """
    administrators = Employee.objects.administrators().values("pk")
    people = Employee.objects.people().filter(Q(pk=employee_id) | Q(pk__in=administrators))
    locked = {person.pk: person for person in people.order_by("pk").select_for_update(no_key=True)}
    if employee_id not in locked:
        raise Employee.DoesNotExist
    still = set(Employee.objects.administrators().values_list("pk", flat=True))
    return locked[employee_id], still == {employee_id}


def _with_sessions_ended(employee: Employee) -> Employee:
    employee.end_sessions()
    employee.save()
    return Employee.objects.get(pk=employee.pk)  # a fresh one, whose roles are those of now


def _take_over(employee: Employee, details: dict[str, str]) -> str:
    """Put the details on the employee; returns what changed, in words."""
    details = {**details}
    if "username" in details:
        details["username"] = Employee.normalize_username(details["username"])
    changes = []
    for field, after in details.items():
        before = getattr(employee, field)
        if before != after:
            setattr(employee, field, after)
            changes.append(
                f"{Employee._meta.get_field(field).verbose_name}: {before or '–'} → {after or '–'}"
            )
    return "; ".join(changes)


def _role_names(roles: Collection[str]) -> str:
    return ", ".join(str(role.label) for role in Role if role in roles) or "–"


def _record(
    verb: str, employee: Employee, cause: Cause, what: str = "", *, action: str = "administer"
) -> Event:
    whom = f"{employee.name} ({employee.username})"
    return record_event(verb, cause, action=action, reason=f"{whom}: {what}" if what else whom)


def _refuse_unsound(employee: Employee) -> None:
    """Whether the login is taken is asked of the database when it is written; a password is set by its owner."""
    refuse_unsound(employee, leaving_out=("password", "username"))
    refuse_unsound_fields(employee, ["username"])
