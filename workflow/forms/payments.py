"""The forms of payments: for one order, and for a customer."""

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.ledger.receivables import debt_of, free_advance
from billing.models import Payment
from common.day_bounds import PAST
from common.dayfields import DayField
from common.formfields import MoneyFormField
from common.money import LIMIT
from common.pickers import LISTED, PickerSelect
from common.templatetags.labsite import money
from customers.models import Counterparty
from workflow.forms.dialogs import OrderForm
from workflow.money.answers import before_paying


class MoneyReceived(forms.Form):
    """What is asked of every payment."""

    amount = MoneyFormField(label=_("Amount"), places=2, max_value=LIMIT)
    received_on = DayField(
        label=_("Received on"),
        bounds=PAST,
        error_messages={"too_late": _("A payment cannot have been received in the future.")},
    )
    method = forms.ChoiceField(label=_("Method"), choices=Payment.Method.choices)
    reference = forms.CharField(label=_("Reference"), max_length=100, required=False)

    def name_currency(self, currency: str) -> None:
        self.fields["amount"].currency = currency
        self.fields["amount"].label = _("Amount, %(currency)s") % {"currency": currency}
        self.initial.setdefault("received_on", timezone.localdate())

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("A payment is more than 0."))
        return amount


class PaymentOfCustomer(MoneyReceived):
    """A payment that is nobody's yet: whose it is, is asked first."""

    customer = forms.ModelChoiceField(
        label=_("Customer"),
        empty_label=_("Choose a customer"),
        queryset=Counterparty.objects.active().order_by("name_key", "pk"),
        widget=PickerSelect(
            listed=LISTED,
            url=reverse_lazy("customers:customer_search"),
            none=_("No customer called “{typed}”."),
        ),
    )
    field_order = ["customer"]


class PaymentForm(MoneyReceived, OrderForm):
    """A payment for one order, or the use of what its customer has paid in advance."""

    ADVANCE = "advance"
    FROM_ADDRESS = ("method",)

    def prepare(self):
        self.name_currency(self.order.currency)
        self.fields["amount"].help_text = before_paying(self.order)
        free, open_debt = free_advance(self.order.customer, self.order.currency), debt_of(self.order)
        if free > 0:
            said = _("From the customer's advance (%(free)s)") % {"free": money(free, self.order.currency)}
            self.fields["method"].choices = [*Payment.Method.choices, (self.ADVANCE, said)]
        from_advance = free > 0 and self.initial.get("method") == self.ADVANCE
        self.initial.setdefault("amount", (min(free, open_debt) if from_advance else open_debt) or None)
