"""The period of a statement of account."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from common.day_bounds import SEARCHED
from common.dayfields import DayField
from common.lists.forms import FilterForm


class _DayOfItsOwn(DayField):
    """A day that stands in its box also where nobody asked for one."""

    def bound_data(self, data, initial):
        return super().bound_data(data, initial) or initial


class StatementPeriod(FilterForm):
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
