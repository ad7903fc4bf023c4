"""Finish: the document is complete; it waits for the second person, or is released where its type wants none."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Document, DocumentState
from lab.cause import Cause
from workflow.moving import StepRefused, refuse
from workflow.papers.fill_document import measure_again
from workflow.papers.opening import book_document, lock_document, refuse_state, why_not_fill
from workflow.papers.release_document import release_locked
from workflow.papers.sheet import Sheet, Shown, sheet_of

MOST_NAMED = 6


class NotCalled(StepRefused):
    """Nobody was called about a critical value, and it is not said why."""


class LookTwice(StepRefused):
    """A result is far from the patient's previous one, and nobody said that it was looked at twice."""


@transaction.atomic
def finish_document(
    document_id: int, cause: Cause, *, not_called: str = "", looked_twice: bool = False
) -> Document:
    """``not_called``: why nobody was called about a critical value yet. ``looked_twice``: at results far from the
    previous ones.

    Raises ``StaleDocument`` where it was finished already, ``NotCalled``, ``LookTwice``, or what is missing or wrong.
    """
    document = lock_document(document_id)
    refuse_state(document, DocumentState.FILLING, DocumentState.AMENDING)
    refuse(why_not_fill(document, cause.actor))
    if cause.version is not None and cause.version != document.version:
        raise StepRefused(
            _("Somebody changed a value meanwhile. Look at the document again, then finish it.")
        )
    sheet = sheet_of(document, measure_again(document, cause))
    refuse(why_not_finish(sheet))
    if uncalled_in(sheet) and not not_called.strip():
        raise NotCalled(_uncalled_in_words(uncalled_in(sheet)))
    if far_in(sheet) and not looked_twice:
        raise LookTwice(_("Look twice at: %(names)s.") % {"names": _names(far_in(sheet))})
    action = "amend_documents" if document.state == DocumentState.AMENDING else "fill_documents"
    document.finish()
    document.finished_at, document.finished_by = cause.at, cause.actor
    document.not_called = not_called.strip() if uncalled_in(sheet) else ""
    if document.document_type.is_verified:
        book_document(document, "finish_document", cause, action=action, reason=document.not_called)
        return document
    return release_locked(document, sheet, cause, action=action, reason=document.not_called)


@transaction.atomic
def measure_document(document_id: int, cause: Cause) -> None:
    """Ranges and flags for who the patient is by now, so that whoever finishes is asked about what they say; nothing
    where nothing can be filled in."""
    document = lock_document(document_id)
    if why_not_fill(document, cause.actor) is None:
        measure_again(document, cause)


def why_not_finish(sheet: Sheet) -> str | None:
    """The sentence why what is filled in is not complete or cannot be, or None."""
    missing = [one.field.label for one in sheet.fields if one.field.is_required and one.is_empty]
    if missing:
        return ngettext(
            "This has to be filled in first: %(names)s.",
            "These have to be filled in first: %(names)s.",
            len(missing),
        ) % {"names": _few(missing)}
    if wrong := [cell for cell in sheet.cells if cell.is_impossible]:
        return _("This cannot be: %(values)s. Correct it, or write “not done”.") % {"values": _names(wrong)}
    if sheet.is_empty:
        return _("Nothing is filled in yet.")
    return None


def uncalled_in(sheet: Sheet) -> list[Shown]:
    """Critical values about which nobody was called."""
    return [cell for cell in sheet.cells if cell.is_critical and not cell.is_called]


def far_in(sheet: Sheet) -> list[Shown]:
    """Results that are far from the patient's previous ones, as far as they are new in this document."""
    return [cell for cell in sheet.cells if cell.far is not None]


def _uncalled_in_words(cells: list[Shown]) -> str:
    return _(
        "Critical, and nobody was called: %(values)s. Call, and record who read the value back; or say why not yet."
    ) % {"values": _names(cells)}


def _names(cells: list[Shown]) -> str:
    return _few([f"{cell.place.label} {cell.words} {cell.place.unit}".strip() for cell in cells])


def _few(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return _("%(names)s and %(count)s more") % {"names": shown, "count": more} if more > 0 else shown
