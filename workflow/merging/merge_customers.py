"""Merge customers: orders, contacts, animals and tags of one are the other's, and one row leads to the other.

What is booked stays as it was: the books of both are read as one account (``Counterparty.objects.account_of``).
"""

from collections.abc import Collection

from django.db import transaction

from customers.models import Counterparty, Merge, Patient
from lab.cause import Cause
from lab.events import record_event
from orders.ledger import not_before_the_last
from orders.models import Order
from workflow.merging.beginning import begin, ids_of, refuse_pair, tell_both
from workflow.merging.pairs import CustomerPair
from workflow.merging.writing_merges import Writing
from workflow.moving import require

PLAIN_KEYS = (
    "customers.contact.counterparty",
    "customers.address.counterparty",
    "customers.patient.owner",
    "customers.counterparty.merged_into",
)


@transaction.atomic
def merge_customers(
    kept_id: int, gone_id: int, cause: Cause, *, fill: Collection[str] = (), seen: str | None = None
) -> Merge:
    """``fill`` names fields that the one who stays takes from the other; ``seen`` is the digest of the pair that was
    looked at, None where nothing was. Raises ``LookAgain``."""
    require(cause, "merge_customers")
    orders = Order.objects.locked_together(ids_of(Order, customer=gone_id))
    animals = Patient.objects.locked_together(ids_of(Patient, owner=gone_id))
    earlier = ids_of(Counterparty, merged_into=gone_id)
    Counterparty.objects.locked_for_merging({kept_id, gone_id, *earlier})
    customers = Counterparty.objects.select_related("merged_into")
    pair = CustomerPair(customers.get(pk=kept_id), customers.get(pk=gone_id))
    refuse_pair(pair, seen, {"orders.order.customer": orders, "customers.patient.owner": animals})
    cause = not_before_the_last(orders, cause)
    event = record_event("merge_customers", cause, action="merge_customers", reason=pair.gone.name)
    writing = begin(pair, event)
    writing.fill_and_save(name for name in pair.filling() if name in fill)
    _move(writing, pair, orders)
    writing.write(pair.gone, "is_active", value=False)
    writing.write(pair.gone, "merged_into_id", value=pair.kept.pk)
    pair.gone.save(update_fields=["is_active", "merged_into"])
    writing.book()
    tell_both(pair, event)
    return writing.merge


def _move(writing: Writing, pair: CustomerPair, orders: list[Order]) -> None:
    moving = pair.moving()
    writing.move_orders(orders, "customer")
    for key in PLAIN_KEYS:
        writing.move(moving[key], key.rsplit(".", 1)[1])
    writing.bring_tags(moving["customers.counterparty_tags.counterparty"])
