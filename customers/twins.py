"""Customers and patients who seem to be in the register already, looked for before one is written in twice."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Q

from common.finding import SEARCH, holds
from common.folding import closed_up, phone_tail, same_phone, same_words, words_of
from customers.models import Counterparty, Patient


def customers_like(customer: Counterparty) -> list[Counterparty]:
    """Other customers of the same name, telephone or tax number, however they are written."""
    likely = _of_that_name(customer.name)
    for number in (phone_tail(customer.phone), closed_up(customer.tax_id)):
        likely |= holds(number, SEARCH) if number else Q(pk__in=())
    found = Counterparty.objects.unmerged().exclude(pk=customer.pk).filter(likely)
    return [other for other in found if _is_like(customer, other)]


def patients_like(patient: Patient) -> list[Patient]:
    """Other patients of the same kind and name, with the same owner or born on the same day."""
    same = Q(pk__in=())
    if patient.owner_id:
        same |= Q(owner=patient.owner_id)
    if patient.born_on:
        same |= Q(born_on=patient.born_on)
    found = (
        Patient.objects.unmerged()
        .exclude(pk=patient.pk)
        .filter(same, _of_that_name(patient.name), kind=patient.kind)
    )
    return [other for other in found.select_related("owner") if same_words(patient.name, other.name)]


def orders_of(rows: Iterable[models.Model]) -> Counter:
    """How many orders each row stands on."""
    rows = list(rows)
    counted: Counter = Counter()
    for name, orders in _orders_on(rows):
        counted.update(dict(orders.values_list(name).annotate(models.Count("pk"))))
    return counted


def newest_orders_of(rows: Iterable[models.Model]) -> dict[int, models.Model]:
    """The newest order on which each row stands; two queries however many there are."""
    rows = list(rows)
    found: dict[int, models.Model] = {}
    for name, orders in _orders_on(rows):
        newest = dict(orders.values_list(name).annotate(models.Max("pk")))
        standing = orders.model._base_manager.in_bulk(list(newest.values()))
        found |= {row: standing[order] for row, order in newest.items()}
    return found


def _orders_on(rows: list[models.Model]) -> Iterator[tuple[str, models.QuerySet]]:
    """The register does not know of orders: it asks the models what points here."""
    for relation in rows[0]._meta.get_fields(include_hidden=True) if rows else ():
        if relation.one_to_many and relation.related_model._meta.model_name == "order":
            name = relation.field.name
            yield name, relation.related_model._base_manager.filter(**{f"{name}__in": rows}).order_by()


def _of_that_name(name: str) -> Q:
    words = words_of(name)
    found = Q() if words else Q(pk__in=())
    for word in words:
        found &= holds(word, SEARCH)
    return found


def _is_like(one: Counterparty, other: Counterparty) -> bool:
    return (
        same_words(one.name, other.name)
        or same_phone(one.phone, other.phone)
        or "" != closed_up(one.tax_id) == closed_up(other.tax_id)
    )
