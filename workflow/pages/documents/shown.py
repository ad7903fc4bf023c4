"""What the page of a document shows beside what is filled in: what can be done to it, its revisions, who had them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import CriticalCall, Document, DocumentHandover, DocumentSitting, DocumentState
from lab.models import Employee
from lab.permissions import may
from orders.models import Order
from papers.models import IssuedPaper
from papers.revisions import latest
from workflow.document_panel import BADGES
from workflow.papers.amend_document import still_to_be_told, who_had
from workflow.papers.opening import why_not_fill
from workflow.papers.release_document import why_not_release
from workflow.papers.remove_document import why_not_remove
from workflow.papers.revision import kind_of_paper
from workflow.papers.send_back_document import why_not_send_back
from workflow.papers.sheet import number_in_words

FRESH = timedelta(seconds=60)
"""How long after its last sign a page counts as open; it gives one every twenty seconds."""


@dataclass(frozen=True)
class Button:
    """Something that can be done to a document; greyed with its reason where ``why_not`` is set."""

    label: str
    url: str
    icon: str
    why_not: str | None = None
    is_primary: bool = False


def visible_document(request, pk: int) -> Document:
    """The document, if the person may see its order; else 404."""
    orders = Order.objects.visible_to(request.user)
    found = Document.objects.current().with_names().select_related("order__contact", "order__patient")
    document = found.filter(pk=pk, order__in=orders).first()
    if document is None:
        raise Http404
    return document


def buttons_of(document: Document, viewer: Employee) -> list[Button]:
    """What comes next first; only what the person's role may ever do."""
    made = {
        DocumentState.FINISHED: _of_finished,
        DocumentState.RELEASED: _of_released,
    }.get(DocumentState(document.state), _of_open)
    return made(document, viewer)


def _of_open(document: Document, viewer: Employee) -> list[Button]:
    if document.state == DocumentState.AMENDING or not may(viewer, "fill_documents"):
        return []
    why_not = why_not_remove(document)
    return [] if why_not else [_button(document, "remove", _("Remove"), "trash")]


def _of_finished(document: Document, viewer: Employee) -> list[Button]:
    if not may(viewer, "verify_documents"):
        return []
    release = _button(
        document, "release", _("Release"), "check2-circle", why_not_release(document, viewer), True
    )
    return [
        release,
        _button(document, "send-back", _("Send back"), "arrow-counterclockwise", why_not_send_back(document)),
    ]


def _of_released(document: Document, viewer: Employee) -> list[Button]:
    if not may(viewer, "amend_documents"):
        return []
    return [_button(document, "amend", _("Amend"), "pencil")]


def _button(document: Document, verb: str, label: str, icon: str, why_not=None, primary=False) -> Button:
    return Button(label, reverse("workflow:document_do", args=[document.pk, verb]), icon, why_not, primary)


def beside(document: Document, viewer: Employee) -> dict:
    """The panels beside the sheet."""
    handovers = Prefetch("handovers", DocumentHandover.objects.select_related("event__actor").order_by("pk"))
    revisions = list(
        document.revisions.defer("snapshot")
        .select_related("event__actor")
        .prefetch_related(handovers)
        .order_by("-number")
    )
    calls = CriticalCall.objects.filter(value__document=document)
    calls = calls.select_related("value__field", "event__actor").order_by("pk")
    newest = revisions[0] if revisions else None
    issued = latest(kind_of_paper(document), document.number) if document.number else None
    return {
        "document": document,
        "badge": BADGES[DocumentState(document.state)],
        "buttons": buttons_of(document, viewer),
        "why_not_fill": why_not_fill(document, viewer),
        "revisions": revisions,
        "newest": newest,
        "issued": issued,
        "calls": [(call, number_in_words(call.value)) for call in calls],
        "had_by": who_had(document),
        "to_be_told": still_to_be_told(document) if len(revisions) > 1 else [],
        "amended_for": who_had(document) if document.state == DocumentState.AMENDING else [],
        "may_hand_over": may(viewer, "fill_documents") and document.state == DocumentState.RELEASED,
        "sent_back": _sent_back(document),
    }


def _sent_back(document: Document):
    """Why it came back, until it is finished again."""
    if document.state not in (DocumentState.FILLING, DocumentState.AMENDING):
        return None
    verbs = ("send_back_document", "finish_document")
    events = document.order.events.filter(verb__in=verbs).select_related("event__actor").order_by("-pk")
    last = next((row for row in events if _is_about(row, document)), None)
    return last if last and last.verb == verbs[0] else None


def _is_about(event, document: Document) -> bool:
    return any(change.get("document") == document.pk for change in event.changes)


def others_at(document: Document, viewer: Employee) -> list[str]:
    """Who else has the page open to fill it in."""
    fresh = DocumentSitting.objects.filter(document=document, seen_at__gte=timezone.now() - FRESH)
    return list(
        fresh.exclude(employee=viewer)
        .order_by("employee__name_key", "pk")
        .values_list("employee__name", flat=True)
    )


def sit_down(document: Document, viewer: Employee) -> None:
    """The person has the page open now."""
    DocumentSitting.objects.bulk_create(
        [DocumentSitting(document=document, employee=viewer, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["document", "employee"],
        update_fields=["seen_at"],
    )


def paper_of(document: Document, number: int) -> IssuedPaper | None:
    """The issued paper of one revision."""
    found = IssuedPaper.objects.filter(kind=kind_of_paper(document), number=document.number)
    return found.filter(revision=number).first()
