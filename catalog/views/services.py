"""The catalogue: its list, the page of a service, its form."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.forms import CatalogFilter, NormFormSet, ServiceForm
from catalog.models import Service
from catalog.save_service import save_service
from common.lists import list_page
from common.panels import Panel
from lab.access import allow
from lab.models import LabSettings
from lab.permissions import may
from lab.posting import form_page, posted


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
    context = {"service": service, "main_panels": [_fields_panel(service), _norms_panel(service)]}
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
    form = ServiceForm(request.POST or None, instance=service)
    norms = NormFormSet(request.POST or None, service=service if service.pk else None, prefix="norms")

    def save(cause):
        saved = save_service(form.instance, cause, asks_for=form.asks_for, norms=norms.norms)
        return reverse("catalog:service_page", args=[saved.pk])

    context = {"form": form, "norms": norms, "service": service, "former_name": former_name}
    answer = posted(request, [form, norms], save, said=_("The service is saved."))
    return answer or form_page(request, "catalog/service_form.html", context)


def _fields_panel(service) -> Panel:
    context = {"fields": list(service.fields.all())}
    return Panel("fields", _("What each line asks for"), "catalog/panels/fields.html", context)


def _norms_panel(service) -> Panel:
    context = {
        "norms": list(service.material_norms.select_related("material").order_by("material__name_key", "pk"))
    }
    return Panel("norms", _("Materials for one unit"), "catalog/panels/norms.html", context)


def _without_price(services, viewer):
    """Who may not see prices does not even have them in the page's context."""
    return services if may(viewer, "see_prices") else services.defer("price")
