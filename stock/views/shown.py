"""What several pages of the stock show alike: costs for who may see them, the figures beside the tabs."""

from django.utils import timezone

from lab.models import LabSettings
from lab.permissions import may
from stock.standing import expiring, low_count


def without_cost(movements, viewer):
    """Who may not see costs does not even have them in the page's context."""
    return movements if may(viewer, "see_costs") else movements.defer("unit_cost")


def cost_context(request) -> dict:
    return {"with_cost": may(request.user, "see_costs"), "currency": LabSettings.load().currency}


def tabs(here: str) -> dict:
    """Which tab is open, and how many wait behind the others."""
    return {"here": here, "low_count": low_count(), "expiring_count": expiring(timezone.localdate()).count()}
