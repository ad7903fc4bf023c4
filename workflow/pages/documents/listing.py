"""The list of documents: what is to be filled in, what waits for a second person, what is released."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django import forms
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.days import moment
from common.lists import Column, Empty, Filter, ListTable, Sort, Tab, Tabs, Viewer
from common.lists.asked import Asked
from common.lists.cells import Drawn, Link, Plain
from common.lists.counting import Counts, count_capped
from common.lists.filters import ALL, choice, search
from documents.models import Document, DocumentRevision, DocumentState, DocumentType
from lab.lists import list_view
from workflow.document_panel import BADGES

TO_FILL, TO_VERIFY, RELEASED, EVERY = "fill", "verify", "released", "all"
STATES = {
    TO_FILL: [DocumentState.FILLING, DocumentState.AMENDING],
    TO_VERIFY: [DocumentState.FINISHED],
    RELEASED: [DocumentState.RELEASED],
    EVERY: list(DocumentState),
}
WAITING = (TO_FILL, TO_VERIFY)
DAYS = [("0", _("Today")), ("6", _("Within 7 days")), ("30", _("Within 31 days"))]


def _usual_tab(viewer: Viewer) -> str:
    """The one whose work the person's role does."""
    if viewer.may("verify_documents") and not viewer.may("edit_document_types"):
        return TO_VERIFY
    return TO_FILL if viewer.may("fill_documents") else RELEASED


def _tab(name: str, label: str) -> Tab:
    return Tab(name, label, lambda rows, viewer: rows.filter(state__in=STATES[name]))


def _types(viewer: Viewer) -> forms.Field:
    known = DocumentType.objects.order_by("name_key", "pk")
    choices = [("", ALL), *((str(one.pk), one.name) for one in known)]
    return forms.ChoiceField(label=_("Document type"), required=False, choices=choices)


def _made_within(rows: QuerySet, days: str, viewer: Viewer) -> QuerySet:
    first = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return rows.filter(made_at__gte=first - timedelta(days=int(days)))


def _shown(documents: Sequence[Document], asked: Asked) -> Sequence[Document]:
    ids = [document.pk for document in documents]
    revisions = DocumentRevision.objects.filter(document__in=ids).order_by().values_list("document")
    counted = dict(revisions.annotate(n=Count("pk")))
    for document in documents:
        document.badge, document.revision_count = BADGES[document.state], counted.get(document.pk, 0)
    return documents


def _counts(asked: Asked) -> Counts:
    """Of the list, and of the tabs in which something waits; what is released only grows, and has no number."""
    whole, total = asked.rows(in_every_tab=True), count_capped(asked.rows())
    by_tab = {
        name: total if name == asked.tab else count_capped(whole.filter(state__in=STATES[name]))
        for name in WAITING
    }
    return Counts(total, by_tab)


def _required(document: Document) -> Iterator[tuple[str, str]]:
    if document.is_required:
        yield "", _now("required")


def _order(document: Document) -> str:
    return reverse("workflow:order_page", args=[document.order.number])


DOCUMENTS = ListTable(
    name="workflow:document_list",
    title=_("Documents"),
    nouns=ngettext_lazy("%(n)s document", "%(n)s documents", "n"),
    rows=lambda viewer: Document.objects.current().with_names(),
    shown=_shown,
    opens=lambda document: reverse("workflow:document_page", args=[document.pk]),
    tabs=Tabs(
        "show",
        (
            _tab(TO_FILL, _("To fill in")),
            _tab(TO_VERIFY, _("To verify")),
            _tab(RELEASED, _("Released")),
            _tab(EVERY, _("All")),
        ),
        _usual_tab,
    ),
    usual_sort=lambda asked: "made" if asked.tab in WAITING else "-made",
    counts=_counts,
    columns=(
        Column(
            "title",
            _("Document"),
            cell=Plain("stack-head", opens=True, tags=_required, title=lambda document: document.title),
            fixed=True,
            head="col-title",
        ),
        Column("kind", _("Document type"), "document_type.name", usual=False),
        Column(
            "state",
            _("State"),
            lambda document: document.get_state_display(),
            Drawn(template="workflow/documents/_list_state.html"),
            head="col-mark",
        ),
        Column(
            "number",
            _("Number"),
            cell=Drawn(template="workflow/documents/_list_number.html"),
            head="col-number",
            only_where_said=True,
        ),
        Column("order", _("Order"), "order.number", Link("nowrap tabular", to=_order), head="col-number"),
        Column("patient", _("Patient"), "order.patient_name", Plain("clip")),
        Column("customer", _("Customer"), "order.customer.name", Plain("clip")),
        Column(
            "made",
            _("Made"),
            "made_at",
            Plain("nowrap", write=moment),
            sort=Sort(None, falling=True),
            head="col-number",
        ),
        Column("by", _("Finished by"), "finished_by.name", head="col-number", only_where_said=True),
    ),
    filters=(
        search(finds=_("Number, title, order or patient")),
        Filter("type", _types, lambda rows, kind, viewer: rows.filter(document_type=kind)),
        choice("made_on", _("Made"), DAYS, _made_within),
    ),
    empty=Empty(title=_("Nothing here"), text="", icon="file-earmark-medical"),
    templates={
        "beside": "workflow/documents/_list_beside.html",
        "none": "workflow/documents/_list_none.html",
    },
)
"""What waits longest comes first; what is done, newest first."""

document_list = list_view(DOCUMENTS, "see_documents")
