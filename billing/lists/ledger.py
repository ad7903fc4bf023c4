"""The ledger of one customer, as a list: charges, payments, refunds, each with the balance after it."""

from collections.abc import Sequence

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from billing.balance_sheet import Row, balances_of, grouped, of_customer, rows_of, sheets
from billing.models import ReceivableEntry
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Drawn, Plain
from common.lists.counting import Counts
from common.lists.filters import choice, period
from customers.models import Counterparty


def _rows(viewer: Viewer, customer: int) -> QuerySet:
    """Of one customer alone they come along the index of their days; of several, who were merged, they are sorted."""
    merged = Counterparty.objects.filter(merged_into=customer).order_by().values_list("pk", flat=True)
    whose = [customer, *merged]
    own = {"customer__in": whose} if whose[1:] else {"customer": customer}
    entries = ReceivableEntry.objects.filter(**own)
    read = entries.select_related("order", "document", "payment", "refund").defer("document__snapshot")
    reversing = ReceivableEntry.objects.filter(reverses=OuterRef("pk")).order_by()
    return read.annotate(was_reversed=Exists(reversing))


def _paper(row: Row) -> str:
    entry = row.entry
    return (entry.document or entry.payment or entry.refund).number


def _opens(row: Row) -> str:
    entry = row.entry
    if entry.document_id:
        return reverse("billing:document_pdf", args=[entry.document.number])
    name = "refund" if entry.refund_id else "payment"
    return reverse(f"billing:{name}_page", args=[_paper(row)])


def _reference(row: Row) -> str:
    money = row.entry.refund or row.entry.payment
    return money.reference if money else ""


def _method(row: Row) -> str:
    money = row.entry.refund or row.entry.payment
    return money.get_method_display() if money else ""


def _context(asked: Asked, rows: Sequence[Row], counts: Counts) -> dict:
    """The sheet of the same period, and how the customer stands now."""
    customer = asked.args[0]
    since, until, currency = (asked.get(name) for name in ("since", "until", "currency"))
    opened = sheets(customer, since, until)
    return {
        "period": {"since": since, "until": until},
        "sheets": [sheet for sheet in opened if not currency or sheet.currency == currency],
        "standing": balances_of(grouped(of_customer(customer))),
    }


LEDGER = ListTable(
    name="billing:customer_ledger",
    title=_("Ledger"),
    nouns=ngettext_lazy("%(n)s entry", "%(n)s entries", "n"),
    rows=_rows,
    shown=lambda entries, asked: rows_of(asked.args[0], entries),
    opens=_opens,
    usual_sort="-day",
    columns=(
        Column(
            "day",
            _("Date"),
            "entry.day",
            Plain("stack-head nowrap"),
            sort=Sort("day", falling=True, index="receivable_by_day"),
            fixed=True,
            head="col-day",
        ),
        Column("entry", _("Entry"), "entry.says", Drawn(template="billing/cells/entry_says.html")),
        Column("orders", _("Order"), cell=Drawn(template="billing/cells/entry_orders.html")),
        Column("paper", _("Paper"), _paper, Drawn(template="billing/cells/entry_paper.html")),
        Column("method", _("Method"), _method, usual=False, head="col-mark"),
        Column("reference", _("Reference"), _reference, Plain("clip"), usual=False),
        Column(
            "charged",
            _("Charged"),
            cell=Amount(currency="entry.currency"),
            head="num col-day",
        ),
        Column("paid", _("Paid"), cell=Amount(currency="entry.currency"), head="num col-day"),
        Column("balance", _("Balance"), cell=Amount(currency="entry.currency"), head="num col-amount"),
    ),
    filters=(
        Filter(
            "currency",
            forms.RegexField(r"^[A-Z]{3}$", label=_("Currency"), required=False),
            lambda rows, currency, viewer: rows.filter(currency=currency),
        ),
        choice("kind", _("Entry"), ReceivableEntry.Kind.choices),
        *period("day"),
    ),
    empty=Empty(
        title=_("Nothing has been charged or paid yet"),
        text=_("The ledger begins when an order of this customer is realized, or a payment is recorded."),
        icon="cash-stack",
        none_like_this=_("Nothing was charged or paid in this period."),
    ),
    templates={"page": "billing/customer_ledger.html", "over": "billing/_sheets.html"},
    context=_context,
)
