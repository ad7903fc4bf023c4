"""What was booked since two customers were merged, and could not be told apart again."""

from collections.abc import Iterator

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from billing.models import Allocation, ReceivableEntry
from customers.models import Merge, MergeRow
from orders.models import Order

MOST_NAMED = 5


def resting_on(merge: Merge) -> Iterator[str]:
    """In sentences: orders that would be of one customer and charged to the other, money of one that went to the other.

    Of each kind the first few; nothing where all that is booked can be told apart.
    """
    theirs = _account_of_the_one_that_went(merge)
    back = _orders_that_go_back(merge)
    yield from _charged_to_the_other(theirs, back)
    yield from _paid_for_the_other(theirs, back)
    yield from _refunded_to_the_other(theirs)


def _account_of_the_one_that_went(merge: Merge) -> list[int]:
    """Ids of the one that went, and of whoever had been merged into it before."""
    earlier = merge.rows.filter(table="customers.counterparty", field="merged_into", before=merge.gone)
    return [merge.gone, *earlier.values_list("record", flat=True)]


def _orders_that_go_back(merge: Merge):
    moved = MergeRow.objects.filter(merge=merge, table=Order._meta.label_lower, field="customer")
    return Order.objects.filter(pk__in=moved.values("record"), customer=merge.kept).values("pk")


def _charged_to_the_other(theirs: list[int], back) -> Iterator[str]:
    charges = ReceivableEntry.objects.filter(
        kind=ReceivableEntry.Kind.CHARGE, reverses__isnull=True, reversed_by__isnull=True
    )
    apart = Q(order__in=back) & ~Q(customer__in=theirs) | Q(customer__in=theirs) & ~Q(order__in=back)
    for number in charges.filter(apart).order_by("pk").values_list("order__number", flat=True)[:MOST_NAMED]:
        yield _("Order %(order)s was realized since: unrealize it first.") % {"order": number}


def _paid_for_the_other(theirs: list[int], back) -> Iterator[str]:
    to_orders = Allocation.objects.filter(order__isnull=False)
    apart = Q(order__in=back) & ~Q(payment__customer__in=theirs)
    apart |= Q(payment__customer__in=theirs) & ~Q(order__in=back)
    rows = to_orders.filter(apart).order_by().values_list("payment__number", "order__number")
    standing = rows.annotate(total=Sum("amount")).exclude(total=0).order_by("payment__number")
    for payment, order, _total in standing[:MOST_NAMED]:
        sentence = _("Payment %(payment)s was used for order %(order)s since: reverse it first.")
        yield sentence % {"payment": payment, "order": order}


def _refunded_to_the_other(theirs: list[int]) -> Iterator[str]:
    refunds = Allocation.objects.filter(refund__isnull=False)
    apart = Q(refund__customer__in=theirs) & ~Q(payment__customer__in=theirs)
    apart |= Q(payment__customer__in=theirs) & ~Q(refund__customer__in=theirs)
    rows = refunds.filter(apart).order_by().values_list("payment__number", "refund__number")
    standing = rows.annotate(total=Sum("amount")).exclude(total=0).order_by("refund__number")
    for payment, refund, _total in standing[:MOST_NAMED]:
        sentence = _("Refund %(refund)s was taken of payment %(payment)s since: reverse it first.")
        yield sentence % {"refund": refund, "payment": payment}


def new_orders(merge: Merge) -> int:
    """How many orders of the one that stayed were drawn up since: they stay with it."""
    field = "customer" if merge.kind == Merge.Kind.CUSTOMER else "patient"
    since = Order.objects.filter(
        **{field: merge.kept}, events__verb="create", events__event__gt=merge.event_id
    )
    return since.count()
