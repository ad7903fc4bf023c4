"""What the order form asks while a person types: customers, their contacts, patients. At most twenty of each."""

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.asked import row_id, words
from customers.models import Contact, Counterparty, Patient
from customers.models.patient import age_in_words
from lab.access import allow

MOST = 20


@allow("see_customers")
@require_safe
def customer_search(request):
    """``[{id, text, detail}]``; ``kind=natural`` narrows it to natural persons."""
    found = Counterparty.objects.active().matching(words(request.GET))
    if kind := request.GET.get("kind"):
        found = found.filter(kind=kind[:10].replace("\x00", ""))
    return JsonResponse([_customer(row) for row in found.order_by("name_key", "pk")[:MOST]], safe=False)


@allow("see_customers")
@require_safe
def contacts_of(request):
    """``[{id, text, detail}]`` of the people who order for ``customer``."""
    found = Contact.objects.filter(counterparty=row_id(request.GET, "customer"), is_active=True)
    return JsonResponse([_contact(row) for row in found.order_by("name_key", "pk")[:200]], safe=False)


@allow("see_patients")
@require_safe
def patient_search(request):
    """``[{id, text, detail, kind, sex, age, species, breed, owner}]``; no animals of others for ``customer``."""
    found = Patient.objects.matching(words(request.GET)).select_related("owner").order_by("name_key", "pk")
    if customer := row_id(request.GET, "customer"):
        found = found.for_customer(customer)
    today = timezone.localdate()
    return JsonResponse([_patient(row, today) for row in found[:MOST]], safe=False)


def _customer(row: Counterparty) -> dict:
    kind = _("owner of an animal") if row.is_owner else row.get_kind_display()
    return {"id": row.pk, "text": row.name, "detail": _joined(kind, row.phone)}


def _contact(row: Contact) -> dict:
    return {"id": row.pk, "text": row.name, "detail": _joined(row.position, row.phone)}


def _patient(row: Patient, today) -> dict:
    owner, age = row.owner.name if row.owner else "", age_in_words(row.born_on, today)
    what = _joined(row.species, row.breed, age) or row.get_kind_display()
    return {
        "id": row.pk,
        "text": row.name,
        "detail": _joined(what, owner, row.card_number, between=" · "),
        "kind": row.kind,
        "sex": row.sex,
        "age": age,
        "species": row.species,
        "breed": row.breed,
        "owner": owner,
    }


def _joined(*parts: str, between: str = ", ") -> str:
    return between.join(str(part) for part in parts if part)
