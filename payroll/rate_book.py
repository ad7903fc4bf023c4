"""The book of rates: a rate is added and retired, never rewritten, because accruals point at it."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.models import Service
from common.refusals import Refused
from common.soundness import refuse_odd_day, refuse_unsound_fields
from common.templatetags.labsite import money, percent
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import Employee
from lab.records import book_record_event, describe
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
    _refuse(rate, local_day(cause.at))
    event = record_event("add_rate", cause, action="set_rates", reason=in_words(rate))
    try:
        with transaction.atomic():
            rate.save()
    except IntegrityError as clash:
        raise RateExists from clash
    book_record_event(rate, event, {})
    return rate


def _refuse(rate: Rate, today: date) -> None:
    """A rate is for people who work here and services that are sold, of a figure that can be meant."""
    if rate.employee and not rate.employee.is_active:
        raise Refused(_("“%(who)s” does not work here any more.") % {"who": rate.employee})
    if rate.service and not rate.service.is_active:
        raise Refused(_("“%(service)s” is not on sale any more.") % {"service": rate.service.name})
    figure = rate.percent if rate.kind == RateKind.PERCENT else rate.amount
    if figure is None or figure < 0 or (rate.kind == RateKind.PERCENT and figure > 100):
        raise Refused(_("A percent is between 0 and 100, an amount 0 or more."))
    refuse_odd_day(rate.valid_from, today)
    refuse_unsound_fields(rate, ["role", "kind"])


@transaction.atomic
def retire_rate(rate_id: int, cause: Cause) -> Rate:
    """From now on nothing is paid by this rate; what is booked stays. Raises ``RateIsRetired``."""
    rate = Rate.objects.select_for_update(no_key=True, of=("self",)).select_related("employee", "service")
    rate = rate.get(pk=rate_id)
    if not rate.is_active:
        raise RateIsRetired
    event = record_event("retire_rate", cause, action="set_rates", reason=in_words(rate))
    before = describe(rate)
    rate.is_active = False
    rate.save(update_fields=["is_active"])
    book_record_event(rate, event, before)
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
