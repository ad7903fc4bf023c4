"""Which documents a service asks for is set or corrected."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Service
from common.refusals import Refused
from documents.models import DocumentType, ServiceDocument
from lab.cause import Cause
from lab.events import record_event
from lab.records import book_beside


@transaction.atomic
def save_service_documents(service_id: int, wanted: Mapping[int, bool | None], cause: Cause) -> None:
    """``wanted``: document type (by id) → required, only asked for, or (None) not any more; others stay as they are.

    Orders that stand take it up when they are saved the next time.
    """
    service = Service.objects.select_for_update(no_key=True).get(pk=service_id)
    event = record_event("correct_service", cause, action="edit_catalog", reason=str(service))
    types = DocumentType.objects.in_bulk(wanted)
    standing = {row.document_type_id: row for row in ServiceDocument.objects.filter(service=service)}
    changes = []
    for pk, is_required in wanted.items():
        _refuse_type(types.get(pk), is_new=pk not in standing and is_required is not None)
        before = _in_words(standing[pk].is_required if pk in standing else None)
        _write(service, pk, standing.get(pk), is_required)
        if before != _in_words(is_required):
            changes.append({"field": types[pk].name, "before": before, "after": _in_words(is_required)})
    book_beside(service, event, changes)


def _refuse_type(document_type: DocumentType | None, *, is_new: bool) -> None:
    if document_type is None:
        raise Refused(_("A document type that you chose is not there any more."))
    if is_new and not document_type.is_active:
        raise Refused(_("“%(type)s” is not in use any more.") % {"type": document_type.name})


def _write(
    service: Service, type_id: int, standing: ServiceDocument | None, is_required: bool | None
) -> None:
    if is_required is None:
        if standing:
            standing.delete()
        return
    row = standing or ServiceDocument(service=service, document_type_id=type_id)
    row.is_required = is_required
    row.save()


def _in_words(is_required: bool | None) -> str:
    if is_required is None:
        return ""
    return _("required before review") if is_required else _("asked for")
