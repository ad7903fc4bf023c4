"""What stands above the lists of the stock."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from stock.standing import expiring, low_count

ITEMS_URL, LOTS = "stock:item_list", _("Lots")


def above(here: str) -> dict:
    """Which tab is open, and how many wait behind the others."""
    return {"here": here, "low_count": low_count(), "expiring_count": expiring(timezone.localdate()).count()}


def below_stock(here: str) -> dict:
    return {**above(here), "up_url": reverse(ITEMS_URL), "up_label": _now("Stock")}
