"""The form of the dialog “Give to a customer”: who gets the price list, and from which day on."""

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from common.dayfields import DayField
from common.pickers import LISTED, PickerSelect
from customers.models import Counterparty


class GivePriceListForm(forms.Form):
    use_required_attribute = False

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
    valid_from = DayField(label=_("From"))
