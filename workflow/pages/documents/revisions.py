"""Revisions of a document as they were released, their papers, and the paper of a draft."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from background.papers import paper_response
from documents.models import DocumentRevision, DocumentState
from lab.access import allow
from papers.answers import issued_response
from papers.drawing import logo
from workflow.pages.documents.shown import paper_of, visible_document
from workflow.papers.revision import draft_paper
from workflow.papers.sheet import sheet_of


@allow("see_documents")
@require_safe
def revision_page(request, pk: int):
    """What one revision said, also after a later one took its place."""
    revision, document = _revision(request, pk)
    newer = (
        document.revisions.filter(number__gt=revision.number).defer("snapshot").order_by("-number").first()
    )
    fields = [one for section in revision.snapshot["sections"] for one in section["fields"]]
    has_ranges, has_previous = (any(one.get(name) for one in fields) for name in ("range", "previous"))
    context = {
        "revision": revision,
        "document": document,
        "says": revision.snapshot,
        "newest": newer,
        "issued": paper_of(document, revision.number),
        "handovers": revision.handovers.select_related("event__actor"),
        "has_ranges": has_ranges,
        "has_previous": has_previous,
        "columns": 1 + has_ranges + has_previous,
        "here": _("Revision %(number)s") % {"number": revision.number},
    }
    return render(request, "workflow/documents/revision_page.html", context)


@allow("see_documents")
@require_safe
def revision_pdf(request, pk: int):
    """The paper as it was issued: the same bytes each time."""
    revision, document = _revision(request, pk)
    issued = paper_of(document, revision.number)
    return redirect("workflow:revision_page", pk) if issued is None else issued_response(request, issued)


@allow("see_documents")
@require_safe
def draft_pdf(request, pk: int):
    """The paper before it is released, with “Draft” across; of a released document that which was issued."""
    document = visible_document(request, pk)
    newest = document.revisions.defer("snapshot").order_by("-number").first()
    if document.state == DocumentState.RELEASED and newest:
        return redirect("workflow:revision_pdf", newest.pk)
    picture = logo()
    return paper_response(
        request,
        "print/document.html",
        {"paper": draft_paper(sheet_of(document), timezone.localdate())},
        filename=f"draft-{document.order.number}-{document.pk}.pdf",
        logo=picture,
    )


def _revision(request, pk: int):
    revision = get_object_or_404(DocumentRevision.objects.select_related("event__actor"), pk=pk)
    return revision, visible_document(request, revision.document_id)
