"""What the page of a service shows of the catalogue."""

from django.utils.translation import gettext as _

from catalog.models import Service
from common.panels import Panel


def fields_panel(service: Service) -> Panel:
    context = {"fields": list(service.fields.all())}
    return Panel("fields", _("What each line asks for"), "catalog/panels/fields.html", context)


def steps_panel(service: Service) -> Panel:
    context = {"steps": list(service.steps.current().select_related("performer"))}
    return Panel("steps", _("Steps of the work"), "catalog/panels/steps.html", context)


def norms_panel(service: Service) -> Panel:
    context = {
        "norms": list(service.material_norms.select_related("material").order_by("material__name_key", "pk"))
    }
    return Panel("norms", _("Materials for one unit"), "catalog/panels/norms.html", context)
