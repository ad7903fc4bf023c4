"""The dialogs of a document: finish, release, send back, amend, remove; calls about values, and handing over."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from common.refusals import Refused
from documents.models import Document, DocumentRevision, DocumentState, DocumentValue
from lab.access import allow
from lab.cause import Cause
from lab.once import untangled
from lab.permissions import may
from lab.posting import form_page, posted
from workflow.forms.documents import CallForm, ConfirmForm, FinishForm, HandOverForm, ReasonForm
from workflow.pages.dialogs import leads_again
from workflow.pages.documents.shown import visible_document
from workflow.papers.amend_document import amend_document, who_had
from workflow.papers.finish_document import (
    far_in,
    finish_document,
    measure_document,
    uncalled_in,
    why_not_finish,
)
from workflow.papers.hand_over_document import hand_over_document
from workflow.papers.log_critical_call import log_critical_call
from workflow.papers.opening import why_not_fill
from workflow.papers.release_document import release_document, why_not_release
from workflow.papers.remove_document import remove_document, why_not_remove
from workflow.papers.send_back_document import send_back_document, why_not_send_back
from workflow.papers.sheet import Sheet, number_in_words, sheet_of


@dataclass(frozen=True)
class Doing:
    """One verb: who may, the dialog, the use case, what is said after it."""

    action: str
    title: Any
    verb: Any
    said: Any
    run: Callable[..., Document]
    why_not: Callable[[Document, Any], str | None]
    form: type[forms.Form] = ConfirmForm
    consequences: tuple = ()
    danger: bool = False


DOINGS = {
    "finish": Doing(
        "fill_documents",
        gettext_lazy("Finish “%(document)s”"),
        gettext_lazy("Finish"),
        gettext_lazy("The document is finished."),
        finish_document,
        why_not_fill,
        FinishForm,
    ),
    "release": Doing(
        "verify_documents",
        gettext_lazy("Release “%(document)s”"),
        gettext_lazy("Release"),
        gettext_lazy("The document is released."),
        release_document,
        lambda document, actor: _not_yet(document) or why_not_release(document, actor),
        consequences=(
            gettext_lazy("It gets its number, and its paper is issued."),
            gettext_lazy("What it says is frozen; a mistake found later is amended by a new revision."),
        ),
    ),
    "send-back": Doing(
        "verify_documents",
        gettext_lazy("Send “%(document)s” back"),
        gettext_lazy("Send back"),
        gettext_lazy("The document is sent back."),
        send_back_document,
        lambda document, actor: _not_yet(document) or why_not_send_back(document),
        ReasonForm,
    ),
    "amend": Doing(
        "amend_documents",
        gettext_lazy("Amend “%(document)s”"),
        gettext_lazy("Amend"),
        gettext_lazy("The document is open again. Released anew, it says what changed."),
        amend_document,
        lambda document, actor: None,
        ReasonForm,
        consequences=(gettext_lazy("The revision that stands now stays as it is, with its paper."),),
    ),
    "remove": Doing(
        "fill_documents",
        gettext_lazy("Remove “%(document)s”"),
        gettext_lazy("Remove"),
        gettext_lazy("The empty document is removed."),
        remove_document,
        lambda document, actor: why_not_remove(document),
        danger=True,
    ),
}


@allow("fill_documents")
@require_http_methods(["GET", "HEAD", "POST"])
@leads_again
def document_do(request, pk: int, verb: str):
    """The dialog of one verb on one document."""
    doing = DOINGS.get(verb)
    if doing is None:
        raise Http404
    document = visible_document(request, pk)
    if not may(request.user, _action(doing, document)):
        raise PermissionDenied(_("Your role does not allow this."))
    if verb == "finish" and request.method == "POST":
        # Kept whatever becomes of the finishing: what is critical by now is called about, and asked of here.
        with suppress(Refused):
            untangled(lambda: measure_document(pk, Cause(request.user, timezone.now())))
    sheet = sheet_of(document) if verb == "finish" else None
    form = _form(request, doing, sheet)

    def run(cause: Cause) -> str:
        doing.run(pk, cause, **form.cleaned_data)
        return _after(document, verb)

    answer = posted(request, [form], run, said=str(doing.said))
    if answer is not None:
        return answer
    context = {
        "form": form,
        "document": document,
        "dialog_title": doing.title % {"document": document.title},
        "verb": doing.verb,
        "consequences": doing.consequences,
        "danger": doing.danger,
        "back_url": _page(document),
        "why_not": _why_not(doing, document, request.user, sheet),
        "had_by": who_had(document) if verb == "amend" else [],
        "far": far_in(sheet) if sheet else [],
        "uncalled": uncalled_in(sheet) if sheet else [],
        "version": document.version if sheet else None,
        "verified_by": _("It then waits for a second person.") if sheet and _is_verified(document) else "",
    }
    return form_page(request, "workflow/documents/document_dialog.html", context)


@allow("fill_documents")
@require_http_methods(["GET", "HEAD", "POST"])
@leads_again
def value_call(request, pk: int):
    """The dialog in which a call about a critical value is recorded."""
    value = get_object_or_404(DocumentValue.objects.select_related("field"), pk=pk)
    document = visible_document(request, value.document_id)
    form = CallForm(request.POST if request.method == "POST" else None)

    def run(cause: Cause) -> str:
        log_critical_call(pk, cause, **form.told())
        return _page(document)

    said = _("The call is recorded.")
    context = {
        "form": form,
        "value": value,
        "words": number_in_words(value),
        "dialog_title": _("Call about %(name)s") % {"name": value.field.label},
        "verb": _("Record the call"),
        "back_url": _page(document),
    }
    return posted(request, [form], run, said=said) or form_page(
        request, "workflow/documents/call_dialog.html", context
    )


@allow("fill_documents")
@require_http_methods(["GET", "HEAD", "POST"])
@leads_again
def revision_hand_over(request, pk: int):
    """The dialog that records who was given a revision."""
    revision = get_object_or_404(DocumentRevision.objects.defer("snapshot"), pk=pk)
    document = visible_document(request, revision.document_id)
    form = HandOverForm(request.POST if request.method == "POST" else None, document=document)

    def run(cause: Cause) -> str:
        hand_over_document(pk, cause, **form.cleaned_data)
        return _page(document)

    context = {
        "form": form,
        "dialog_title": _("Hand over %(number)s") % {"number": document.number},
        "verb": _("Record it"),
        "back_url": _page(document),
    }
    said = _("It is recorded who was given the document.")
    return posted(request, [form], run, said=said) or form_page(
        request, "workflow/token_dialog.html", context
    )


def _form(request, doing: Doing, sheet: Sheet | None) -> forms.Form:
    asked = {"sheet": sheet} if sheet else {}
    return doing.form(request.POST if request.method == "POST" else None, **asked)


def _action(doing: Doing, document: Document) -> str:
    """An amendment is finished by whoever may amend."""
    amending = document.state == DocumentState.AMENDING and doing.action == "fill_documents"
    return "amend_documents" if amending else doing.action


def _why_not(doing: Doing, document: Document, actor, sheet: Sheet | None) -> str | None:
    return doing.why_not(document, actor) or (why_not_finish(sheet) if sheet else None)


def _not_yet(document: Document) -> str | None:
    if document.state == DocumentState.FINISHED:
        return None
    return _("“%(document)s” is %(state)s by now.") % {
        "document": document.title,
        "state": document.get_state_display(),
    }


def _is_verified(document: Document) -> bool:
    return document.document_type.is_verified


def _page(document: Document) -> str:
    return reverse("workflow:document_page", args=[document.pk])


def _after(document: Document, verb: str) -> str:
    if verb == "remove":
        return reverse("workflow:order_page", args=[document.order.number])
    return _page(document)
