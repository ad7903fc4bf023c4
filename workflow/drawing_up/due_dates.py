"""The due date that the laboratory proposes: the longest lead time of the services, in its own working days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from catalog.models import Service
from lab.models import Holiday, LabSettings
from lab.working_days import calendar_of


@dataclass(frozen=True)
class DueProposal:
    """The day, and the service that takes so many working days."""

    day: date
    working_days: int
    service: str


def propose_due(services: Iterable[Service], today: date, lab: LabSettings) -> DueProposal | None:
    """The earliest due date for an order drawn up today; None while it has no services."""
    longest = max(services, key=lambda service: service.lead_days, default=None)
    if longest is None:
        return None
    calendar = calendar_of(lab.works_on, Holiday.objects.all())
    return DueProposal(calendar.after(today, longest.lead_days), longest.lead_days, longest.name)
