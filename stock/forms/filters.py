"""The search over the shelves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.lists import SearchForm
from stock.models import StockItem


class StockFilter(SearchForm):
    """What lies on the shelves."""

    short = forms.BooleanField(label=_("Only what is used up"), required=False)

    def rows(self):
        asked = self.asked
        found = StockItem.objects.matching(asked.get("q", "")).with_on_hand()
        if asked.get("short"):
            found = found.filter(on_hand__lte=0)
        return found.select_related("material", "warehouse").order_by("material__name_key", "pk")
