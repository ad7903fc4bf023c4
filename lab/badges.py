"""Badges: issued and revoked on the page of a person, and told apart from what somebody made up."""

import secrets

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from lab.cause import Cause
from lab.events import record_event
from lab.models import Badge, Employee, Event

DIGITS = 14
"""A guess in a hundred million millions, and eight guesses in a quarter of an hour."""


class BadgeStands(Refused):
    """A person has one badge at a time."""

    def __init__(self) -> None:
        super().__init__(_("This person has a badge. Revoke it first."))


class UnknownBadge(Refused):
    """The badge was revoked, or never issued, or its owner has left: a stranger is not told which."""

    def __init__(self) -> None:
        super().__init__(_("This badge is not valid."))


class TooManyBadges(Refused):
    """Somebody guesses."""

    def __init__(self) -> None:
        super().__init__(_("Too many badges that are not valid were scanned here. Try again in 15 minutes."))


@transaction.atomic
def issue_badge(employee_id: int, cause: Cause) -> Badge:
    """A new badge. Raises ``BadgeStands``."""
    employee = Employee.objects.working().select_for_update(no_key=True).get(pk=employee_id)
    if employee.badges.filter(revoked__isnull=True).exists():
        raise BadgeStands
    event = record_event("issue_badge", cause, action="administer", reason=_named(employee))
    number = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    return Badge.objects.create(employee=employee, number=number, issued=event)


@transaction.atomic
def revoke_badge(badge_id: int, cause: Cause) -> Badge:
    """The badge opens nothing from the next scan on; twice does no more than once."""
    badge = Badge.objects.select_for_update(no_key=True, of=("self",)).get(pk=badge_id)
    if badge.revoked_id is None:
        named = _named(badge.employee)
        badge.revoked = record_event("revoke_badge", cause, action="administer", reason=named)
        badge.save(update_fields=["revoked"])
    return badge


def end_badges(employee: Employee, event: Event) -> None:
    """Whoever is let go has no badge any more, also after coming back."""
    employee.badges.filter(revoked__isnull=True).update(revoked=event)


def let_in(request, number: int, counted_as: str) -> Badge:
    """The badge of that number. Wrong ones are counted as wrong passwords are, and keep out as they do.

    Raises ``UnknownBadge``, ``TooManyBadges``.
    """
    credentials = {"username": counted_as}
    if AxesProxyHandler.is_locked(request, credentials):
        raise TooManyBadges
    asked = f"{number:0{DIGITS}}"
    badge = Badge.objects.valid().select_related("employee").filter(number=asked).first()
    if badge is None:
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        request.axes_locked_out = False  # the bench says it in its own words
        raise UnknownBadge
    return badge


def _named(employee: Employee) -> str:
    return f"{employee.name} ({employee.username})"
