"""The panel of the order page that shows its documents: state, who, number, revision, and what can be done next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.kept_statements import kept
from common.panels import Panel
from documents.models import Document, DocumentRevision, DocumentState, DocumentValue
from lab.permissions import may
from orders.models import Order
from workflow.actions import ACTIONS, action_url
from workflow.papers.opening import why_not_fill
from workflow.papers.release_document import why_not_release

BADGES = {
    DocumentState.FILLING: "tag",
    DocumentState.FINISHED: "tag tag-caution",
    DocumentState.RELEASED: "tag tag-good",
    DocumentState.AMENDING: "tag tag-caution",
}


SHOWN = (
    *("order_id", "title", "state", "number", "is_required", "is_orphaned"),
    *("document_type__is_verified", "finished_by__name"),
)


@dataclass(frozen=True)
class Row:
    """One document; ``verb`` is what the viewer would do next with it."""

    document: Document
    badge: str
    verb: str
    newest: DocumentRevision | None
    who: str

    @property
    def paper_url(self) -> str:
        """The paper that was issued last, or the draft."""
        if self.newest:
            return reverse("workflow:revision_pdf", args=[self.newest.pk])
        return reverse("workflow:document_draft_pdf", args=[self.document.pk])


def documents_panel(order: Order, viewer) -> Panel | None:
    """None where there are none and the viewer can make none."""
    if not may(viewer, "see_documents"):
        return None
    rows = [_row(document, viewer) for document in _documents(order)]
    why_not = ACTIONS["new-document"].why_not(order, viewer)
    if not rows and why_not:
        return None
    context = {
        "order": order,
        "rows": rows,
        "new_url": "" if why_not else action_url(order, "new-document"),
        "has_numbers": any(row.document.number for row in rows),
        "has_names": any(row.who for row in rows),
        "waiting": sum(
            row.document.is_required and row.document.state == DocumentState.FILLING for row in rows
        ),
    }
    template, is_empty = "workflow/panels/documents.html", not rows
    return Panel("documents", gettext_lazy("Documents"), template, context, len(rows), is_empty=is_empty)


_DOCUMENTS = kept(
    lambda order: (
        Document.objects.current()
        .filter(order=order)
        .select_related("document_type", "finished_by")
        .only(*SHOWN)
        .order_by("pk")
    )
)


def _documents(order: Order) -> list[Document]:
    """Each with how many revisions it has, the newest of them, and while it is filled in whether it is begun."""
    documents = _DOCUMENTS(order)
    begun = _begun_among([document for document in documents if document.state == DocumentState.FILLING])
    revisions: dict[int, list[DocumentRevision]] = {document.pk: [] for document in documents}
    issued = DocumentRevision.objects.filter(document__in=documents).select_related("event__actor")
    for row in issued.only("document_id", "event__actor__name").order_by("number"):
        revisions[row.document_id].append(row)
    for document in documents:
        own = revisions[document.pk]
        document.order, document.newest, document.revision_count = order, own[-1] if own else None, len(own)
        document.is_begun = document.pk in begun
    return documents


def _begun_among(documents: list[Document]) -> set[int]:
    """Those in which somebody has filled in something."""
    standing = DocumentValue.objects.standing().filter(document__in=documents)
    return set(standing.order_by().values_list("document_id", flat=True).distinct())


def _row(document: Document, viewer) -> Row:
    return Row(
        document,
        BADGES[DocumentState(document.state)],
        _verb(document, viewer),
        document.newest,
        _who(document),
    )


def _verb(document: Document, viewer) -> str:
    if document.state == DocumentState.FINISHED:
        may_release = may(viewer, "verify_documents") and not why_not_release(document, viewer)
        return _("Verify") if may_release else _("Look")
    if document.state == DocumentState.RELEASED or why_not_fill(document, viewer):
        return _("Look")
    return _("Fill in")


def _who(document: Document) -> str:
    if document.newest and document.state == DocumentState.RELEASED:
        return document.newest.event.actor.name
    return document.finished_by.name if document.finished_by else ""
