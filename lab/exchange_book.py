"""The book of exchange rates and its only writer: rates are added; a correction is a newer row of the same day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.numbers import is_currency
from django.db import transaction
from django.utils.translation import gettext as _

from common.day_bounds import PAST
from common.days import day_in_full
from common.exchange import holds, kept
from common.refusals import Refused
from common.soundness import refuse_odd_day, refuse_unsound_fields
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import ExchangeRate

ACTION = "set_exchange_rates"


class NotARate(Refused):
    """What no exchange rate can be."""


class RateStands(Refused):
    """Exactly this was entered before."""

    def __init__(self, entered: ExchangeRate):
        said = _("%(rate)s stands for %(day)s already.")
        super().__init__(said % {"rate": in_words(entered), "day": day_in_full(entered.day)})


@dataclass(frozen=True)
class RateTold:
    """One ``currency`` = ``rate`` of ``base`` on the day, as a person or a file says."""

    day: date
    currency: str
    base: str
    rate: Decimal
    note: str = ""


Key = tuple[date, frozenset[str]]
"""Of which only one rate counts."""


@transaction.atomic
def set_exchange_rate(told: RateTold, cause: Cause) -> ExchangeRate:
    """Enter one rate. Raises ``NotARate``, and ``RateStands`` where nothing would change."""
    refuse_rate(told, local_day(cause.at))
    standing = standing_for(told)
    if standing and says(standing, told):
        raise RateStands(standing)
    entered = _row(told)
    refuse_unsound_fields(entered, ["note"])
    entered.event = record_event("set_exchange_rate", cause, action=ACTION, reason=_with_day(entered))
    entered.save()
    return entered


@transaction.atomic
def import_exchange_rates(rates: Sequence[RateTold], cause: Cause) -> list[ExchangeRate]:
    """Enter all of them under one event, or none; those that stand already are left out. Raises ``NotARate``."""
    for told in rates:
        refuse_rate(told, local_day(cause.at))
    standing = standing_by_day(rates)
    rows = [_row(told) for told in rates if not says(standing.get(_key(told)), told)]
    if not rows:
        raise Refused(_("Each of these rates stands already. Nothing was entered."))
    reason = ", ".join(sorted({row.currency for row in rows} | {row.base for row in rows}))
    event = record_event("import_exchange_rates", cause, action=ACTION, reason=f"{len(rows)}: {reason}")
    for row in rows:
        row.event = event
    return ExchangeRate.objects.bulk_create(rows)


def refuse_rate(told: RateTold, today: date) -> None:
    """Raise ``NotARate`` or ``OddDay`` for what no rate of that day can be."""
    for code in (told.currency, told.base):
        if not is_currency(code):
            raise NotARate(
                _("“%(code)s” is no currency. Write its three letters, such as CHF.") % {"code": code}
            )
    if told.currency == told.base:
        raise NotARate(
            _("A rate is between two currencies, and these are one: %(code)s.") % {"code": told.base}
        )
    if told.rate <= 0:
        raise NotARate(_("A rate is above 0."))
    if not holds(told.rate) or kept(told.rate) != told.rate:
        raise NotARate(_("A rate is at most 9,000,000, and has at most 12 digits after the point."))
    if told.day > today:
        raise NotARate(_("%(day)s is still to come: no rate is known.") % {"day": day_in_full(told.day)})
    refuse_odd_day(told.day, today, bounds=PAST)


def standing_by_day(rates: Sequence[RateTold]) -> dict[Key, ExchangeRate]:
    """What counts already on exactly those days between those currencies, whichever way round it was entered."""
    if not rates:
        return {}
    days = [told.day for told in rates]
    rows = ExchangeRate.objects.among(code for told in rates for code in (told.currency, told.base))
    return {_key(row): row for row in rows.within(min(days), max(days)).order_by("pk")}


def standing_for(told: RateTold) -> ExchangeRate | None:
    """The rate that counts for the two currencies on exactly that day."""
    return standing_by_day([told]).get(_key(told))


def says(standing: ExchangeRate | None, told: RateTold) -> bool:
    """Whether nothing would change."""
    return standing is not None and (standing.currency, standing.rate) == (told.currency, told.rate)


def in_words(rate: ExchangeRate | RateTold) -> str:
    """For example “1 CHF = 1.0672 EUR”."""
    return f"1 {rate.currency} = {rate.rate.normalize():f} {rate.base}"


def _key(rate: ExchangeRate | RateTold) -> Key:
    return rate.day, frozenset((rate.currency, rate.base))


def _row(told: RateTold) -> ExchangeRate:
    return ExchangeRate(**vars(told))


def _with_day(rate: ExchangeRate) -> str:
    return f"{in_words(rate)}, {rate.day.isoformat()}"
