"""What an amount of one currency is in another on a day: by the newest rate that was entered, never by a guess."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import ngettext

from common.currencies import places_of
from common.days import day_in_full
from common.exchange import across, exchanged, holds, inverse
from common.refusals import Refused
from lab.models import ExchangeRate, LabSettings

Newest = Mapping[frozenset[str], ExchangeRate]


class RateMissing(Refused):
    """No rate leads from the one currency to the other on that day."""

    def __init__(self, of: str, to: str, on: date, days: int):
        self.of, self.to, self.on = of, to, on
        said = ngettext(
            "There is no exchange rate between %(of)s and %(to)s for %(day)s that is at most %(n)s day old."
            " Enter one under Billing, Exchange rates.",
            "There is no exchange rate between %(of)s and %(to)s for %(day)s that is at most %(n)s days old."
            " Enter one under Billing, Exchange rates.",
            days,
        )
        super().__init__(said % {"of": of, "to": to, "day": day_in_full(on), "n": days})


class Exchange:
    """Rates into one currency on one day; each is looked for once, however many amounts are converted."""

    def __init__(self, to: str, on: date):
        self.to, self.on = to, on
        self._found: dict[str, RateFound] = {}

    def rate_of(self, of: str) -> "RateFound":
        """Raises ``RateMissing``."""
        if of not in self._found:
            self._found[of] = find_rate(of, self.to, self.on)
        return self._found[of]


@dataclass(frozen=True)
class RateFound:
    """One ``of`` is ``rate`` of ``to``; ``day`` is that of the rate, of two the older one's."""

    of: str
    to: str
    rate: Decimal
    day: date

    def convert(self, amount: Decimal) -> Decimal:
        return exchanged(amount, self.rate, places_of(self.to))


def rate(of: str, to: str, on: date) -> Decimal:
    """What one ``of`` is worth in ``to`` on the day. Raises ``RateMissing``."""
    return find_rate(of, to, on).rate


def convert(amount: Decimal, of: str, to: str, on: date) -> Decimal:
    """The amount in ``to``, rounded once to its places. Raises ``RateMissing``."""
    return find_rate(of, to, on).convert(amount)


def find_rate(of: str, to: str, on: date) -> RateFound:
    """The newest rate between the two on or before the day, entered either way round; where none holds, across the
    laboratory's currency. Raises ``RateMissing`` where that is not there either, or too old (a setting)."""
    if of == to:
        return RateFound(of, to, Decimal(1), on)
    lab = LabSettings.load()
    newest = _newest({of, to, lab.currency}, on, lab.exchange_rate_days)
    found = _direct(newest, of, to) or _across(newest, of, lab.currency, to)
    if found is None or not holds(found.rate):
        raise RateMissing(of, to, on, lab.exchange_rate_days)
    return found


def _newest(currencies: set[str], on: date, days: int) -> Newest:
    rows = ExchangeRate.objects.among(currencies).within(on - timedelta(days=days), on).newest_first()
    newest: dict[frozenset[str], ExchangeRate] = {}
    for row in rows:
        newest.setdefault(row.pair, row)
    return newest


def _direct(newest: Newest, of: str, to: str) -> RateFound | None:
    row = newest.get(frozenset((of, to)))
    if row is None:
        return None
    return RateFound(of, to, row.rate if row.currency == of else inverse(row.rate), row.day)


def _across(newest: Newest, of: str, between: str, to: str) -> RateFound | None:
    first, second = _direct(newest, of, between), _direct(newest, between, to)
    if first is None or second is None:
        return None
    return RateFound(of, to, across(first.rate, second.rate), min(first.day, second.day))
