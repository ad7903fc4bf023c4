"""What was done since two customers were merged, and could not be told apart again."""

from collections.abc import Iterator

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from billing.models import Allocation, ReceivableEntry
from customers.models import Contact, Counterparty, Merge, MergeRow, Patient
from orders.models import Order
from orders.states import CHANGEABLE

MOST_NAMED = 5


def resting_on(merge: Merge) -> Iterator[str]:
    """In sentences: orders that would be of one customer and charged to the other, money of one that went to the other.

    Of each kind the first few; nothing where all that is booked can be told apart.
    """
    theirs = _account_of_the_one_that_went(merge)
    back = _orders_that_go_back(merge)
    yield from _ordered_by_the_others(merge, back)
    yield from _for_an_animal_of_the_other(merge, back)
    yield from _charged_to_the_other(theirs, back)
    yield from _paid_for_the_other(theirs, back)
    yield from _refunded_to_the_other(theirs)


def _account_of_the_one_that_went(merge: Merge) -> list[int]:
    """Ids of the one that went, and of whoever had been merged into it before."""
    earlier = merge.rows.filter(table="customers.counterparty", field="merged_into", before=merge.gone)
    return [merge.gone, *earlier.values_list("record", flat=True)]


def _orders_that_go_back(merge: Merge):
    moved = _moved(merge, Order._meta.label_lower, "customer")
    return Order.objects.filter(pk__in=moved, customer=merge.kept).values("pk")


def _moved(merge: Merge, table: str, field: str):
    """Ids of the rows that the merge moved."""
    return MergeRow.objects.filter(merge=merge, table=table, field=field).values("record")


def _ordered_by_the_others(merge: Merge, back) -> Iterator[str]:
    """Orders at work, of which the contact would be another customer's: nobody could change them any more."""
    contacts = Contact.objects.filter(counterparty=merge.kept)
    going = contacts.filter(pk__in=_moved(merge, "customers.contact", "counterparty"))
    apart = Q(customer=merge.kept) & Q(contact__in=going) & ~Q(pk__in=back)
    apart |= Q(pk__in=back) & Q(contact__in=contacts.exclude(pk__in=going.values("pk")))
    rows = Order.objects.filter(apart, status__in=CHANGEABLE["customer"]).order_by("pk")
    for number, contact in rows.values_list("number", "contact__name")[:MOST_NAMED]:
        sentence = _(
            "Order %(order)s names %(contact)s, who would be the other's: choose another contact first."
        )
        yield sentence % {"order": number, "contact": contact}


def _for_an_animal_of_the_other(merge: Merge, back) -> Iterator[str]:
    """Orders at work of an owner, for an animal that would be another owner's."""
    animals = Patient.objects.filter(owner=merge.kept)
    going = animals.filter(pk__in=_moved(merge, "customers.patient", "owner"))
    owners = set(
        Counterparty.objects.filter(pk__in=[merge.kept, merge.gone], is_owner=True).values_list(
            "pk", flat=True
        )
    )
    apart = Q(pk__in=[])
    if merge.kept in owners:
        apart |= Q(customer=merge.kept) & Q(patient__in=going) & ~Q(pk__in=back)
    if merge.gone in owners:
        apart |= Q(pk__in=back) & Q(patient__in=animals.exclude(pk__in=going.values("pk")))
    rows = Order.objects.filter(apart, status__in=CHANGEABLE["patient"]).order_by("pk")
    for number, patient in rows.values_list("number", "patient__name")[:MOST_NAMED]:
        sentence = _(
            "Order %(order)s is for %(patient)s, who would be the other's: choose another patient first."
        )
        yield sentence % {"order": number, "patient": patient}


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
