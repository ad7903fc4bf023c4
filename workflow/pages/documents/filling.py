"""The page of a document: filled in by whoever may, read by everybody else. Without a script one button saves it."""

import re

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.asked import id_in
from common.refusals import Refused
from documents.models import FieldKind
from lab.access import allow
from lab.once import perform, token_for
from lab.permissions import may
from workflow.pages.dialogs import leads_again
from workflow.pages.documents.entries import entries_of
from workflow.pages.documents.shown import beside, others_at, visible_document
from workflow.papers.cells import Cell, Typed, values_of
from workflow.papers.fill_document import Filled, fill_document
from workflow.papers.reading_cells import pictures_of
from workflow.papers.sheet import foresee_limits, sheet_of

NAME = re.compile(r"v-([-\w]{1,40})(?:\.(\d{1,4})\.([-\w]{1,40}))?")
"""A field of the page; of a table with row and column."""


class NotAllRight(Refused):
    """Something cannot be read, or was changed by somebody else too: the whole form comes back, nothing is saved."""

    def __init__(self, filled: Filled):
        self.filled = filled
        super().__init__("")


@allow("see_documents")
@require_http_methods(["GET", "HEAD", "POST"])
@leads_again
def document_page(request, pk: int):
    """The sheet, to be filled in or to be read."""
    document = visible_document(request, pk)
    if request.method != "POST":
        return _draw(request, document)

    def save(cause):
        filled = fill_document(pk, cause, typed=typed_by(request.POST))
        if filled.wrong or filled.clashes:
            raise NotAllRight(filled)
        return _next(request, pk)

    try:
        address = perform(request, save)
    except NotAllRight as refused:
        return _draw(request, visible_document(request, pk), filled=refused.filled, status=422)
    except Refused as refused:
        return _draw(request, visible_document(request, pk), refusal=str(refused), status=409)
    if "finish" not in request.POST:
        messages.success(request, _("What is filled in so far is saved."))
    return redirect(address)


def typed_by(posted) -> list[Typed]:
    """What came of the fields of the page, with what it showed in each."""
    found = []
    for name, text in posted.items():
        if cell := cell_named(name):
            found.append(Typed(cell, text, id_in(posted.get(f"seen-{name}", ""))))
    return found


def cell_named(name: str) -> Cell | None:
    """The cell that a field of the page is about; None where it is about none."""
    match = NAME.fullmatch(name)
    return Cell(match[1], int(match[2] or 0), match[3] or "") if match else None


def _next(request, pk: int) -> str:
    if "finish" in request.POST:
        return reverse("workflow:document_do", args=[pk, "finish"])
    return reverse("workflow:document_page", args=[pk])


def _draw(request, document, *, filled: Filled | None = None, refusal: str = "", status: int = 200):
    context = beside(document, request.user)
    values = values_of(document)
    sheet = sheet_of(document, values)
    context |= {"sheet": sheet, "refusal": refusal, "may_fill": not context["why_not_fill"]}
    if not context["may_fill"]:
        context |= _columns(sheet, request.user)
        return render(request, "workflow/documents/document_read.html", context, status=status)
    foresee_limits(sheet, timezone.localdate())
    posted = request.POST if request.method == "POST" else None
    context |= {
        "sections": entries_of(sheet, values, filled, posted),
        "others": others_at(document, request.user),
        "known": max((value.pk for value in values.values()), default=0),
        "form_token": token_for(request),
        "wrong_count": len(filled.wrong) + len(filled.clashes) if filled else 0,
        "pictures": pictures_of(document) if _has_pictures(sheet) else [],
    }
    return render(request, "workflow/documents/document_fill.html", context, status=status)


def _columns(sheet, viewer) -> dict:
    """Which columns the sheet has, where it is read: none that would be empty from top to bottom."""
    has = {
        "has_ranges": sheet.has_ranges,
        "has_previous": sheet.has_previous,
        "has_calls": sheet.has_calls_to_record and may(viewer, "fill_documents"),
    }
    return has | {"columns": 1 + sum(has.values()), "measured_sections": sheet.measured_sections}


def _has_pictures(sheet) -> bool:
    return any(one.field.kind == FieldKind.PICTURE for one in sheet.fields)
