"""Which price list a customer has from which day on: rows of the customer's form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.standing_choices import OffersInUseForm
from customers.models import Counterparty, CustomerPriceList

MOST_ROWS = 100


class PriceListRow(OffersInUseForm):
    """One list from a day on, or the catalogue's prices again."""

    use_required_attribute = False

    class Meta:
        model = CustomerPriceList
        fields = ["valid_from", "price_list"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["price_list"].empty_label = _("The catalogue's prices")


class BasePriceListFormSet(forms.BaseInlineFormSet):
    """All of a customer; no two from the same day on."""

    twice = _("Two price lists begin on the same day. Remove one of them.")

    def get_unique_error_message(self, unique_check):
        return self.twice

    def get_form_error(self):
        return self.twice


PriceListFormSet = forms.inlineformset_factory(
    Counterparty,
    CustomerPriceList,
    form=PriceListRow,
    formset=BasePriceListFormSet,
    extra=1,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
)
