"""The due date that the laboratory proposes: the longest lead time of the services, in its own working days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from catalog.models import Service
from lab.calendar import calendar_of_the_house
from lab.working_time import NoWorkingDay


@dataclass(frozen=True)
class DueProposal:
    """The day, and the service that takes so many working days."""

    day: date
    working_days: int
    service: str


def propose_due(services: Iterable[Service], today: date) -> DueProposal | None:
    """The earliest due date for an order drawn up today; None while it has no services, or
    while the laboratory never works."""
    longest = max(services, key=lambda service: service.lead_days, default=None)
    if longest is None:
        return None
    try:
        day = calendar_of_the_house().after(today, longest.lead_days)
    except NoWorkingDay:
        return None
    return DueProposal(day, longest.lead_days, longest.name)
