"""What the order form asks while a person types: customers, their contacts, patients. At most twenty of each."""

from django.db.models import prefetch_related_objects
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.asked import row_id, words
from common.finding import says
from common.folding import words_of
from customers.models import Contact, Counterparty, Patient
from customers.models.patient import age_in_words
from lab.access import allow

MOST = 20


@allow("see_customers")
@require_safe
def customer_search(request):
    """``[{id, text, detail, found_by}]``; ``kind=natural`` narrows it to natural persons.

    ``found_by`` says in words why a row was found whose text and detail do not hold what was typed: "Tax number NC-77".
    """
    typed = words(request.GET)
    found = Counterparty.objects.active().matching(typed)
    if kind := request.GET.get("kind"):
        found = found.filter(kind=kind[:10].replace("\x00", ""))
    return JsonResponse(
        _customers(
            list(found.order_by("name_key", "pk").prefetch_related("addresses")[:MOST]), words_of(typed)
        ),
        safe=False,
    )


@allow("see_customers")
@require_safe
def contacts_of(request):
    """``[{id, text, detail}]`` of the people who order for ``customer``, all of them or those that match ``q``."""
    of_customer = Contact.objects.filter(counterparty=row_id(request.GET, "customer"), is_active=True)
    found = of_customer.matching(words(request.GET)).order_by("name_key", "pk")
    return JsonResponse([_contact(row) for row in found[:200]], safe=False)


@allow("see_patients")
@require_safe
def patient_search(request):
    """``[{id, text, detail, kind, sex, age, species, breed, owner}]``; no animals of others for ``customer``."""
    found = (
        Patient.objects.unmerged()
        .matching(words(request.GET))
        .select_related("owner")
        .order_by("name_key", "pk")
    )
    if customer := row_id(request.GET, "customer"):
        found = found.for_customer(customer)
    today = timezone.localdate()
    return JsonResponse([patient_row(row, today) for row in found[:MOST]], safe=False)


def _customers(rows: list[Counterparty], typed: list[str]) -> list[dict]:
    shown = [customer_row(row) for row in rows]
    unseen = [[word for word in typed if not says(_whole(one), word)] for one in shown]
    asked = [row for row, words_ in zip(rows, unseen, strict=True) if words_]
    prefetch_related_objects(asked, "contacts")
    return [
        one | {"found_by": _told_by(row, words_) if words_ else ""}
        for one, row, words_ in zip(shown, rows, unseen, strict=True)
    ]


def customer_row(row: Counterparty) -> dict:
    """What a picker shows; ``addresses`` want to be prefetched."""
    kind = _("owner of an animal") if row.is_owner else ""
    place = next((_town(address.text) for address in row.addresses.all()), "")
    return {"id": row.pk, "text": row.name, "detail": _joined(kind, place, row.phone, between=" · ")}


def _town(address: str) -> str:
    """The end of an address, where people write the town."""
    return address.rpartition(",")[2].strip()


def _told_by(row: Counterparty, unseen: list[str]) -> str:
    """What of the customer holds the words that the picker does not show."""
    told = [
        (_("Legal name"), [row.legal_name]),
        (_("Tax number"), [row.tax_id]),
        (_("E-mail"), [row.email]),
        (_("Payer"), [row.payer_name]),
        *((_("Contact"), [one.name, one.position, one.phone, one.email]) for one in row.contacts.all()),
    ]
    return _joined(
        *(
            f"{label} {_joined(*dict.fromkeys((texts[0], *holding)))}"
            for label, texts in told
            if (holding := [text for text in texts if any(says(text, word) for word in unseen)])
        )
    )


def _contact(row: Contact) -> dict:
    return {"id": row.pk, "text": row.name, "detail": _joined(row.position, row.phone)}


def _whole(row: dict) -> str:
    """All that is seen of a row."""
    return f"{row['text']} {row['detail']}"


def patient_row(row: Patient, today) -> dict:
    """What a picker shows, and what the order form fills in."""
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
