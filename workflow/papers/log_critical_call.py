"""Call: somebody was called about a critical value and read it back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from common.soundness import refuse_unsound_fields
from documents.measuring import NotAResult, read_result
from documents.models import CriticalCall, DocumentValue
from lab.cause import Cause
from workflow.moving import StepRefused
from workflow.papers.measure_cells import typed_in
from workflow.papers.opening import book_document, open_document
from workflow.papers.sheet import number_in_words


class ReadBackDiffers(StepRefused):
    """What was read back is not the value: whoever was called has heard something else."""


@transaction.atomic
def log_critical_call(
    value_id: int,
    cause: Cause,
    *,
    called_at: datetime,
    person: str,
    read_back: str,
    note: str = "",
) -> CriticalCall:
    """Raises ``ReadBackDiffers``, or the sentence why there is nothing to call about."""
    document_id = DocumentValue.objects.filter(pk=value_id).values_list("document_id", flat=True).first()
    document = open_document(document_id or 0, cause, action="fill_documents")
    value = document.values.select_related("field__analyte").get(pk=value_id)
    if not value.is_current:
        raise StepRefused(_("This value has been changed meanwhile. Look at the one that stands now."))
    if not value.is_critical:
        raise StepRefused(_("This value is not critical."))
    _refuse_odd_moment(called_at, value, cause)
    if not _is_same(read_back, value):
        raise ReadBackDiffers(
            _("“%(heard)s” was read back, but the value is %(value)s. Say it again and have it read back.")
            % {"heard": read_back.strip(), "value": f"{number_in_words(value)} {value.unit}".strip()}
        )
    told = {"person": person.strip(), "read_back": read_back.strip(), "note": note.strip()}
    call = CriticalCall(value=value, called_at=called_at, **told)
    refuse_unsound_fields(call, ["person", "read_back", "note"])
    said = f"{value.field.label} {number_in_words(value)} {value.unit}".strip()
    call.event = book_document(
        document, "critical_call", cause, action="fill_documents", after=f"{said} · {told['person']}"
    )
    call.save()
    return call


def _refuse_odd_moment(called_at: datetime, value: DocumentValue, cause: Cause) -> None:
    if called_at > cause.at + timedelta(minutes=5):
        raise StepRefused(_("This call would be in the future."))
    if called_at < value.entered_at - timedelta(minutes=1):
        raise StepRefused(_("The value was not there yet when this call is said to have been."))


def _is_same(read_back: str, value: DocumentValue) -> bool:
    try:
        heard = read_result(read_back, decimals=6, unit=value.unit)
    except NotAResult:
        return False
    typed = typed_in(value)
    return (heard.number, heard.comparator) == (typed.number, typed.comparator) and heard.number is not None
