"""The list of the papers that the laboratory issued: which stand, which a later one replaced. A row opens its paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Drawn, Plain
from common.lists.filters import ALL, choice, period, search
from documents.models import DocumentRevision
from lab.lists import list_view
from papers.kinds import KINDS
from papers.models import IssuedPaper, State, Supersession
from payroll.models import PaySheet

ACTS, CLOSING, PAY = ("act", "counter_act"), ("closing", "correction"), ("pay_sheet",)
NEEDS = {
    **dict.fromkeys(ACTS, "see_prices"),
    **dict.fromkeys(CLOSING, "see_billing"),
    **dict.fromkeys(PAY, "see_pay"),
}
"""By kind, what opens its papers; the others are documents of orders."""
DOCUMENTS = "see_documents"
TAGS = {State.CORRECTED: "tag-caution", State.SUPERSEDED: "", State.TAKEN_BACK: "tag-caution"}


@dataclass(frozen=True)
class PaperRow:
    """An issued paper, and where it is opened; "" where its document is not there any more."""

    paper: IssuedPaper
    url: str
    state: State

    @property
    def tag(self) -> str:
        return TAGS.get(self.state, "tag-good")


def _kinds(viewer: Viewer) -> list[str]:
    return [kind for kind in KINDS if viewer.may(NEEDS.get(kind, DOCUMENTS))]


def _rows(viewer: Viewer) -> QuerySet:
    """Whoever may see all kinds is asked for none: the papers then come along the index of their days."""
    kinds, found = _kinds(viewer), IssuedPaper.objects.with_all().select_related("event__actor")
    return found if len(kinds) == len(KINDS) else found.filter(kind__in=kinds)


def _shown(papers: Sequence[IssuedPaper], asked: Asked) -> list[PaperRow]:
    """Two statements more at the most, for what is not addressed by its number."""
    sheets = [paper.number for paper in papers if paper.kind in PAY]
    of_sheets = dict(PaySheet.objects.filter(number__in=sheets).values_list("number", "pk")) if sheets else {}
    numbers = [paper.number for paper in papers if paper.kind not in NEEDS]
    revisions = DocumentRevision.objects.filter(document__number__in=numbers).order_by()
    found = revisions.values_list("document__number", "number", "pk") if numbers else ()
    of_documents = {(number, revision): pk for number, revision, pk in found}
    return [PaperRow(paper, _address(paper, of_sheets, of_documents), paper.state) for paper in papers]


def _address(paper: IssuedPaper, sheets: dict[str, int], revisions: dict[tuple[str, int], int]) -> str:
    if paper.kind in ACTS:
        return reverse("billing:act_pdf", args=[paper.number])
    if paper.kind in CLOSING:
        return reverse("billing:document_pdf", args=[paper.number])
    if paper.kind in PAY:
        pk = sheets.get(paper.number)
        return reverse("payroll:sheet_pdf", args=[pk]) if pk else ""
    pk = revisions.get((paper.number, paper.revision))
    return reverse("workflow:revision_pdf", args=[pk]) if pk else ""


def _kind_field(viewer: Viewer) -> forms.Field:
    choices = [("", ALL), *((kind, KINDS[kind].label) for kind in _kinds(viewer))]
    return forms.ChoiceField(label=_("Kind"), required=False, choices=choices)


def _in_state(rows: QuerySet, state: str, viewer: Viewer) -> QuerySet:
    """The gravest of what became of a paper is its state."""
    became = Supersession.objects.filter(paper=OuterRef("pk"))
    if state == State.VALID:
        return rows.filter(~Exists(became))
    rows = rows.filter(Exists(became.filter(how=state)))
    graver = {State.CORRECTED: [State.SUPERSEDED, State.TAKEN_BACK], State.SUPERSEDED: [State.TAKEN_BACK]}
    above = graver.get(State(state))
    return rows.filter(~Exists(became.filter(how__in=above))) if above else rows


PAPERS = ListTable(
    name="workflow:paper_list",
    title=_("Issued papers"),
    nouns=ngettext_lazy("%(n)s paper", "%(n)s papers", "n"),
    rows=_rows,
    shown=_shown,
    opens=lambda row: row.url,
    usual_sort="-issued",
    sorts={"issued": Sort(None, falling=True)},
    columns=(
        Column(
            "number",
            _("Number"),
            "paper.number",
            Plain("stack-head nowrap", opens=True, css_of_link="row-link tabular"),
            fixed=True,
            head="col-corrects",
        ),
        Column("kind", _("Kind"), "paper.kind_label"),
        Column("revision", _("Revision"), "paper.revision", Plain("num", write=str), head="num col-short"),
        Column("about", _("Order"), "paper.about", Plain(title=lambda row: row.paper.about)),
        Column(
            "issued_on",
            _("Issued on"),
            "paper.issued_on",
            Plain("nowrap"),
            sort=Sort("issued_on", falling=True, index="paper_by_day"),
            head="col-day",
        ),
        Column("by", _("Issued by"), "paper.event.actor.name", head="col-phone"),
        Column("code", _("Code"), "paper.code_in_groups", Plain("nowrap tabular"), usual=False),
        Column(
            "state",
            _("State"),
            lambda row: row.state.label,
            Drawn(template="workflow/papers/state.html"),
            head="col-mark",
        ),
    ),
    filters=(
        search(finds=_("Number, order or customer")),
        Filter("kind", _kind_field, lambda rows, kind, viewer: rows.filter(kind=kind)),
        choice("state", _("State"), State.choices, _in_state),
        *period("issued_on"),
    ),
    empty=Empty(
        title=_("No paper has been issued yet"),
        text=_(
            "Papers are issued when acts are posted, orders realized, documents released, pay sheets finished."
        ),
        icon="file-earmark-text",
        none_like_this=_("No paper is like this. Clear a filter, or search for a number."),
    ),
    templates={"above": "components/documents_tabs.html"},
    frame=lambda asked: {"here": "papers"},
)
"""The latest first."""

paper_list = list_view(PAPERS, DOCUMENTS)
