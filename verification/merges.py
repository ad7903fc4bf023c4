"""Invariants of merges: what a merged row says of itself, and that nothing but its books leads to it."""

from customers.models import Contact, Counterparty, Merge, Patient
from orders.models import Order
from verification.finding import Finding, together


def merges_lead_where_they_say() -> Finding:
    """85"""
    return together(_rows_are_those_of_the_merges, _nothing_leads_to_a_merged_one)


def _rows_are_those_of_the_merges() -> Finding:
    """Each standing merge has its row, and each such row its merge; it leads to one who was not merged himself."""
    found = Finding()
    for kind, model in ((Merge.Kind.CUSTOMER, Counterparty), (Merge.Kind.PATIENT, Patient)):
        into = dict(model.objects.exclude(merged_into=None).order_by().values_list("pk", "merged_into"))
        said = dict(Merge.objects.standing().filter(kind=kind).order_by().values_list("gone", "kept"))
        found.looked_at += len(into.keys() | said.keys())
        found.wrong += [f"{kind} {pk} was merged, and does not say so" for pk in said.keys() - into.keys()]
        found.wrong += [f"{kind} {pk} says it was merged, and was not" for pk in into.keys() - said.keys()]
        found.wrong += [
            f"{kind} {pk} leads to {into[pk]}, its merge to {_end(pk, said)}"
            for pk in into.keys() & said.keys()
            if into[pk] != _end(pk, said) or into[pk] in into
        ]
    return found


def _end(pk: int, said: dict[int, int]) -> int:
    """Who is left of a chain of merges."""
    seen = set()
    while pk in said and pk not in seen:
        seen.add(pk)
        pk = said[pk]
    return pk


def _nothing_leads_to_a_merged_one() -> Finding:
    """Orders and animals stand with whoever stayed; of one that went nothing is left but what stays booked."""
    found = Finding()
    for model, key in (
        (Order, "customer"),
        (Order, "patient"),
        (Patient, "owner"),
        (Contact, "counterparty"),
    ):
        rows = model.objects.filter(**{f"{key}__merged_into__isnull": False})
        wrong = rows.order_by("pk").values_list("pk", flat=True)[:50]
        found.looked_at += 1
        found.wrong += [f"{model._meta.model_name} {pk} leads to a {key} who was merged" for pk in wrong]
    return found
