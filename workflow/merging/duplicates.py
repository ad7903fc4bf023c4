"""Customers and patients who may stand in the register twice: whoever is called the same, asked of the indexes.

A few statements, however many there are: the database groups, and of the groups the first are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from common.finding import called_alike
from customers.models import Counterparty, Patient
from customers.twins import orders_of

MOST = 100
"""Groups that are shown at a time."""
MOST_ROWS = 500


@dataclass(frozen=True)
class Candidate:
    """One of a group, with how many orders it stands on."""

    record: Counterparty | Patient
    orders: int


@dataclass(frozen=True)
class Group:
    """Rows that may be the same; that with the most orders first, of as many the oldest."""

    candidates: list[Candidate]

    @property
    def first(self) -> Candidate:
        return self.candidates[0]

    @property
    def others(self) -> list[Candidate]:
        return self.candidates[1:]


@dataclass(frozen=True)
class Found:
    groups: list[Group]
    is_more: bool


def customers_twice() -> Found:
    """By name, and by tax number as it is written. Four statements."""
    standing = Counterparty.objects.unmerged().annotate(called=called_alike())
    names = _several(standing, "called")
    numbers = _several(standing.exclude(tax_id=""), "tax_id")
    likely = Q(called__in=[key for (key,) in names]) | Q(tax_id__in=[key for (key,) in numbers])
    rows = list(standing.filter(likely).order_by("name_key", "pk")[:MOST_ROWS]) if names or numbers else []
    known = [[row for row in rows if row.called == key] for (key,) in names]
    known += [[row for row in rows if row.tax_id == key] for (key,) in numbers]
    return _found(known, rows)


def patients_twice() -> Found:
    """By kind and name, with the same birthday or the same owner. Four statements."""
    standing = Patient.objects.unmerged().annotate(called=called_alike())
    born = _several(standing.exclude(born_on=None), "called", "kind", "born_on")
    owned = _several(standing.exclude(owner=None), "called", "kind", "owner")
    names = {key[0] for key in (*born, *owned)}
    likely = standing.filter(called__in=names).select_related("owner").order_by("name_key", "pk")
    rows = list(likely[:MOST_ROWS]) if names else []
    known = [[row for row in rows if (row.called, row.kind, row.born_on) == key] for key in born]
    known += [[row for row in rows if (row.called, row.kind, row.owner_id) == key] for key in owned]
    return _found(known, rows)


def _several(rows: QuerySet, *columns: str) -> list[tuple]:
    """What stands in these columns of more than one row, in the sequence of the index."""
    grouped = rows.order_by().values_list(*columns).annotate(n=Count("pk")).filter(n__gt=1)
    return [tuple(key) for *key, _n in grouped.order_by(*columns)[: MOST + 1]]


def _found(known: Iterable[list], rows: list) -> Found:
    """Each set of rows once."""
    once = {frozenset(row.pk for row in group): group for group in known if len(group) > 1}
    orders = orders_of(rows)
    groups = [
        Group(
            [
                Candidate(row, orders[row.pk])
                for row in sorted(group, key=lambda one: (-orders[one.pk], one.pk))
            ]
        )
        for group in once.values()
    ]
    return Found(groups[:MOST], len(groups) > MOST or len(rows) == MOST_ROWS)
