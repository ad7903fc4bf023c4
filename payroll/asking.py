"""What would this pay? The rates that fit a piece of work, the one that pays first, and why each other one does not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.models import Service, TaskTemplate
from common.days import day_and_year
from lab.models import Employee
from payroll.models import Rate
from payroll.rate_book import figure_of, work_of
from payroll.rates import base_of, narrowness, pay, rank_rates


@dataclass(frozen=True)
class Question:
    """A piece of work that somebody thinks of; ``gross`` and ``net`` are its price before and after discounts."""

    role: str
    employee: Employee
    service: Service
    step: TaskTemplate | None
    quantity: Decimal
    gross: Decimal
    net: Decimal
    on: date


@dataclass(frozen=True)
class RateTold:
    """A rate that fits, in words; ``why_not`` is empty for the one that pays."""

    rate: Rate
    who: str
    work: str
    figure: str
    why_not: str = ""


@dataclass(frozen=True)
class Answer:
    """``told`` begins with the rate that pays, unless ``pays`` is None; ``amount`` is what the work would pay."""

    amount: Decimal
    base: Decimal
    pays: Rate | None
    told: list[RateTold]


def ask(question: Question) -> Answer:
    """By the computation that books pay."""
    rates = list(Rate.objects.in_use().filter(role=question.role).with_names())
    ranked = _ranked(rates, question, question.on)
    pays = ranked[0] if ranked else None
    later = [rate for rate in _ranked(rates, question, date.max) if rate not in ranked]
    base = base_of(pays, gross=question.gross, net=question.net)
    told = [_told(rate, "" if rate is pays else _why_not(rate, pays)) for rate in ranked]
    told += [
        _told(rate, _("It begins only on %(day)s.") % {"day": day_and_year(rate.valid_from)})
        for rate in later
    ]
    return Answer(pay(pays, question.quantity, base), base, pays, told)


def _ranked(rates: list[Rate], question: Question, on: date) -> list[Rate]:
    return rank_rates(
        rates,
        employee_id=question.employee.pk,
        step_id=question.step and question.step.pk,
        service_id=question.service.pk,
        group_id=question.service.group_id,
        role=question.role,
        on=on,
    )


def _told(rate: Rate, why_not: str) -> RateTold:
    return RateTold(rate, str(rate.employee or _("Everybody")), work_of(rate), figure_of(rate), why_not)


def _why_not(rate: Rate, pays: Rate) -> str:
    """Why the other one comes first."""
    if rate.employee_id is None and pays.employee_id is not None:
        return _("A rate for the person comes first.")
    if narrowness(rate) < narrowness(pays):
        return {
            3: _("A rate for the step comes first."),
            2: _("A rate for the service comes first."),
            1: _("A rate for the group comes first."),
        }[narrowness(pays)]
    return _("A later one replaced it on %(day)s.") % {"day": day_and_year(pays.valid_from)}
