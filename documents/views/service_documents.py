"""The form of a service that says which documents it asks for."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.models import Service
from documents.forms.service_documents import ServiceDocumentsForm
from documents.save_service_documents import save_service_documents
from lab.access import allow
from lab.editing import edit_page


@allow("edit_catalog")
@require_http_methods(["GET", "HEAD", "POST"])
def service_documents(request, pk: int):
    """Each type on offer: not asked for, asked for, or required."""
    service = get_object_or_404(Service, pk=pk)

    def build(data, standing):
        return [ServiceDocumentsForm(data, service=standing)]

    def save(parts, cause):
        save_service_documents(service.pk, parts[0].wanted, cause)
        return service.get_absolute_url()

    def context(parts):
        return {"form": parts[0], "service": service}

    return edit_page(
        request,
        service,
        build,
        save,
        template="documents/service_documents.html",
        context=context,
        said=_("The documents of the service are saved."),
    )
