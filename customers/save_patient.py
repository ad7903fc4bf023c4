"""A patient is written into the register, or corrected there; an animal may bring an owner who is new."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from common.folding import closed_up, same_words
from common.refusals import Refused
from common.soundness import refuse_unsound
from customers.models import Counterparty, Patient
from customers.twins import customers_like
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.records import book_record_event, describe


@dataclass(frozen=True)
class NewOwner:
    """An owner as typed on the patient's form."""

    name: str
    phone: str = ""


@transaction.atomic
def save_patient(patient: Patient, cause: Cause, *, new_owner: NewOwner | None = None) -> Patient:
    """Save the patient; a new owner becomes a natural person among the customers, or is found there."""
    former = Patient.objects.select_for_update(no_key=True).filter(pk=patient.pk).first()
    before = describe(former) if former else {}
    verb = "correct_patient" if former else "register_patient"
    event = record_event(verb, cause, action="edit_patients", reason=patient.name)
    if new_owner:
        patient.owner = _owner(new_owner)
    _refuse(patient, former, local_day(cause.at))
    patient.save()
    book_record_event(patient, event, before)
    return patient


def _refuse(patient: Patient, former: Patient | None, today: date) -> None:
    """What the register does not hold. An owner who is no longer active stays with the animals that have one."""
    refuse_unsound(patient)
    if former and former.merged_into_id:
        told = {"name": former, "kept": former.merged_into}
        raise Refused(_("%(name)s has been merged into %(kept)s. Correct that one.") % told)
    is_new_owner = patient.owner_id and patient.owner_id != (former and former.owner_id)
    if is_new_owner and not Counterparty.objects.locked_together([patient.owner_id])[0].is_active:
        raise Refused(_("“%(owner)s” is no longer active. Choose another owner.") % {"owner": patient.owner})
    if patient.born_on and patient.born_on > today:
        raise Refused(_("This day has not come yet. Enter the date of birth or leave it empty."))


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
