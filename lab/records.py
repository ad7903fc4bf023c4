"""Records that people edit: what each says, in words, and who changed what in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.changes import Description, difference
from common.fields import MoneyField
from lab.models import Employee, Event
from lab.models.record_event import RecordEvent

NEVER_TOLD = {"password", "last_login"}
MOST_TOLD = 30
"""Of a long history the latest are shown."""


@dataclass(frozen=True)
class ChangeTold:
    """One change for a page: what it is of, and its words before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class EventTold:
    """One event of a record's history."""

    actor: Employee
    at: datetime
    changes: list[ChangeTold]


def describe(record: models.Model) -> Description:
    """Every field that people edit, and those of the rows that the model counts as its ``PARTS``.

    A row that says itself ``in_one_line`` is told as a whole; one that ``tells_prices``, as an amount is.
    """
    told = {field.name: _said(record, field) for field in _told_fields(record)}
    for part in getattr(record, "PARTS", ()):
        relation = record._meta.get_field(part)
        rows = getattr(record, part).order_by("pk")
        if relation.many_to_many:
            told[part] = (", ".join(sorted(str(row) for row in rows)), False)
            continue
        for row in rows:
            if line := getattr(row, "in_one_line", ""):
                told[f"{part}/{row.pk}"] = (line, getattr(row, "tells_prices", False))
                continue
            fields = [field for field in _told_fields(row) if field != relation.field]
            told |= {f"{part}/{row.pk}/{field.name}": _said(row, field) for field in fields}
    return told


def book_record_event(record: models.Model, event: Event, before: Description) -> None:
    """Write down what the event changed; ``before`` is the description of the record from before, {} for a new one."""
    _book_difference(record, event, before, describe(record))


def book_beside(record: models.Model, event: Event, changes: list[dict]) -> None:
    """Write down what the event changed beside the record: what an upper app keeps about it, in words."""
    if changes:
        RecordEvent.objects.create(event=event, kind=kind_of(record), record=record.pk, changes=changes)


def book_deletion(record: models.Model, event: Event, before: Description) -> None:
    """Write down what stood in a record that is about to go: nothing stands there afterwards."""
    _book_difference(record, event, before, {})


def history_of(record: models.Model, *, with_money: bool, since: int = 0, only: str = "") -> list[EventTold]:
    """What happened to the record, the latest first; ``only`` to one field or part of it where that is named, and only
    after the event ``since`` where it is given."""
    rows = RecordEvent.objects.filter(kind=kind_of(record), record=record.pk, event__gt=since)
    rows = rows.select_related("event__actor").order_by("-pk")[:MOST_TOLD]
    told = [
        EventTold(
            row.event.actor, row.event.at, list(_told(type(record), _of(row.changes, only), with_money))
        )
        for row in rows
    ]
    return [event for event in told if event.changes]


def last_event() -> int:
    """What a page has seen when it is opened now."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def kind_of(record: models.Model) -> str:
    return record._meta.label_lower


def field_in_words(model: type[models.Model], key: str) -> str:
    """``phone`` → Phone; ``contacts/5/phone`` → Contact: phone; ``weekdays/5``, and
    ``role_grants/5/role`` → what the row is called."""
    part, _slash, rest = key.partition("/")
    try:
        field = model._meta.get_field(part)
    except FieldDoesNotExist:
        return capfirst(part.replace("_", " "))
    if not rest:
        return capfirst(getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural)
    row = capfirst(field.related_model._meta.verbose_name)
    if rest.isdigit():
        return row
    name = field_in_words(field.related_model, rest.split("/")[-1])
    return row if name == row else f"{row}: {name.lower()}"


def model_of(kind: str) -> type[models.Model]:
    return apps.get_model(kind)


def _book_difference(record: models.Model, event: Event, before: Description, after: Description) -> None:
    book_beside(record, event, [one for one in difference(before, after) if one["before"] or one["after"]])


def _of(changes: Iterable[dict], only: str) -> list[dict]:
    return [change for change in changes if not only or change["field"].split("/")[0] == only]


def _told(model: type[models.Model], changes: Iterable[dict], with_money: bool) -> Iterable[ChangeTold]:
    for change in changes:
        if with_money or not change.get("money"):
            yield ChangeTold(field_in_words(model, change["field"]), change["before"], change["after"])


def _told_fields(record: models.Model) -> list[models.Field]:
    return [
        field
        for field in record._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in NEVER_TOLD
    ]


def _said(record: models.Model, field: models.Field) -> tuple:
    """The words of a field, whether they tell an amount, and what tells two things of one name apart."""
    value = field.value_from_object(record)
    if field.is_relation:
        return (str(getattr(record, field.name) or ""), False, value)
    if isinstance(value, bool):
        return (_("yes") if value else _("no"), False, value)
    if field.choices:
        return (str(getattr(record, f"get_{field.name}_display")()) if value else "", False, value)
    return ("" if value is None else str(value), isinstance(field, MoneyField), value)
