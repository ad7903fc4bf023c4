"""Previews of document types: saved versions, and a draft while it is typed; on the page and as PDF."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from background.papers import paper_response
from common.asked import words
from documents.forms.type_fields import RowFormSet
from documents.models import DocumentTypeVersion
from documents.type_preview import OFFERED, Preview, offered_orders, preview_of
from documents.type_shapes import fields_unsaved, shapes_of_drafts
from documents.type_versions import sections_of, shapes_of
from lab.access import allow
from lab.models import LabSettings
from orders.models import Order

NO_ORDER = "none"
MOST = 20


@allow("see_documents")
@require_safe
def type_orders(request):
    """``[{id, text, detail, found_by}]`` of the orders that a preview may take its data from."""
    found = offered_orders(request.user).matching(words(request.GET))[:MOST]
    rows = [{"id": row.number, "text": row.number, "detail": _about(row), "found_by": ""} for row in found]
    return JsonResponse(rows, safe=False)


@allow("see_documents")
@require_safe
def version_pdf(request, version_id: int):
    """A saved version as it would be printed."""
    version = _version(version_id)
    return _pdf(request, version, preview_saved(request, version))


@allow("edit_document_types")
@require_POST
def type_preview(request, version_id: int):
    """The draft as it is being typed, drawn with everything that is right of it."""
    version = _version(version_id)
    context = {"preview": _preview_typed(request, version), "version": version}
    return render(request, "documents/types/_preview.html", context)


@allow("edit_document_types")
@require_POST
def type_preview_pdf(request, version_id: int):
    version = _version(version_id)
    return _pdf(request, version, _preview_typed(request, version))


def preview_saved(request, version: DocumentTypeVersion) -> Preview:
    sections = sections_of(version)
    fields = [row for section in sections for row in section.rows]
    return preview_of(
        version.document_type,
        version.layout,
        shapes_of(sections),
        fields,
        order=chosen_order(request),
        viewer=request.user,
        year=timezone.localdate().year,
    )


def order_field(request) -> dict:
    """What the field shows in which the order of a preview is chosen."""
    chosen = chosen_order(request)
    offered = list(offered_orders(request.user)[:OFFERED])
    if chosen and chosen not in offered:
        offered.insert(0, chosen)
    return {"chosen": chosen, "offered": [(row.number, _about(row)) for row in offered], "none": NO_ORDER}


def chosen_order(request) -> Order | None:
    """The order that the address or the form names; the latest one where neither names any."""
    asked = request.POST.get("order") or request.GET.get("order", "")
    if asked == NO_ORDER:
        return None
    orders = offered_orders(request.user).select_related("customer", "contact")
    if not asked:
        return orders.first()
    return orders.filter(number=asked.replace("\x00", "")).first()


def _preview_typed(request, version: DocumentTypeVersion) -> Preview:
    rows = RowFormSet(request.POST, prefix="rows", version=None)
    rows.is_valid()
    drafts = rows.drafts
    analytes = {row.pk: row for row in rows.analytes.on_offer}
    return preview_of(
        version.document_type,
        request.POST.get("layout", ""),
        shapes_of_drafts(drafts),
        list(fields_unsaved(drafts, analytes)),
        order=chosen_order(request),
        viewer=request.user,
        year=timezone.localdate().year,
    )


def _pdf(request, version: DocumentTypeVersion, preview: Preview):
    context = {"paper": preview.paper, "body": preview.body}
    return paper_response(
        request,
        "print/document_sample.html",
        context,
        filename=f"preview-{version.document_type_id}-{version.number}.pdf",
        logo=LabSettings.load().logo,
    )


def _about(order: Order) -> str:
    return " · ".join(filter(None, (order.patient_name, order.customer.name)))


def _version(version_id: int) -> DocumentTypeVersion:
    return get_object_or_404(DocumentTypeVersion.objects.select_related("document_type"), pk=version_id)
