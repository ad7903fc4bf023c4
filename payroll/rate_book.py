"""The book of rates: a rate is added and retired, never rewritten, because accruals point at it."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.models import Service, ServiceGroup, TaskTemplate
from common.refusals import Refused
from common.soundness import refuse_odd_day, refuse_unsound_fields
from common.templatetags.labsite import money, percent
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import Employee
from lab.records import book_record_event, describe
from payroll.models import Rate, RateBase, RateKind


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
    step: TaskTemplate | None = None,
    group: ServiceGroup | None = None,
    base: str = RateBase.NET,
) -> Rate:
    """A new rate: ``figure`` is a percent of the price, or an amount per unit in the lab's currency.

    It names one of step, service and group, or none of them for all work.
    """
    figures = {"percent": figure, "base": base} if kind == RateKind.PERCENT else {"amount": figure}
    work = {"step": step, "service": service, "group": group}
    rate = Rate(role=role, employee=employee, kind=kind, valid_from=valid_from, **work, **figures)
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
    if sum(work is not None for work in (rate.step, rate.service, rate.group)) > 1:
        raise Refused(_("A rate is for a step, for a service or for a group: choose one of them."))
    service = rate.step.service if rate.step else rate.service
    if service and not service.is_active:
        raise Refused(_("“%(service)s” is not on sale any more.") % {"service": service.name})
    if rate.step and rate.step.is_removed:
        raise Refused(
            _("“%(step)s” is no step of “%(service)s” any more.") % {"step": rate.step, "service": service}
        )
    figure = rate.percent if rate.kind == RateKind.PERCENT else rate.amount
    if figure is None or figure < 0 or (rate.kind == RateKind.PERCENT and figure > 100):
        raise Refused(_("A percent is between 0 and 100, an amount 0 or more."))
    refuse_odd_day(rate.valid_from, today)
    refuse_unsound_fields(rate, ["role", "kind", "base"])


@transaction.atomic
def retire_rate(rate_id: int, cause: Cause) -> Rate:
    """From now on nothing is paid by this rate; what is booked stays. Raises ``RateIsRetired``."""
    rate = Rate.objects.select_for_update(no_key=True, of=("self",)).with_names()
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
        "what": work_of(rate),
        "rate": figure_of(rate),
        "day": rate.valid_from.isoformat(),
    }


def work_of(rate: Rate) -> str:
    """The work that the rate is for, in words."""
    if rate.step:
        return _("%(service)s, step “%(step)s”") % {"service": rate.step.service, "step": rate.step}
    if rate.group:
        return _("group “%(group)s”") % {"group": rate.group}
    return str(rate.service or _("all services"))


def figure_of(rate: Rate) -> str:
    """For example “10 %”, “10 % before discounts”, “4.50 a unit”."""
    if rate.kind == RateKind.PERCENT and rate.base == RateBase.GROSS:
        return _("%(percent)s before discounts") % {"percent": percent(rate.percent)}
    if rate.kind == RateKind.PERCENT:
        return percent(rate.percent)
    return _("%(amount)s a unit") % {"amount": money(rate.amount)}
