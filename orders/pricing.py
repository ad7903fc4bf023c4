"""Prices of an order: of a line, of the whole, of the share that an act line carries. Pure arithmetic.

The chain is: Σ of the lines → less the order's discount → the surcharge of a rush on what is left → the tax, where the
prices are without it = preliminary. Each step is rounded once and split over the lines, so that nothing is lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from common.money import ZERO, percent_of, round_money, split

NO_TAX = Decimal(0)


class Priced(Protocol):
    """What is priced: a line of an order, or the price of one as it is typed."""

    @property
    def gross(self) -> Decimal: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def tax_percent(self) -> Decimal: ...


@dataclass(frozen=True)
class LinePrice:
    """``gross`` before and ``amount`` after the line's discount, in the order's currency."""

    gross: Decimal
    amount: Decimal
    tax_percent: Decimal = NO_TAX


@dataclass(frozen=True)
class PriceTerms:
    """What an order's price rests on beside its lines. At most one of the two discounts; ``places`` of the currency."""

    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    rush_percent: Decimal | None = None
    prices_include_tax: bool = True
    places: int = 2

    def discount_of(self, lines: Decimal) -> Decimal:
        """What the order's discount takes off that much; never more than there is."""
        if self.discount_amount is not None:
            return min(self.discount_amount, lines)
        return percent_of(lines, self.discount_percent or Decimal(0), self.places)

    def rush_on(self, discounted: Decimal) -> Decimal:
        """The surcharge on what the discount leaves; nothing where the order is not rushed (None)."""
        return percent_of(discounted, self.rush_percent or Decimal(0), self.places)


@dataclass(frozen=True)
class LineCharge:
    """What one line is charged at, with its share of what concerns the whole order.

    ``gross`` is before discounts and without a tax on top, ``net`` after discounts and without it.
    """

    gross: Decimal
    net: Decimal
    added_tax: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        """What the customer owes for it."""
        return self.net + self.added_tax


@dataclass(frozen=True)
class TaxAtRate:
    """The part of a price at one rate: ``net`` + ``tax`` = ``amount``, always."""

    percent: Decimal
    net: Decimal
    tax: Decimal

    @property
    def amount(self) -> Decimal:
        return self.net + self.tax


@dataclass(frozen=True)
class OrderPrice:
    """The chain from the lines to the preliminary price, and what each line is charged at."""

    terms: PriceTerms
    lines: Decimal
    discount: Decimal
    rush: Decimal
    taxes: Sequence[TaxAtRate]
    charges: Sequence[LineCharge]

    @property
    def taken_off(self) -> Decimal:
        """The discount as it enters the sum."""
        return -self.discount

    @property
    def discounted(self) -> Decimal:
        """What the surcharge of a rush is reckoned on."""
        return self.lines - self.discount

    @property
    def net(self) -> Decimal:
        """After discount and rush: with the tax in it, or before it comes on top."""
        return self.discounted + self.rush

    @property
    def added_tax(self) -> Decimal:
        return ZERO if self.terms.prices_include_tax else sum((rate.tax for rate in self.taxes), ZERO)

    @property
    def preliminary(self) -> Decimal:
        """What the order costs as it is drawn up."""
        return self.net + self.added_tax


def price_line(
    quantity: Decimal, unit_price: Decimal, discount_percent: Decimal = Decimal(0), places: int = 2
) -> LinePrice:
    """Quantity × price rounded once, less the discount rounded once."""
    gross = round_money(quantity * unit_price, places)
    return LinePrice(gross, gross - percent_of(gross, discount_percent, places))


def price_order(lines: Sequence[Priced], terms: PriceTerms) -> OrderPrice:
    """Work the chain out for the lines of an order."""
    amounts = [line.amount for line in lines]
    whole = sum(amounts, ZERO)
    discount = terms.discount_of(whole)
    rush = terms.rush_on(whole - discount)
    left = [
        amount - part for amount, part in zip(amounts, split(discount, amounts, terms.places), strict=True)
    ]
    shares = split(rush, left, terms.places)
    nets = [amount + share for amount, share in zip(left, shares, strict=True)]
    percents = [line.tax_percent for line in lines]
    taxes = taxes_of(nets, percents, terms)
    added = _added(nets, percents, taxes, terms)
    charges = [
        LineCharge(line.gross + share, net, tax)
        for line, share, net, tax in zip(lines, shares, nets, added, strict=True)
    ]
    return OrderPrice(terms, whole, discount, rush, taxes, charges)


def preliminary_price(lines: Sequence[Priced], terms: PriceTerms) -> Decimal:
    """What ``price_order`` comes to. Where the tax is in the prices, nothing has to be split for it."""
    if not terms.prices_include_tax:
        return price_order(lines, terms).preliminary
    whole = sum((line.amount for line in lines), ZERO)
    discounted = whole - terms.discount_of(whole)
    return discounted + terms.rush_on(discounted)


def taxes_of(
    amounts: Sequence[Decimal], percents: Sequence[Decimal], terms: PriceTerms
) -> tuple[TaxAtRate, ...]:
    """By rate, the lowest first: the tax of the sum at that rate, rounded once; inside it or on top."""
    sums: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for amount, percent in zip(amounts, percents, strict=True):
        sums[percent] += amount
    return tuple(_tax_at(percent, sums[percent], terms) for percent in sorted(sums))


def _tax_at(percent: Decimal, amount: Decimal, terms: PriceTerms) -> TaxAtRate:
    if terms.prices_include_tax:
        return _tax_inside(percent, amount, terms.places)
    return TaxAtRate(percent, amount, percent_of(amount, percent, terms.places))


def _added(
    nets: Sequence[Decimal], percents: Sequence[Decimal], taxes: Sequence[TaxAtRate], terms: PriceTerms
) -> list[Decimal]:
    """The tax that comes on top of each line: that of its rate, split over the lines of the rate."""
    added = [ZERO] * len(nets)
    for rate in () if terms.prices_include_tax else taxes:
        of_rate = [place for place, percent in enumerate(percents) if percent == rate.percent]
        parts = split(rate.tax, [nets[place] for place in of_rate], terms.places)
        for place, part in zip(of_rate, parts, strict=True):
            added[place] = part
    return added


def split_by_rate(
    amount: Decimal, held: Mapping[Decimal, Decimal], places: int = 2
) -> dict[Decimal, Decimal]:
    """An amount agreed on for a whole order, by tax rate, in proportion to what stands at each; with its sign."""
    percents = sorted(held)
    parts = split(abs(amount), [held[percent] for percent in percents], places)
    return {
        percent: part if amount >= 0 else -part for percent, part in zip(percents, parts, strict=True) if part
    }


def tax_table(
    inside: Mapping[Decimal, Decimal], on_top: Iterable[TaxAtRate], places: int = 2
) -> list[TaxAtRate]:
    """By rate, the lowest first: what amounts with tax in them hold of it, and what came on top of others."""
    rows = {percent: _tax_inside(percent, amount, places) for percent, amount in inside.items()}
    for rate in on_top:
        row = rows.get(rate.percent, TaxAtRate(rate.percent, ZERO, ZERO))
        rows[rate.percent] = TaxAtRate(rate.percent, row.net + rate.net, row.tax + rate.tax)
    return [rows[percent] for percent in sorted(rows)]


def _tax_inside(percent: Decimal, amount: Decimal, places: int) -> TaxAtRate:
    tax = tax_within(amount, percent, places)
    return TaxAtRate(percent, amount - tax, tax)


def part_of_line(
    whole: Decimal,
    quantity: Decimal,
    of_quantity: Decimal,
    taken: Decimal,
    taken_quantity: Decimal,
    places: int = 2,
) -> Decimal:
    """The share of a line's amount for ``quantity`` of it, when ``taken`` stands already for ``taken_quantity``.

    The last part takes what is left, so that the parts add up to the line.
    """
    upto = taken_quantity + quantity
    return whole - taken if upto >= of_quantity else round_money(whole * upto / of_quantity, places) - taken


def tax_within(amount: Decimal, percent: Decimal, places: int = 2) -> Decimal:
    """The tax that an amount including it contains."""
    return round_money(amount * percent / (100 + percent), places)
