"""What was paid and what was given back, as lists."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from billing.models import Payment, Refund
from billing.standing import free_part_by_payment, reversals_of
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Amount, Link, Plain
from common.lists.counting import Counts
from common.lists.filters import choice, period, row, search
from common.pickers import LISTED, PickerSelect
from customers.models import Counterparty

STANDING, REVERSED, FREE, USED = "standing", "reversed", "free", "used"


class MoneyRow(NamedTuple):
    """A payment, or a refund; what of it is not used yet; whether it was taken back."""

    money: Payment | Refund
    free: Decimal
    is_reversed: bool


def _payments_shown(payments: Sequence[Payment], asked: Asked) -> list[MoneyRow]:
    free, gone = free_part_by_payment(payments), {one.payment_id for one in reversals_of(payments=payments)}
    return [MoneyRow(payment, free[payment.pk], payment.pk in gone) for payment in payments]


def _refunds_shown(refunds: Sequence[Refund], asked: Asked) -> list[MoneyRow]:
    gone = {one.refund_id for one in reversals_of(refunds=refunds)}
    return [MoneyRow(refund, Decimal(0), refund.pk in gone) for refund in refunds]


def _payments_in_state(rows: QuerySet, state: str, viewer: Viewer) -> QuerySet:
    if state == REVERSED:
        return rows.reversed()
    standing = rows.standing()
    free = standing.with_free().filter(free__gt=0).values("pk")
    return standing.filter(pk__in=free) if state == FREE else standing.exclude(pk__in=free)


def _refunds_in_state(rows: QuerySet, state: str, viewer: Viewer) -> QuerySet:
    return rows.reversed() if state == REVERSED else rows.standing()


def _totals(asked: Asked, rows: Sequence, counts: Counts) -> dict:
    """By currency, how many there are and what they come to; reversed ones are in no sum."""
    found = asked.rows().standing().order_by("currency").values("currency")
    return {"totals": list(found.annotate(count=Count("pk"), total=Sum("amount")))}


def _ledger(row: MoneyRow) -> str:
    return reverse("billing:customer_ledger", args=[row.money.customer_id])


def _left(row: MoneyRow) -> Decimal | None:
    return row.free if row.free and not row.is_reversed else None


def _reversed(row: MoneyRow) -> Iterator[tuple[str, str]]:
    if row.is_reversed:
        yield "", _now("reversed")


def _columns(day: str, day_says: str, *between: Column) -> tuple[Column, ...]:
    return (
        Column(
            "number",
            _("Number"),
            "money.number",
            Plain("stack-head nowrap", opens=True, css_of_link="row-link tabular", tags=_reversed),
            sort=Sort(None, falling=True),
            fixed=True,
            head="col-corrects",
        ),
        Column(
            "day",
            day_says,
            f"money.{day}",
            Plain("nowrap"),
            sort=Sort(day, falling=True, index="payment_by_day") if day == "received_on" else None,
            head="col-day",
        ),
        Column("customer", _("Customer"), "money.customer.name", Link(to=_ledger)),
        Column(
            "method",
            _("Method"),
            lambda row: row.money.get_method_display(),
            Plain("nowrap"),
            head="col-mark",
        ),
        Column("reference", _("Reference"), "money.reference", Plain("clip")),
        *between,
        Column(
            "amount", _("Amount"), "money.amount", Amount(currency="money.currency"), head="num col-amount"
        ),
    )


def _filters(day: str, state: Filter) -> tuple[Filter, ...]:
    return (
        search(
            "search_text",
            "customer__search_text",
            "customer__merged_into__search_text",
            finds=_("Number, reference or customer"),
        ),
        row(
            "customer",
            _("Customer"),
            lambda: Counterparty.objects.unmerged().order_by("name_key", "pk"),
            lambda rows, said, viewer: rows.filter(customer__in=Counterparty.objects.account_of([said])),
            widget=PickerSelect(listed=LISTED, url=reverse_lazy("customers:customer_search")),
        ),
        state,
        choice("method", _("Method"), Payment.Method.choices),
        *period(day),
    )


PAYMENTS = ListTable(
    name="billing:payment_list",
    title=_("Payments"),
    nouns=ngettext_lazy("%(n)s payment", "%(n)s payments", "n"),
    rows=lambda viewer: Payment.objects.select_related("customer"),
    shown=_payments_shown,
    opens=lambda row: reverse("billing:payment_page", args=[row.money.number]),
    row_class=lambda row: "reversed" if row.is_reversed else "",
    usual_sort="-number",
    columns=_columns(
        "received_on",
        _("Received on"),
        Column("free", _("Not used yet"), _left, Amount(currency="money.currency"), head="num col-day"),
    ),
    filters=_filters(
        "received_on",
        choice(
            "state",
            _("State"),
            [(FREE, _("Not used up yet")), (USED, _("Used up")), (REVERSED, _("Reversed"))],
            _payments_in_state,
        ),
    ),
    empty=Empty(
        title=_("No payment has been recorded yet"),
        text=_("Payments are recorded here, and on the pages of orders and customers."),
        icon="wallet2",
        none_like_this=_("No payment is like this. Clear a filter."),
    ),
    templates={
        "above": "billing/_tabs.html",
        "actions": "billing/_payments_actions.html",
        "foot": "billing/_money_totals.html",
    },
    frame=lambda asked: {"here": "payments"},
    context=_totals,
)

REFUNDS = ListTable(
    name="billing:refund_list",
    title=_("Refunds"),
    nouns=ngettext_lazy("%(n)s refund", "%(n)s refunds", "n"),
    rows=lambda viewer: Refund.objects.select_related("customer"),
    shown=_refunds_shown,
    opens=lambda row: reverse("billing:refund_page", args=[row.money.number]),
    row_class=lambda row: "reversed" if row.is_reversed else "",
    usual_sort="-number",
    columns=_columns("refunded_on", _("Refunded on")),
    filters=_filters(
        "refunded_on",
        choice(
            "state",
            _("State"),
            [(STANDING, _("Standing")), (REVERSED, _("Reversed"))],
            _refunds_in_state,
        ),
    ),
    empty=Empty(
        title=_("Nothing has been given back yet"),
        text=_("What a customer has paid ahead is given back on the page of the customer."),
        icon="arrow-return-left",
        none_like_this=_("No refund is like this. Clear a filter."),
    ),
    templates={"above": "billing/_tabs.html", "foot": "billing/_money_totals.html"},
    frame=lambda asked: {"here": "refunds"},
    context=_totals,
)
