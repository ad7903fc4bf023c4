"""The page on which a version of a price list is tried on the orders that are there, before it takes effect."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog.models import PriceListVersion
from common.pickers import LISTED, PickerSelect
from customers.models import Counterparty
from customers.prices import customers_with
from lab.access import allow
from workflow.money.rehearse_prices import LINES_SHOWN, rehearse_prices


class AlsoForm(forms.Form):
    """One more customer on whom it is tried: a list is looked at before it is given to anybody."""

    use_required_attribute = False

    customer = forms.ModelChoiceField(
        label=_("Also for"),
        required=False,
        empty_label=_("A customer who does not have it"),
        queryset=Counterparty.objects.active().order_by("name_key", "pk"),
        widget=PickerSelect(
            listed=LISTED,
            url=reverse_lazy("customers:customer_search"),
            none=_("No customer called “{typed}”."),
        ),
    )


@allow("see_prices")
@require_safe
def price_rehearsal(request, version_id: int):
    """Sums as they are and as they would be, by customer, with the lines that would change. Nothing is written."""
    rows = PriceListVersion.objects.select_related("price_list")
    version = get_object_or_404(rows, pk=version_id)
    today = timezone.localdate()
    form = AlsoForm(request.GET or None)
    also = form.cleaned_data["customer"] if form.is_bound and form.is_valid() else None
    having = customers_with(version.price_list_id, max(version.valid_from, today))
    rehearsed = rehearse_prices(version, {*having, *([also.pk] if also else [])}, today)
    context = {
        "version": version,
        "price_list": version.price_list,
        "form": form,
        "having": len(having),
        "also": also,
        "rehearsed": rehearsed,
        "lines_shown": LINES_SHOWN,
    }
    return render(request, "workflow/price_rehearsal.html", context)
