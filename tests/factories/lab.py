"""People and settings of a laboratory for tests."""

from itertools import count

from django.test import Client
from django.utils import timezone

from lab.cause import Cause
from lab.models import Absence, Employee, Holiday, LabSettings, WeekdayHours
from lab.roles import Role

PASSWORD = "correct horse battery"
_serial = count(1)


def make_employee(name="", roles=("manager",), *, username="", password=PASSWORD, **fields) -> Employee:
    """An employee who may log in with PASSWORD; ``password=None`` makes one without a login."""
    number = next(_serial)
    return Employee.objects.create_user(
        username or f"person{number}", password, roles=roles, name=name or f"Person {number}", **fields
    )


def make_everybody() -> dict[str, Employee]:
    """One person of each role, by role."""
    return {str(role): make_employee(str(role.label), roles=[role]) for role in Role}


def make_settings(**fields) -> LabSettings:
    """The one row of settings, with the given fields changed."""
    settings = LabSettings.load()
    for name, content in fields.items():
        setattr(settings, name, content)
    settings.save()
    return settings


def make_week(**fields) -> LabSettings:
    """All seven weekdays with the given fields, such as ``is_open=True``."""
    settings = LabSettings.load()
    WeekdayHours.objects.update(**fields)
    return settings


def make_exception(first, last=None, name="Closed", **fields) -> Holiday:
    """An exception of the calendar: closed unless hours are given."""
    return Holiday.objects.create(first=first, last=last or first, name=name, **fields)


def make_absence(employee=None, first=None, last=None, **fields) -> Absence:
    """A person is away: today, unless days are given."""
    first = first or timezone.localdate()
    return Absence.objects.create(
        employee=employee or make_employee(), first=first, last=last or first, **fields
    )


def make_cause(actor=None, at=None, version=None) -> Cause:
    """A cause as a view would hand it on; without an actor, by a new manager."""
    return Cause(actor or make_employee(), at or timezone.now(), version)


def client_of(employee, **kwargs) -> Client:
    """A browser in which that person has logged in."""
    client = Client(**kwargs)
    client.force_login(employee, backend="django.contrib.auth.backends.ModelBackend")
    return client
