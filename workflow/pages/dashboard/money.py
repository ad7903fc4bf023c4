"""What came in over a period, what is owed, what it cost: sums over what is booked, grouped by the database."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import BigIntegerField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import ActLine, ClosingDocument
from billing.revenue import debts_by_age, revenue_by_service
from common.charts import Bar, bars
from common.fields import MoneyField
from common.money import ZERO
from common.templatetags.labsite import figure, money
from customers.models import account
from lab.models import LabSettings
from payroll.models import PayrollEntry
from stock.models import StockMovement
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

AGES = {
    "not_due": gettext_lazy("not due yet"),
    "to_30": gettext_lazy("1–30 days late"),
    "to_60": gettext_lazy("31–60 days late"),
    "to_90": gettext_lazy("61–90 days late"),
    "over_90": gettext_lazy("over 90 days late"),
}


# --- what came in -------------------------------------------------------------------------------------------
def by_customer(period: Period) -> Figures:
    """Closing documents by their day, less corrections."""
    documents = ClosingDocument.objects.filter(_in_either("issued_on", period)).order_by()
    named = Coalesce("customer__merged_into__name", "customer__name")
    documents = documents.annotate(named=named, account=account())
    rows = documents.values_list("named", "currency", "account").annotate(
        now=Sum("total", filter=_in("issued_on", period.first, period.last)),
        before=Sum("total", filter=_in("issued_on", period.before_first, period.before_last)),
    )
    sums = ((name, currency, now or ZERO, before or ZERO) for name, currency, _pk, now, before in rows)
    return by_currency(sums, _("Customer"), _("Nothing was charged in this period."))


def by_service(period: Period) -> Figures:
    """What the acts of the orders charged say of each service; the rest was agreed on besides."""
    besides = _("Agreed besides")
    sums = (
        (name or besides, currency, now, before)
        for name, currency, now, before in revenue_by_service(
            (period.first, period.last), (period.before_first, period.before_last)
        )
    )
    return by_currency(sums, _("Service"), _("Nothing was charged in this period."))


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

    def __init__(self, period: Period):
        self.period = period
        self.currency = LabSettings.load().currency
        self._price = self._by_day(
            ActLine.objects.filter(act__order__currency=self.currency),
            "act__posted_on",
            Sum(F("amount") - F("added_tax"), output_field=MoneyField()),
        )
        entries = PayrollEntry.objects.filter(order__currency=self.currency)
        self._pay = self._by_day(entries, "earned_on", Sum("amount"))

    def pay_against_price(self) -> Figures:
        """How much of the price of the work its pay takes."""
        price, pay = self._in_steps(self._price), self._in_steps(self._pay)
        if not any(price) and not any(pay):
            return self._nothing()
        said = self._said(self._pay, _("Pay is %(share)s of the price: %(part)s of %(price)s"))
        return self._told(said, [(_("Price"), price), (_("Pay"), pay)], (_("Pay, %"), pay, price))

    def margin(self) -> Figures:
        """What the price leaves behind pay and materials."""
        moved = StockMovement.objects.write_offs().filter(order__currency=self.currency)
        whole = ExpressionWrapper(F("quantity") * F("unit_cost"), output_field=BigIntegerField())
        used = self._by_day(moved.filter(unit_cost__isnull=False), "moved_on", Sum(whole))
        # Both are thousandths; what is written off is below zero.
        materials = {day: round(Decimal(-units).scaleb(-6), 2) for day, units in used.items()}
        price, pay, spent = (self._in_steps(one) for one in (self._price, self._pay, materials))
        if not any([*price, *pay, *spent]):
            return self._nothing()
        left = [one - two - three for one, two, three in zip(price, pay, spent, strict=True)]
        days = self._price.keys() | self._pay.keys() | materials.keys()
        by_day = {
            day: self._price.get(day, ZERO) - self._pay.get(day, ZERO) - materials.get(day, ZERO)
            for day in days
        }
        said = self._said(by_day, _("Margin is %(share)s of the price: %(part)s of %(price)s"))
        series = [(_("Price"), price), (_("Pay"), pay), (_("Materials"), spent), (_("Margin"), left)]
        return self._told(said, series, (_("Margin, %"), left, price), drawn=[_("Margin")])

    def _by_day(self, rows: QuerySet, day: str, total) -> dict[date, Decimal]:
        found = rows.filter(_in_either(day, self.period)).order_by().values_list(day)
        return dict(found.annotate(total=total))

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


def _in(column: str, first: date, last: date) -> Q:
    return Q(**{f"{column}__gte": first, f"{column}__lte": last})


def _in_either(column: str, period: Period) -> Q:
    """From the first day of both periods to the last: one range, which an index finds at once."""
    return _in(column, min(period.first, period.before_first), max(period.last, period.before_last))
