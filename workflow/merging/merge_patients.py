"""Merge patients: the orders of one are the other's, empty fields are filled as chosen, and one row leads to the other.

What stands on the orders themselves, name and age of the patient for example, stays as it was written there.
"""

from collections.abc import Collection

from django.db import transaction

from customers.models import Merge, Patient
from lab.cause import Cause
from lab.events import record_event
from orders.ledger import not_before_the_last
from orders.models import Order
from workflow.merging.beginning import begin, ids_of, refuse_pair, tell_both
from workflow.merging.pairs import PatientPair
from workflow.moving import require


@transaction.atomic
def merge_patients(
    kept_id: int, gone_id: int, cause: Cause, *, fill: Collection[str] = (), seen: str | None = None
) -> Merge:
    """``fill`` names fields that the one who stays takes from the other; ``seen`` is the digest of the pair that was
    looked at, None where nothing was. Raises ``LookAgain``."""
    require(cause, "merge_patients")
    orders = Order.objects.locked_together(ids_of(Order, patient=gone_id))
    Patient.objects.locked_together({kept_id, gone_id, *ids_of(Patient, merged_into=gone_id)})
    patients = Patient.objects.select_related("owner", "merged_into")
    pair = PatientPair(patients.get(pk=kept_id), patients.get(pk=gone_id))
    refuse_pair(pair, seen, {"orders.order.patient": orders})
    cause = not_before_the_last(orders, cause)
    event = record_event("merge_patients", cause, action="merge_patients", reason=pair.gone.name)
    writing = begin(pair, event)
    writing.move_orders(orders, "patient")
    writing.move(pair.moving()["customers.patient.merged_into"], "merged_into")
    writing.fill_and_save(name for name in pair.filling() if name in fill)
    writing.write(pair.gone, "merged_into_id", value=pair.kept.pk)
    pair.gone.save(update_fields=["merged_into"])
    writing.book()
    tell_both(pair, event)
    return writing.merge
