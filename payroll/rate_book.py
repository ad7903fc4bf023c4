"""The book of rates: a rate is added and retired, never rewritten, because accruals point at it."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.models import Service
from common.refusals import Refused
from common.templatetags.labsite import money, percent
from lab.cause import Cause
from lab.events import record_event
from lab.models import Employee
from payroll.models import Rate, RateKind


class RateExists(Refused):
    """Two rates in use for the same work from the same day would leave open which one pays."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is a rate for the same work from that day already. Retire it first, or choose another day."
            )
        )


class RateIsRetired(Refused):
    """It was retired before, perhaps by somebody else just now."""

    def __init__(self) -> None:
        super().__init__(_("This rate is retired already."))


@transaction.atomic
def add_rate(
    *,
    role: str,
    employee: Employee | None,
    service: Service | None,
    kind: str,
    figure: Decimal,
    valid_from: date,
    cause: Cause,
) -> Rate:
    """A new rate: ``figure`` is a percent of the price, or an amount per unit in the lab's currency."""
    figures = {"percent": figure} if kind == RateKind.PERCENT else {"amount": figure}
    rate = Rate(role=role, employee=employee, service=service, kind=kind, valid_from=valid_from, **figures)
    record_event("add_rate", cause, action="set_rates", reason=in_words(rate))
    try:
        with transaction.atomic():
            rate.save()
    except IntegrityError as clash:
        raise RateExists from clash
    return rate


@transaction.atomic
def retire_rate(rate_id: int, cause: Cause) -> Rate:
    """From now on nothing is paid by this rate; what is booked stays. Raises ``RateIsRetired``."""
    rate = Rate.objects.select_for_update(no_key=True, of=("self",)).select_related("employee", "service")
    rate = rate.get(pk=rate_id)
    if not rate.is_active:
        raise RateIsRetired
    record_event("retire_rate", cause, action="set_rates", reason=in_words(rate))
    rate.is_active = False
    rate.save(update_fields=["is_active"])
    return rate


def in_words(rate: Rate) -> str:
    """For example “Performer, everybody, all services: 10 % from 2026-01-01”."""
    return _("%(role)s, %(who)s, %(what)s: %(rate)s from %(day)s") % {
        "role": rate.get_role_display(),
        "who": rate.employee or _("everybody"),
        "what": rate.service or _("all services"),
        "rate": _figure(rate),
        "day": rate.valid_from.isoformat(),
    }


def _figure(rate: Rate) -> str:
    if rate.kind == RateKind.PERCENT:
        return percent(rate.percent)
    return _("%(amount)s a unit") % {"amount": money(rate.amount)}
