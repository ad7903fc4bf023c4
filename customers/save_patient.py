"""A patient is written into the register, or corrected there; an animal may bring an owner who is new."""

from dataclasses import dataclass

from django.db import transaction

from common.folding import closed_up, same_words
from customers.models import Counterparty, Patient
from customers.twins import customers_like
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


def known_owner(typed: NewOwner) -> Counterparty | None:
    """The natural person of that name and phone, however they are written; typed twice, it is the same person."""
    like = customers_like(Counterparty(name=typed.name, phone=typed.phone))
    same = [
        person
        for person in like
        if person.is_active
        and person.kind == Counterparty.Kind.NATURAL
        and same_words(person.name, typed.name)
        and closed_up(person.phone) == closed_up(typed.phone)
    ]
    return min(same, key=lambda person: person.pk, default=None)


def _owner(typed: NewOwner) -> Counterparty:
    return known_owner(typed) or Counterparty.objects.create(
        kind=Counterparty.Kind.NATURAL, is_owner=True, name=typed.name, phone=typed.phone
    )
