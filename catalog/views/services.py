"""The catalogue: its list, the page of a service, its form."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.bundles import Bundles
from catalog.forms import CatalogFilter, IncludedFormSet, NormFormSet, ServiceForm, StepFormSet
from catalog.lead_time import lead_of
from catalog.models import Service
from catalog.save_service import save_service
from common.lists import list_page
from lab.access import allow
from lab.editing import edit_page
from lab.models import LabSettings
from lab.permissions import may


@allow("see_catalog")
@require_safe
def service_list(request):
    filters = CatalogFilter(request.GET)
    services = _without_price(filters.rows().telling_bundles(), request.user)
    listed = list_page(services, request.GET)
    complex_ones = [service.pk for service in listed.rows if service.is_bundle]
    bundles = Bundles(complex_ones) if complex_ones else None
    for service in listed.rows:
        service.lead = lead_of(service, bundles)
    return render(request, "catalog/service_list.html", {"filters": filters, "listed": listed})


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
        included = IncludedFormSet(data, service=known, prefix="included")
        return [
            ServiceForm(data, instance=standing),
            included,
            StepFormSet(data, service=known, included=included, prefix="steps"),
            NormFormSet(data, service=known, prefix="norms"),
        ]

    def save(parts, cause):
        form, included, steps, norms = parts
        saved = save_service(
            form.instance,
            cause,
            asks_for=form.asks_for,
            norms=norms.norms,
            steps=steps.drafts,
            included=included.quantities,
        )
        return saved.get_absolute_url()

    def context(parts):
        named = dict(zip(("form", "included", "steps", "norms"), parts, strict=True))
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


def _without_price(services, viewer):
    """Who may not see prices does not even have them in the page's context."""
    return services if may(viewer, "see_prices") else services.defer("price")
