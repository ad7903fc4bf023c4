"""The due date that the laboratory proposes: the longest lead time of the services, in its own working days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from catalog.bundles import Bundles
from catalog.lead_time import Lead, lead_of
from catalog.models import Service
from lab.calendar import DayOff, calendar_of_the_house, day_off, no_working_day
from lab.working_time import NoWorkingDay
from orders.models import Order


@dataclass(frozen=True)
class DueProposal:
    """The day, and the service with its lead time that decides it."""

    day: date
    lead: Lead
    service: str


def propose_due(
    services: Iterable[Service], today: date, bundles: Bundles | None = None
) -> DueProposal | None:
    """The earliest due date for an order drawn up today; None while it has none, or never works.

    ``bundles`` is what complex services among them include; None where there are none.
    """
    found = [(lead_of(service, bundles), service) for service in services]
    if not found:
        return None
    lead, service = max(found, key=lambda one: one[0].days)
    try:
        day = calendar_of_the_house().after(today, lead.days)
    except NoWorkingDay:
        return None
    return DueProposal(day, lead, service.name)


def working_days_on(today: date, count: int) -> date:
    """The day that many working days from today; raises ``NoWorkingDay``."""
    return calendar_of_the_house().after(today, count)


def day_off_on(day: date | None) -> DayOff | None:
    """What is said of a due date on a day on which the laboratory is closed, and which day it could be instead."""
    return day_off(day, calendar_of_the_house()) if day else None


def due_note(day: date | None) -> str:
    """What is said of a due date on a day on which the laboratory is closed; it may be promised all the same."""
    return no_working_day(day, calendar_of_the_house()) if day else ""


def after_updating(order: Order) -> str:
    """What is said once another day is promised, where the usual sentence does not say enough."""
    note = due_note(order.due_on)
    return _("The due date is changed. %(note)s") % {"note": note} if note else ""
