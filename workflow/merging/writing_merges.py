"""Writing what a merge does, row by row, each kept with what stood there before; and writing it back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F

from common.changes import Description, difference
from common.soundness import refuse_unsound
from customers.models import Counterparty, Merge, MergeRow, Patient
from lab.models import Event
from lab.records import book_beside, describe
from orders.ledger import book_together
from orders.models import Order

IN_ONE_GO = 1000
"""Ids in one statement."""
TAGS = "tags"


class Writing:
    """The rows of one merge, gathered while it is done."""

    def __init__(self, merge: Merge, kept, gone):
        self.merge, self.kept, self.gone = merge, kept, gone
        self.rows: list[MergeRow] = []

    def move(self, rows: models.QuerySet, field: str) -> None:
        """The key of each row leads to the one that stays."""
        ids = list(rows.values_list("pk", flat=True))
        point(rows.model, ids, field, self.kept)
        self._note(rows.model, ids, field, self.gone.pk, self.kept.pk)

    def move_orders(self, orders: Sequence[Order], field: str) -> None:
        point_orders(orders, field, self.gone, self.kept, self.merge.event)
        self._note(Order, [order.pk for order in orders], field, self.gone.pk, self.kept.pk)

    def bring_tags(self, tags: models.QuerySet) -> None:
        ids = list(tags.values_list("pk", flat=True))
        self.kept.tags.add(*ids)
        self.rows += [self._row(Counterparty, self.kept.pk, TAGS, None, pk) for pk in ids]

    def fill_and_save(self, names: Iterable[str]) -> None:
        """Fields of the one that stays, empty by now, say what the other says."""
        filled = list(names)
        for name in filled:
            self.write(self.kept, type(self.kept)._meta.get_field(name).attname, name)
        if filled:
            refuse_unsound(self.kept)
            self.kept.save()

    def write(self, record, attname: str, name: str = "", value: Any = None) -> None:
        """One field of one of the two; with a ``name`` what the one that goes has there."""
        said = getattr(self.gone, attname) if name else value
        self.rows.append(self._row(type(record), record.pk, attname, getattr(record, attname), said))
        setattr(record, attname, said)

    def book(self) -> None:
        """The rows are booked: what is to be taken back is read off them, never guessed."""
        MergeRow.objects.bulk_create(self.rows, batch_size=IN_ONE_GO)

    def _note(self, model, ids: Iterable[int], field: str, before: int, after: int) -> None:
        self.rows += [self._row(model, pk, field, before, after) for pk in ids]

    def _row(self, model, record: int, field: str, before: Any, after: Any) -> MergeRow:
        said = {"table": model._meta.label_lower, "record": record, "field": field}
        return MergeRow(merge=self.merge, before=plain(before), after=plain(after), **said)


def plain(value: Any) -> Any:
    """As it is kept in a row of a merge."""
    return (
        value if value is None or isinstance(value, bool | int | str) else DjangoJSONEncoder().default(value)
    )


def point(model: type[models.Model], ids: Sequence[int], field: str, to) -> None:
    """The key of these rows leads to the given one. Animals are found by their owner's name: each is saved."""
    if model is Patient and field == "owner":
        for animal in Patient.objects.filter(pk__in=ids):
            animal.owner = to
            animal.save(update_fields=["owner", "search_text"])
        return
    for at in range(0, len(ids), IN_ONE_GO):
        model._base_manager.filter(pk__in=ids[at : at + IN_ONE_GO]).update(**{field: to})


def point_orders(orders: Sequence[Order], field: str, before, after, event: Event) -> None:
    """The locked orders are of the one after, each with its event and its next version."""
    ids = [order.pk for order in orders]
    for at in range(0, len(ids), IN_ONE_GO):
        Order.objects.filter(pk__in=ids[at : at + IN_ONE_GO]).update(
            **{field: after}, version=F("version") + 1
        )
    for order in orders:
        order.version += 1
    changes = [{"field": field, "before": before.name, "after": after.name}]
    book_together(event, event.verb, orders, changes)


def tell(record, event: Event, before: Description, beside: dict) -> None:
    """The history of one of the two says what was merged, and what that changed in it."""
    changed = difference(before, describe(record))
    book_beside(record, event, [beside, *(one for one in changed if one["before"] or one["after"])])


def model_of_row(row: MergeRow) -> type[models.Model]:
    return apps.get_model(row.table)
