"""Where an order is drawn up from the page of a customer or a patient, with what is known there filled in."""

from urllib.parse import urlencode

from django.urls import reverse

from customers.models import Counterparty, Patient
from lab.models import LabSettings
from lab.permissions import may
from orders.models import Order


def new_order_for_customer(customer: Counterparty, viewer) -> str:
    """ "" where nothing can be ordered for the customer. An owner's only animal is the patient."""
    if not may(viewer, "create_order") or not _may_order(customer):
        return ""
    animals = list(customer.animals.values_list("pk", flat=True)[:2]) if customer.is_owner else []
    return _new_order(customer.pk, animals[0] if len(animals) == 1 else None)


def new_order_for_patient(patient: Patient, viewer) -> str:
    """For whoever ordered last for the patient, else for its owner, where that one may order."""
    if not may(viewer, "create_order") or patient.merged_into_id:
        return ""
    last = Order.objects.visible_to(viewer).filter(patient=patient).order_by("-pk").select_related("customer")
    asked = [order.customer for order in last[:1]] or ([patient.owner] if patient.owner else [])
    return _new_order(next((one.pk for one in asked if _may_order(one)), None), patient.pk)


def _may_order(customer: Counterparty) -> bool:
    return customer.is_active and (not customer.is_owner or LabSettings.load().owners_may_order)


def _new_order(customer: int | None, patient: int | None) -> str:
    known = {name: pk for name, pk in (("customer", customer), ("patient", patient)) if pk}
    return f"{reverse('workflow:order_new')}?{urlencode(known)}"
