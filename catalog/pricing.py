"""What a price list makes of the price of a service. Pure arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from common.currencies import places_of
from common.money import LIMIT, ZERO, percent_of

PERCENT_OFF, PERCENT_ON = "percent_off", "percent_on"
AMOUNT_OFF, AMOUNT_ON = "amount_off", "amount_on"
OWN_PRICE = "own_price"
PERCENTS = (PERCENT_OFF, PERCENT_ON)
AMOUNTS = (AMOUNT_OFF, AMOUNT_ON, OWN_PRICE)

MOST_ON = 500
"""Percent on top of the catalogue's price, at most: more is a typing error."""


@dataclass(frozen=True)
class Rule:
    """One rule: for a service, for a group of services (by their ids), or (neither) for everything.

    ``figure`` is a percent, or an amount in ``currency``; ``key`` is the number of its row.
    """

    kind: str
    figure: Decimal
    currency: str
    service: int | None = None
    group: int | None = None
    key: int | None = None


@dataclass(frozen=True)
class Sold:
    """A service as the catalogue sells it."""

    service: int
    group: int
    price: Decimal
    currency: str


@dataclass(frozen=True)
class Priced:
    """The price of a service, and the rule that made it; None where the catalogue's own stays."""

    price: Decimal
    rule: Rule | None = None


class RuleBook:
    """The rules of one version of a price list: at most one for each service, each group, and everything."""

    def __init__(self, rules: Iterable[Rule] = ()):
        self._rules = {(rule.service, rule.group): rule for rule in rules}

    def price(self, sold: Sold) -> Priced:
        """The most specific rule decides: that of the service, else of its group, else of everything.

        An amount says nothing about a service that is priced in another currency: the next rule is asked.
        """
        for target in ((sold.service, None), (None, sold.group), (None, None)):
            rule = self._rules.get(target)
            if rule is not None and (rule.kind in PERCENTS or rule.currency == sold.currency):
                return Priced(applied(rule, sold.price, places_of(sold.currency)), rule)
        return Priced(sold.price)


def applied(rule: Rule, price: Decimal, places: int = 2) -> Decimal:
    """The price by the rule, rounded once to so many places; never below nothing, never above what an amount may be."""
    return min(max(_figured(rule, price, places), ZERO), LIMIT)


def _figured(rule: Rule, price: Decimal, places: int) -> Decimal:
    if rule.kind == OWN_PRICE:
        return rule.figure
    change = percent_of(price, rule.figure, places) if rule.kind in PERCENTS else rule.figure
    return price - change if rule.kind in (PERCENT_OFF, AMOUNT_OFF) else price + change
