"""The search over the shelves and over the lots."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from common.day_bounds import PAST
from common.dayfields import DayField
from common.lists import SearchForm
from stock.models import Lot, StockItem
from stock.standing import expiring


class StockFilter(SearchForm):
    """What lies on the shelves, now or at the end of a day that has passed."""

    day = DayField(label=_("At the end of"), bounds=PAST, required=False)
    low = forms.BooleanField(label=_("Only what is low"), required=False)
    short = forms.BooleanField(label=_("Only what is used up"), required=False)

    @property
    def day_asked(self) -> date | None:
        return self.asked.get("day")

    def rows(self):
        asked = self.asked
        found = StockItem.objects.matching(asked.get("q", "")).with_on_hand(asked.get("day"))
        if asked.get("low"):
            found = found.low()
        if asked.get("short"):
            found = found.filter(on_hand__lte=0)
        return found.select_related("material", "warehouse").order_by("material__name_key", "pk")


class LotFilter(SearchForm):
    """Lots by their name or their material; those that are soon no longer good come in the order of their days."""

    expiring = forms.BooleanField(label=_("Only what is soon no longer good"), required=False)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def rows(self):
        asked = self.asked
        found = expiring(self.today) if asked.get("expiring") else Lot.objects.with_on_hand().order_by("-pk")
        return found.matching(asked.get("q", "")).select_related("item__material", "item__warehouse")
