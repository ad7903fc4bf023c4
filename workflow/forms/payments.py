"""The forms of money that moves: received for orders or of a customer, used from the advance, refunded, reversed."""

from collections.abc import Collection
from decimal import Decimal

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.ledger.receivables import debt_of, free_advance
from billing.models import Payment, ReceivableEntry
from billing.standing import OpenCharge, open_charges, open_currencies
from common.currencies import places_of
from common.formfields import MoneyFormField
from common.money import LIMIT, ZERO
from common.pickers import LISTED, PickerSelect
from common.templatetags.labsite import money
from common.typed_numbers import write_number
from customers.models import Counterparty
from lab.models import LabSettings
from workflow.forms.dialogs import LongText, OrderForm
from workflow.forms.money_fields import (
    above_nothing,
    choose_currency,
    currency_field,
    method_field,
    money_day,
    name_currency_of,
    reference_field,
)
from workflow.forms.parts import PartsForm, charges_of
from workflow.money.answers import before_paying
from workflow.money.paid_already import PaidAlready, twin_of


class MoneyReceived(PartsForm):
    """What is asked of every payment."""

    amount = MoneyFormField(label=_("Amount"), places=2, max_value=LIMIT)
    received_on = money_day(_("Received on"), _("A payment cannot have been received in the future."))
    method = method_field()
    reference = reference_field()
    in_addition = forms.BooleanField(label=_("Record it in addition"), required=False)
    """Asked only where the same payment stands already (``asks_in_addition``)."""
    asks_in_addition = False

    def name_currency(self, currency: str) -> None:
        name_currency_of(self, currency)
        self.initial.setdefault("received_on", timezone.localdate())

    def clean(self):
        return self.ask_about_twin(super().clean())

    def ask_about_twin(self, told):
        if self.errors or self.customer is None or told["method"] not in Payment.Method.values:
            return told
        said = {name: told[name] for name in ("amount", "received_on", "reference")}
        if twin := twin_of(self.customer, currency=self.currency, **said):
            self.asks_in_addition = True
            if not told["in_addition"]:
                self.add_error(None, str(PaidAlready(twin)))
        return told

    def clean_amount(self):
        return above_nothing(self, _("A payment is more than 0."))


class PaymentOfCustomer(MoneyReceived):
    """A payment of a customer; whose it is, is asked where it is not given."""

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
    currency = currency_field()
    field_order = ["customer", "amount", "currency"]

    def __init__(self, *args, customer: Counterparty | None = None, ticked: Collection[int] = (), **kwargs):
        """``ticked`` are ids of orders whose open charges are to be paid whole, as far as nothing is typed."""
        super().__init__(*args, **kwargs)
        if customer:
            del self.fields["customer"]
            self._pay_whole(charges_of(customer, ticked))
        else:
            customer = self._chosen()
        currency = choose_currency(self, _currencies_of(customer))
        self.name_currency(currency)
        self.chooses_customer = self["customer"] if "customer" in self.fields else None
        if customer:
            self.offer(customer, currency)

    def _pay_whole(self, charges: list[OpenCharge]) -> None:
        for charge in charges[:1]:
            self.only = {one.order.pk for one in charges}
            total = sum((one.open for one in charges), ZERO)
            self.initial.setdefault("currency", charge.currency)
            self.initial.setdefault("amount", write_number(total, places_of(charge.currency)))

    def _chosen(self) -> Counterparty | None:
        try:
            return self.fields["customer"].clean(self["customer"].value())
        except forms.ValidationError:
            return None


class PaymentForm(MoneyReceived, OrderForm):
    """A payment that goes to one order before all others, or the use of what its customer has paid in advance."""

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
        self.offer(self.order.customer, self.order.currency, first=self.order)

    def clean(self):
        """Whoever saw no rows means this order alone, and gives it all that it takes."""
        if self.add_prefix("filled_for") in self.data:
            return super().clean()
        return self.ask_about_twin({**self.cleaned_data, "parts": None})


class OutOfAdvance:
    """Of a form that gives out what a customer has paid ahead; ``free`` is what is left of that."""

    free: Decimal

    @property
    def has_nothing_free(self) -> bool:
        """Where one of several currencies has nothing, another one may be chosen."""
        return self.free <= 0 and self["currency"].is_hidden


class AdvanceOfCustomer(OutOfAdvance, PartsForm):
    """What a customer has paid ahead goes to open charges."""

    amount = MoneyFormField(
        label=_("To be used"),
        max_value=LIMIT,
        error_messages={"required": _("Enter how much is to be used.")},
    )
    currency = currency_field()

    def __init__(self, *args, customer: Counterparty, **kwargs):
        super().__init__(*args, **kwargs)
        currency = choose_currency(self, paid_ahead(customer))
        name_currency_of(self, currency)
        self.free = free_advance(customer, currency)
        said = _("%(free)s is the free advance.") % {"free": money(self.free, currency)}
        self.fields["amount"].help_text = said
        self.initial.setdefault("amount", max(self.free, ZERO) or None)
        self.offer(customer, currency)

    def clean_amount(self):
        amount = above_nothing(self, _("Enter more than 0."))
        if amount > self.free:
            sentence = _("The customer's free advance is only %(free)s.")
            raise forms.ValidationError(sentence % {"free": money(self.free, self.currency)})
        return amount

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["parts"]:
            self.add_error(None, _("Tick at least one charge."))
        return cleaned


class RefundForm(OutOfAdvance, forms.Form):
    """Free advance that is given back, of all payments or of one."""

    amount = MoneyFormField(label=_("Amount"), max_value=LIMIT)
    currency = currency_field()
    refunded_on = money_day(_("Refunded on"), _("A refund cannot have been made in the future."))
    method = method_field()
    reference = reference_field()
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=LongText())

    def __init__(self, *args, free_by_currency: dict, **kwargs):
        super().__init__(*args, **kwargs)
        currency = choose_currency(self, list(free_by_currency))
        name_currency_of(self, currency)
        self.chooses_currency = self["currency"]
        self.currency, self.free = currency, free_by_currency.get(currency, ZERO)
        said = _("%(free)s can be given back.") % {"free": money(self.free, currency)}
        self.fields["amount"].help_text = said
        self.initial.setdefault("amount", max(self.free, ZERO) or None)
        self.initial.setdefault("refunded_on", timezone.localdate())

    def clean_amount(self):
        amount = above_nothing(self, _("A refund is more than 0."))
        if amount > self.free:
            sentence = _("Only %(free)s can be given back.")
            raise forms.ValidationError(sentence % {"free": money(self.free, self.currency)})
        return amount


class ReverseForm(forms.Form):
    """Why what was booked never was."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=LongText())


class AllPaidForm(forms.Form):
    """All that is open of a customer is paid; ``seen`` are the sums that the person looked at, by currency."""

    received_on = money_day(_("Received on"), _("A payment cannot have been received in the future."))
    method = method_field()
    reference = reference_field()

    def __init__(self, *args, customer: Counterparty, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("received_on", timezone.localdate())
        self.charges: dict[str, list[OpenCharge]] = {
            currency: open_charges(customer, currency) for currency in open_currencies(customer)
        }
        for currency, charges in self.charges.items():
            total = sum((charge.open for charge in charges), ZERO)
            self.fields[f"seen_{currency}"] = MoneyFormField(
                currency=currency, widget=forms.HiddenInput(), initial=write_number(total)
            )

    @property
    def totals(self):
        """(currency, its charges, their open sum)."""
        return [
            (currency, charges, sum((charge.open for charge in charges), ZERO))
            for currency, charges in self.charges.items()
        ]


def paid_ahead(customer: Counterparty) -> list[str]:
    """Those in which the customer ever paid, those with a free advance first."""
    paid = Payment.objects.filter(customer__in=customer.books).order_by("currency")
    found = list(paid.values_list("currency", flat=True).distinct()) or [LabSettings.load().currency]
    return sorted(found, key=lambda currency: free_advance(customer, currency) <= 0)


def _currencies_of(customer: Counterparty | None) -> list[str]:
    """Those in which something is open, the laboratory's own at the latest; of nobody all that were ever booked."""
    own = LabSettings.load().currency
    if customer:
        found = open_currencies(customer)
    else:
        booked = ReceivableEntry.objects.order_by("currency").values_list("currency", flat=True)
        found = list(booked.distinct())
    return sorted(
        {own, *found}, key=lambda currency: (bool(found) and currency not in found, currency != own)
    )
