"""The list of closing documents and corrections, without what they say."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from billing.models import ClosingDocument, Sending
from billing.to_process import unsent, with_sendings
from common.lists import Column, Empty, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Drawn, Link, Plain
from common.lists.filters import choice, period, search

SENT, UNSENT = "yes", "no"


def _rows(viewer: Viewer) -> QuerySet:
    documents = ClosingDocument.objects.select_related("customer", "corrects")
    return documents.defer("snapshot", "corrects__snapshot")


def _shown(documents: Sequence[ClosingDocument], asked: Asked) -> list[ClosingDocument]:
    return with_sendings(documents)


def _by_sending(rows: QuerySet, sent: str, viewer: Viewer) -> QuerySet:
    if sent == UNSENT:
        return unsent(rows)
    return rows.filter(Exists(Sending.objects.standing().filter(document=OuterRef("pk"))))


def _correction(document: ClosingDocument):
    if document.corrects_id:
        yield "tag-caution", _now("correction")


def _corrects(document: ClosingDocument) -> str:
    if not document.corrects_id:
        return ""
    return _now("Correction of %(number)s") % {"number": document.corrects.number}


def _ledger(document: ClosingDocument) -> str:
    return reverse("billing:customer_ledger", args=[document.customer_id])


CLOSING_DOCUMENTS = ListTable(
    name="billing:document_list",
    title=_("Closing documents"),
    nouns=ngettext_lazy("%(n)s document", "%(n)s documents", "n"),
    rows=_rows,
    shown=_shown,
    opens=lambda document: reverse("billing:document_pdf", args=[document.number]),
    usual_sort="-number",
    columns=(
        Column(
            "number",
            _("Number"),
            cell=Plain(
                "stack-head nowrap",
                opens=True,
                css_of_link="row-link tabular",
                tags=_correction,
                title=_corrects,
            ),
            sort=Sort(None, falling=True),
            fixed=True,
            head="col-corrects",
        ),
        Column(
            "issued_on",
            _("Issued on"),
            cell=Plain("nowrap"),
            sort=Sort("issued_on", falling=True, index="closing_by_day"),
            head="col-day",
        ),
        Column(
            "due_on",
            _("Pay by"),
            cell=Plain("nowrap"),
            sort=Sort("due_on", nullable=True, index="closing_by_due"),
            head="col-day",
        ),
        Column("customer", _("Customer"), "customer.name", Link(to=_ledger)),
        Column(
            "sent",
            _("Sent"),
            lambda document: document.sent.sent_on if document.sent else None,
            Drawn(template="billing/cells/sent.html"),
            head="col-sent",
        ),
        Column("total", _("Total"), cell=Amount(currency="currency"), head="num col-amount"),
    ),
    filters=(
        search(
            "number",
            "customer__search_text",
            "customer__merged_into__search_text",
            finds=_("Number or customer"),
        ),
        choice("kind", _("Kind"), ClosingDocument.Kind.choices),
        choice("sent", _("Sent"), [(SENT, _("Sent")), (UNSENT, _("Not sent"))], _by_sending),
        *period("issued_on"),
    ),
    empty=Empty(
        title=_("No closing document has been issued yet"),
        text=_("One is issued when an order is realized."),
        icon="file-earmark-text",
        none_like_this=_("No document is like this. Clear a filter."),
    ),
    templates={"above": "billing/_tabs.html"},
    frame=lambda asked: {"here": "documents"},
)
