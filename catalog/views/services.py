"""The catalogue: its list, the page of a service, its form."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.forms import CatalogFilter, NormFormSet, ServiceForm, StepFormSet
from catalog.models import Service
from catalog.save_service import save_service
from common.lists import list_page
from common.panels import Panel
from lab.access import allow
from lab.editing import edit_page
from lab.models import LabSettings
from lab.permissions import may
from lab.record_panels import history_panel


@allow("see_catalog")
@require_safe
def service_list(request):
    filters = CatalogFilter(request.GET)
    services = _without_price(filters.rows(), request.user)
    return render(
        request,
        "catalog/service_list.html",
        {
            "filters": filters,
            "listed": list_page(services, request.GET),
        },
    )


@allow("see_catalog")
@require_safe
def service_page(request, pk):
    rows = _without_price(Service.objects.select_related("group", "tax_rate"), request.user)
    service = get_object_or_404(rows, pk=pk)
    history = history_panel(service, with_money=may(request.user, "see_prices"))
    panels = [
        _fields_panel(service),
        _steps_panel(service),
        _norms_panel(service),
        *([history] if history else []),
    ]
    context = {"service": service, "main_panels": panels}
    return render(request, "catalog/service_page.html", context)


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def service_new(request):
    return _service_form(request, Service(currency=LabSettings.load().currency))


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def service_edit(request, pk):
    return _service_form(request, get_object_or_404(Service, pk=pk))


def _service_form(request, service):
    former_name = str(service) if service.pk else ""

    def build(data, standing):
        known = standing if standing.pk else None
        return [
            ServiceForm(data, instance=standing),
            StepFormSet(data, service=known, prefix="steps"),
            NormFormSet(data, service=known, prefix="norms"),
        ]

    def save(parts, cause):
        form, steps, norms = parts
        saved = save_service(
            form.instance, cause, asks_for=form.asks_for, norms=norms.norms, steps=steps.drafts
        )
        return reverse("catalog:service_page", args=[saved.pk])

    def context(parts):
        named = dict(zip(("form", "steps", "norms"), parts, strict=True))
        return named | {"service": service, "former_name": former_name}

    return edit_page(
        request,
        service,
        build,
        save,
        template="catalog/service_form.html",
        context=context,
        said=_("The service is saved."),
    )


def _fields_panel(service) -> Panel:
    context = {"fields": list(service.fields.all())}
    return Panel("fields", _("What each line asks for"), "catalog/panels/fields.html", context)


def _steps_panel(service) -> Panel:
    context = {"steps": list(service.steps.current().select_related("performer"))}
    return Panel("steps", _("Steps of the work"), "catalog/panels/steps.html", context)


def _norms_panel(service) -> Panel:
    context = {
        "norms": list(service.material_norms.select_related("material").order_by("material__name_key", "pk"))
    }
    return Panel("norms", _("Materials for one unit"), "catalog/panels/norms.html", context)


def _without_price(services, viewer):
    """Who may not see prices does not even have them in the page's context."""
    return services if may(viewer, "see_prices") else services.defer("price")
