"""What several pages of the stock show alike: costs for who may see them."""

from lab.models import LabSettings
from lab.permissions import may


def without_cost(movements, viewer):
    """Who may not see costs does not even have them in the page's context."""
    return movements if may(viewer, "see_costs") else movements.defer("unit_cost")


def cost_context(request) -> dict:
    return {"with_cost": may(request.user, "see_costs"), "currency": LabSettings.load().currency}
