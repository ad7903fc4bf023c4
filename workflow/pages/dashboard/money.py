"""What came in over a period, what is owed, what it cost: sums over what is booked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.revenue import debts_by_age
from catalog.models import Service
from common.charts import Bar, bars
from common.fields import MoneyField
from common.money import ZERO
from common.templatetags.labsite import figure, money
from customers.models import Counterparty
from lab.models import LabSettings
from sums.figures import BROUGHT, CHARGED, MATERIALS, PAY, PRICE, Figure, Row
from sums.reading import Sums
from workflow.pages.dashboard.figures import (
    Drawing,
    Figures,
    amount,
    by_currency,
    day_cell,
    over_time,
    percentage,
    words,
)
from workflow.pages.dashboard.periods import Period

Totals = dict[tuple, list[int]]
"""By what and currency: within the period, and before, in thousandths."""
AGES = {
    "not_due": gettext_lazy("not due yet"),
    "to_30": gettext_lazy("1–30 days late"),
    "to_60": gettext_lazy("31–60 days late"),
    "to_90": gettext_lazy("61–90 days late"),
    "over_90": gettext_lazy("over 90 days late"),
}


# --- what came in -------------------------------------------------------------------------------------------
def by_customer(period: Period, sums: Sums) -> Figures:
    """Closing documents by their day, less corrections."""
    by_document = _totals(period, sums.rows(CHARGED, period.halves))
    if not by_document:
        return Figures(_("Nothing was charged in this period."))
    customers = Counterparty.objects.order_by().values_list("pk", "merged_into_id", "name")
    into, names = {}, {}
    for pk, account, name in customers:
        into[pk], names[pk] = account or pk, name
    by_account: Totals = defaultdict(lambda: [0, 0])
    for (customer, currency), totals in by_document.items():
        own = by_account[into[customer], currency]
        own[:] = [one + two for one, two in zip(own, totals, strict=True)]
    found = (
        (names[pk], currency, *map(MoneyField.of_units, own)) for (pk, currency), own in by_account.items()
    )
    return by_currency(found, _("Customer"), _("Nothing was charged in this period."))


def by_service(period: Period, sums: Sums) -> Figures:
    """What the acts of the orders charged say of each service; the rest was agreed on besides."""
    totals = _totals(period, sums.rows(BROUGHT, period.halves))
    services = {service for service, _currency in totals if service is not None}
    names = dict(Service.objects.filter(pk__in=services).order_by().values_list("pk", "name"))
    amounts = {key: [MoneyField.of_units(one) for one in own] for key, own in totals.items()}
    found = [(names[pk], currency, *own) for (pk, currency), own in amounts.items() if pk is not None]
    charged = {currency: own for (pk, currency), own in amounts.items() if pk is None}
    found += [(_("Agreed besides"), *rest) for rest in _besides(charged, found)]
    return by_currency(found, _("Service"), _("Nothing was charged in this period."))


def _besides(charged: Mapping[str, Sequence[Decimal]], services: Iterable[tuple]) -> Iterator[tuple]:
    """By currency, what was charged beyond what the acts say of all services, now and before."""
    left = {currency: list(totals) for currency, totals in charged.items()}
    for _name, currency, *totals in services:
        left[currency] = [whole - part for whole, part in zip(left[currency], totals, strict=True)]
    return ((currency, *rest) for currency, rest in left.items() if any(rest))


def _totals(period: Period, rows: Iterable[Row]) -> Totals:
    """By the keys of the rows."""
    totals: Totals = defaultdict(lambda: [0, 0])
    for day, whose, currency, total in rows:
        totals[whose, currency][day < period.first] += total
    return totals


def debts(period: Period) -> Figures:
    """What is owed today, whatever the period, by how late it is."""
    owed = debts_by_age(timezone.localdate())
    if not owed:
        return Figures(_("Nobody owes anything."))
    currencies = sorted({currency for currency, _age in owed})
    totals = {
        currency: sum((owed.get((currency, age), ZERO) for age in AGES), ZERO) for currency in currencies
    }
    return Figures(
        _("Owed today: %(sums)s")
        % {"sums": " · ".join(money(total, currency) for currency, total in totals.items())},
        [_("Age"), _("Currency"), _("Owed")],
        [
            (words(label), words(currency), amount(owed.get((currency, age), ZERO), currency))
            for currency in currencies
            for age, label in AGES.items()
        ],
        [
            Drawing(
                bars([_bar(label, owed.get((currency, age), ZERO), currency) for age, label in AGES.items()]),
                currency,
            )
            for currency in currencies
        ],
    )


def _bar(label: str, value: Decimal, currency: str) -> Bar:
    return Bar(str(label), float(value), figure(value, currency))


# --- what it cost -------------------------------------------------------------------------------------------
class Worked:
    """Of orders in the laboratory's currency: the price of what was posted, and what that pays, by day; materials
    where they are asked for."""

    def __init__(self, period: Period, sums: Sums):
        self.period, self.sums = period, sums
        self.currency = LabSettings.load().currency
        self._price, self._pay = self._by_day(PRICE), self._by_day(PAY)

    def pay_against_price(self) -> Figures:
        """How much of the price of the work its pay takes."""
        price, pay = self._in_steps(self._price), self._in_steps(self._pay)
        if not any(price) and not any(pay):
            return self._nothing()
        said = self._said(self._pay, _("Pay is %(share)s of the price: %(part)s of %(price)s"))
        return self._told(said, [(_("Price"), price), (_("Pay"), pay)], (_("Pay, %"), pay, price))

    def margin(self) -> Figures:
        """What the price leaves behind pay and materials."""
        # In millionths: a step is rounded once, whether it was read by day or by month.
        used = self._by_day(MATERIALS, lambda units: Decimal(-units).scaleb(-6))
        price, pay = self._in_steps(self._price), self._in_steps(self._pay)
        spent = [round(one, 2) for one in self._in_steps(used)]
        if not any([*price, *pay, *spent]):
            return self._nothing()
        left = [one - two - three for one, two, three in zip(price, pay, spent, strict=True)]
        days = self._price.keys() | self._pay.keys() | used.keys()
        by_day = {
            day: self._price.get(day, ZERO) - self._pay.get(day, ZERO) - used.get(day, ZERO) for day in days
        }
        said = self._said(by_day, _("Margin is %(share)s of the price: %(part)s of %(price)s"))
        series = [(_("Price"), price), (_("Pay"), pay), (_("Materials"), spent), (_("Margin"), left)]
        return self._told(said, series, (_("Margin, %"), left, price), drawn=[_("Margin")])

    def _by_day(
        self, figure: Figure, make: Callable[[int], Decimal] = MoneyField.of_units
    ) -> dict[date, Decimal]:
        """Sums of orders in our currency, by day, or by month where a whole one lies in a step."""
        found: dict[date, int] = defaultdict(int)
        for day, currency, total in self.sums.rows(figure, self.period.cells):
            if currency == self.currency:
                found[day] += total
        return {day: make(total) for day, total in found.items()}

    def _in_steps(self, by_day: Mapping[date, Decimal]) -> list[Decimal]:
        sums = [ZERO for _step in self.period.steps]
        for day, total in by_day.items():
            place = self.period.step_of(day)
            if place is not None:
                sums[place] += total
        return sums

    def _said(self, part: Mapping[date, Decimal], sentence: str) -> str:
        holds = (self.period.holds, self.period.held_before)
        prices, parts = ([_sum(one, held) for held in holds] for one in (self._price, part))
        said = sentence % {
            "share": percentage(parts[0], prices[0]).text,
            "part": money(parts[0], self.currency),
            "price": money(prices[0], self.currency),
        }
        if prices[1]:
            said += " " + _("(before: %(share)s)") % {"share": percentage(parts[1], prices[1]).text}
        return said

    def _told(self, said: str, series, part, drawn: Sequence[str] = ()) -> Figures:
        """``part`` names a share: of its first sums in its second; it is drawn below the others."""
        name, of, whole = part
        shares = [percentage(one, two) for one, two in zip(of, whole, strict=True)]
        cells = [(label, [amount(one, self.currency) for one in sums]) for label, sums in series]
        shown = [one for one in cells if not drawn or one[0] in drawn] + [(name, shares)]
        steps = self.period.steps
        return Figures(
            said,
            [_("From"), *(f"{label}, {self.currency}" for label, _cells in cells), name],
            [
                (
                    day_cell(step.first),
                    *(own[place] for _label, own in cells),
                    shares[place],
                )
                for place, step in enumerate(steps)
            ],
            [Drawing(over_time(shown, [step.label for step in steps]))],
        )

    def _nothing(self) -> Figures:
        return Figures(_("No work was posted in this period."))


def _sum(by_day: Mapping[date, Decimal], holds) -> Decimal:
    return sum((total for day, total in by_day.items() if holds(day)), ZERO)
