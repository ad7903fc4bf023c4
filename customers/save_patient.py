"""A patient is written into the register, or corrected there; an animal may bring an owner who is new."""

from dataclasses import dataclass

from django.db import transaction

from customers.models import Counterparty, Patient
from lab.cause import Cause
from lab.events import record_event


@dataclass(frozen=True)
class NewOwner:
    """An owner as typed on the patient's form."""

    name: str
    phone: str = ""


@transaction.atomic
def save_patient(patient: Patient, cause: Cause, *, new_owner: NewOwner | None = None) -> Patient:
    """Save the patient; a new owner becomes a natural person among the customers, or is found there."""
    verb = "correct_patient" if patient.pk else "register_patient"
    record_event(verb, cause, action="edit_patients", reason=patient.name)
    if new_owner:
        patient.owner = _owner(new_owner)
    patient.save()
    return patient


def _owner(typed: NewOwner) -> Counterparty:
    """The natural person of that name and phone; typed twice, it is the same person."""
    known = Counterparty.objects.active().filter(
        kind=Counterparty.Kind.NATURAL, name=typed.name, phone=typed.phone
    )
    return known.order_by("pk").first() or Counterparty.objects.create(
        kind=Counterparty.Kind.NATURAL, is_owner=True, name=typed.name, phone=typed.phone
    )
