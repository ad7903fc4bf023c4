"""The filters over balances, statements, and one customer's ledger."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.balance_sheet import grouped
from billing.models import ReceivableEntry
from billing.statements import overdue_customers
from common.day_bounds import SEARCHED
from common.dayfields import DayField
from common.lists import FilterForm, SearchForm
from customers.models import Counterparty

ALL = ("", _("All"))


def _day(label):
    return DayField(label=label, required=False, bounds=SEARCHED)


class _DayOfItsOwn(DayField):
    """A day that stands in its box also where nobody asked for one."""

    def bound_data(self, data, initial):
        return super().bound_data(data, initial) or initial


class PeriodFilter(FilterForm):
    """A period by its first and last day, both included; either may be open."""

    since = _day(_("From"))
    until = _day(_("To"))

    def within(self, field: str) -> Q:
        """The condition that a date lies in the period."""
        asked, found = self.asked, Q()
        if "since" in asked:
            found &= Q(**{f"{field}__gte": asked["since"]})
        if "until" in asked:
            found &= Q(**{f"{field}__lte": asked["until"]})
        return found


class BalanceFilter(SearchForm):
    """Balances by customer, and on which side they stand."""

    OWES, ADVANCE, EVEN = "owes", "advance", "even"
    side = forms.ChoiceField(
        label=_("Balance"),
        required=False,
        choices=[ALL, (OWES, _("The customer owes")), (ADVANCE, _("We hold an advance")), (EVEN, _("Even"))],
    )

    def customers(self):
        """Customers whose name or details match the search."""
        return Counterparty.objects.matching(self.asked.get("q", ""))

    def rows(self):
        """Balances by customer and currency as asked for (``balance_sheet.grouped``)."""
        entries = ReceivableEntry.objects.all()
        if "q" in self.asked:
            entries = entries.filter(customer__in=self.customers())
        sides = {self.OWES: Q(balance__gt=0), self.ADVANCE: Q(balance__lt=0), self.EVEN: Q(balance=0)}
        return grouped(entries).filter(sides.get(self.asked.get("side"), Q()))


class LedgerFilter(PeriodFilter):
    """One customer's ledger by period and currency."""

    field_order = ["currency", "since", "until"]
    currency = forms.ChoiceField(label=_("Currency"), required=False)

    def __init__(self, *args, currencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [ALL, *((code, code) for code in currencies)]
        if len(currencies) < 2:
            del self.fields["currency"]


class StatementFilter(SearchForm):
    """Balances at the end of a day, by customer, and how they stood then."""

    field_order = ["q", "stands", "on"]
    OWES, OVERDUE, ADVANCE, EVEN = "owes", "overdue", "advance", "even"
    stands = forms.ChoiceField(
        label=_("Balance"),
        required=False,
        choices=[
            ALL,
            (OWES, _("The customer owes")),
            (OVERDUE, _("Something is overdue")),
            (ADVANCE, _("We hold an advance")),
            (EVEN, _("Even")),
        ],
    )
    on = _day(_("At the end of"))

    @property
    def narrows(self) -> bool:
        """Whether some customers are left out."""
        return bool(self.asked.keys() - {"on"})

    def rows(self, on: date):
        """Balances by customer and currency as asked for."""
        entries = ReceivableEntry.objects.filter(day__lte=on)
        if "q" in self.asked:
            entries = entries.filter(customer__in=Counterparty.objects.matching(self.asked["q"]))
        stands = self.asked.get("stands")
        if stands == self.OVERDUE:
            entries = entries.filter(customer__in=overdue_customers(on))
        sides = {self.OWES: Q(balance__gt=0), self.ADVANCE: Q(balance__lt=0), self.EVEN: Q(balance=0)}
        return grouped(entries).filter(sides.get(stands, Q()))


class StatementPeriod(PeriodFilter):
    """The period of a statement: from the first day of the month before until today, unless days are given."""

    field_order = ["currency", "since", "until"]
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    since = _DayOfItsOwn(label=_("From"), required=False, bounds=SEARCHED)
    until = _DayOfItsOwn(label=_("To"), required=False, bounds=SEARCHED)

    def __init__(self, *args, today: date, currencies=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["currency"].choices = [(code, code) for code in currencies]
        if len(currencies) < 2:
            del self.fields["currency"]
        self.initial["since"], self.initial["until"] = self.days

    def clean(self):
        said = super().clean()
        if said.get("since") and said["since"] > (said.get("until") or self.today):
            self.add_error(None, _("The period ends before it begins. Look at From and To."))
        return said

    @property
    def typed_days(self) -> tuple[date, date]:
        """As they were typed, also where the one is before the other; else ``days``."""
        since, until = self.days
        return self.asked.get("since", since), until

    @property
    def days(self) -> tuple[date, date]:
        """First and last day; a period that would end before it begins is that of its last day."""
        until = self.asked.get("until", self.today)
        month_before = (until.replace(day=1) - timedelta(days=1)).replace(day=1)
        return min(self.asked.get("since", month_before), until), until

    def wants(self, currency: str) -> bool:
        return self.asked.get("currency", currency) == currency

    def query(self, currency: str) -> str:
        """The period as an address says it."""
        since, until = self.days
        return urlencode({"currency": currency, "since": since.isoformat(), "until": until.isoformat()})
