"""The forms of payments: for one order, and for a customer."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.ledger.receivables import debt_of, free_advance
from billing.models import Payment
from common.formfields import ScaledFormField
from common.money import LIMIT
from workflow.forms.dialogs import DateInput, OrderForm


class MoneyReceived(forms.Form):
    """What is asked of every payment."""

    amount = ScaledFormField(label=_("Amount"), places=2, max_value=LIMIT)
    received_on = forms.DateField(label=_("Received on"), widget=DateInput())
    method = forms.ChoiceField(label=_("Method"), choices=Payment.Method.choices)
    reference = forms.CharField(label=_("Reference"), max_length=100, required=False)

    def name_currency(self, currency: str) -> None:
        self.fields["amount"].label = _("Amount, %(currency)s") % {"currency": currency}
        self.initial.setdefault("received_on", timezone.localdate())

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("A payment is more than 0."))
        return amount

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A payment cannot have been received in the future."))
        return day


class PaymentForm(MoneyReceived, OrderForm):
    ADVANCE = "advance"

    def prepare(self):
        self.name_currency(self.order.currency)
        self.initial.setdefault("amount", debt_of(self.order) or None)
        free = free_advance(self.order.customer, self.order.currency)
        if free > 0:
            said = _("From the customer's advance (%(free)s)") % {"free": free}
            self.fields["method"].choices = [*Payment.Method.choices, (self.ADVANCE, said)]
