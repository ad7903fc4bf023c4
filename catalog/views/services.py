"""The catalogue: its list, the page of a service, its form."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.forms import IncludedFormSet, NormFormSet, PriceForm, ServiceForm, StepFormSet
from catalog.lists import SERVICES
from catalog.models import Service
from catalog.save_service import save_service
from catalog.set_price import set_price
from lab.access import allow
from lab.editing import edit_page
from lab.leading_back import led_back
from lab.lists import list_view
from lab.models import LabSettings

service_list = list_view(SERVICES, "see_catalog")


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def service_new(request):
    return _service_form(request, Service(currency=LabSettings.load().currency))


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def service_edit(request, pk):
    return _service_form(request, get_object_or_404(Service, pk=pk))


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def service_price(request, pk):
    """The dialog that a click on the price opens, and that leads back to the list as it was."""
    service = get_object_or_404(Service, pk=pk)
    back = led_back(request, service.get_absolute_url())
    words = {
        "dialog_title": _("Price of %(service)s") % {"service": service},
        "verb": _("Save the price"),
        "back_url": back,
    }

    def save(parts, cause):
        set_price(parts[0].instance, cause)
        return back

    return edit_page(
        request,
        service,
        lambda data, standing: [PriceForm(data, instance=standing)],
        save,
        template="catalog/service_price.html",
        context=lambda parts: {"form": parts[0], **words},
        said=_("%(service)s: the price is saved.") % {"service": service},
    )


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
