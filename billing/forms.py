"""The filters over the lists of billing: acts, balances, closing documents, payments, one customer's ledger."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from billing.balance_sheet import grouped
from billing.models import Act, ClosingDocument, Payment, ReceivableEntry, Refund, Sending
from billing.shown import IN_STATE, ActState
from billing.statements import overdue_customers
from billing.to_process import unsent
from common.day_bounds import SEARCHED
from common.dayfields import DayField
from common.finding import holding
from common.lists import FilterForm, SearchForm
from common.pickers import LISTED, PickerSelect
from customers.models import Counterparty
from lab.models import Employee

ALL = ("", _("All"))


def _day(label):
    return DayField(label=label, required=False, bounds=SEARCHED)


class _DayOfItsOwn(DayField):
    """A day that stands in its box also where nobody asked for one."""

    def bound_data(self, data, initial):
        return data or initial


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


class ActFilter(PeriodFilter, SearchForm):
    """Acts by state, by who did the work, by the day they were posted."""

    field_order = ["q", "state", "performer", "since", "until"]
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *ActState.choices])
    performer = forms.ChoiceField(label=_("Performer"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = Employee.objects.filter(is_service_account=False)
        self.fields["performer"].choices = [ALL, *((str(one.pk), one.name) for one in people)]

    def rows(self):
        """Acts as asked for, the newest first."""
        asked, found = self.asked, Act.objects.filter(self.within("posted_on"))
        if "q" in asked:
            found = holding(found, asked["q"], "number", "order__number")
        if "state" in asked:
            found = found.filter(IN_STATE[asked["state"]])
        if "performer" in asked:
            found = found.filter(performer=asked["performer"])
        return found.order_by("-pk")


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


class DocumentFilter(PeriodFilter, SearchForm):
    """Closing documents and corrections by number or customer, kind and day of issue."""

    field_order = ["q", "kind", "sent", "since", "until"]
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *ClosingDocument.Kind.choices])
    sent = forms.ChoiceField(
        label=_("Sent"), required=False, choices=[ALL, ("yes", _("Sent")), ("no", _("Not sent"))]
    )

    def rows(self):
        """Documents as asked for, the newest first, without what they say."""
        asked, found = self.asked, ClosingDocument.objects.filter(self.within("issued_on"))
        if "q" in asked:
            found = holding(found, asked["q"], "number", "customer__search_text")
        if "kind" in asked:
            found = found.filter(kind=asked["kind"])
        if asked.get("sent") == "no":
            found = unsent(found)
        elif "sent" in asked:
            found = found.filter(Exists(Sending.objects.standing().filter(document=OuterRef("pk"))))
        return found.select_related("customer", "corrects").defer("snapshot", "corrects__snapshot")


class MoneyFilter(PeriodFilter, SearchForm):
    """Payments, or refunds, by number, reference or customer, by the way they went, their state and the day."""

    field_order = ["q", "customer", "state", "method", "since", "until"]
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        required=False,
        empty_label=_("All"),
        queryset=Counterparty.objects.order_by("name_key", "pk"),
        widget=PickerSelect(listed=LISTED, url=reverse_lazy("customers:customer_search")),
    )
    method = forms.ChoiceField(label=_("Method"), required=False, choices=[ALL, *Payment.Method.choices])
    day = ""
    """The field of the day on which money moved."""
    moved: type[Payment | Refund] = Payment

    STANDING, REVERSED = "standing", "reversed"
    STATES = (ALL, (STANDING, _("Standing")), (REVERSED, _("Reversed")))
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def rows(self):
        """What is asked for, the newest first."""
        asked, found = self.asked, self.moved.objects.filter(self.within(self.day))
        if "q" in asked:
            found = holding(found, asked["q"], "search_text", "customer__search_text")
        if "customer" in asked:
            found = found.filter(customer=asked["customer"])
        if "method" in asked:
            found = found.filter(method=asked["method"])
        if "state" in asked:
            found = self.in_state(found, asked["state"])
        return found.select_related("customer")

    def in_state(self, found, state: str):
        return found.reversed() if state == self.REVERSED else found.standing()

    def _in_words(self, name: str) -> str:
        """The customer's name is at hand; the list of all customers is not read for it."""
        if name == "customer":
            return f"{self[name].label}: {self.cleaned_data[name]}"
        return super()._in_words(name)


class PaymentFilter(MoneyFilter):
    """Payments, also those of which something is not used yet."""

    FREE, USED = "free", "used"
    day = "received_on"
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ALL,
            (FREE, _("Not used up yet")),
            (USED, _("Used up")),
            (MoneyFilter.REVERSED, _("Reversed")),
        ],
    )

    def in_state(self, found, state: str):
        if state == self.REVERSED:
            return found.reversed()
        standing = found.standing()
        free = standing.with_free().filter(free__gt=0).values("pk")
        return standing.filter(pk__in=free) if state == self.FREE else standing.exclude(pk__in=free)


class RefundFilter(MoneyFilter):
    """Refunds."""

    day = "refunded_on"
    moved = Refund
