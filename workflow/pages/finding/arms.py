"""An arm of the one statement that finds: the same columns for each kind, whatever they are called there."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import BooleanField, CharField, DateField, F, FloatField, Value
from django.db.models.functions import Cast

from workflow.pages.finding.kinds import KINDS, Kind, Row


def first_of(kind: Kind, rows, most: int, near=None):
    """The first so many of the rows. SQLite takes no limit in an arm itself, so that there the arm is of their ids."""
    if connection.features.supports_slicing_ordering_in_compound:
        return told(kind, rows, near)[:most]
    return told(kind, kind.model._base_manager.filter(pk__in=rows.values("pk")[:most]).order_by(), near)


def told(kind: Kind, rows, near=None):
    """The columns of ``Row``; ``near`` says how like what was typed each is."""
    columns = {f"said_{at}": _text(kind, path) for at, path in enumerate(kind.shows)}
    own = {
        "place": Value(KINDS.index(kind)),
        "known": Cast(kind.known, CharField()),
        "near": near or Value(1.0, FloatField()),
    }
    names = ("place", "known", "pk", *columns, "near")
    return rows.annotate(**own, **columns).values_list(*names)


def rows_in(found: Iterable[tuple]) -> list[Row]:
    """Each once, the newest first; those that have names are sorted where they are shown."""
    rows: dict[tuple[int, int], Row] = {}
    for place, known, pk, text, more, also, state, last, near in found:
        row = Row(place, known, pk, text or "", more or "", also or "", _state(state), last or "", near)
        rows.setdefault((place, pk), row)
    return sorted(rows.values(), key=lambda row: -row.pk)


def _text(kind: Kind, path: str):
    if not path:
        return Value("", CharField())
    field = None if "__" in path else kind.model._meta.get_field(path)
    return Cast(path, CharField()) if isinstance(field, BooleanField | DateField) else F(path)


def _state(said: str | None) -> str:
    """A state, or whether something holds: "" where it does not."""
    return "" if said in (None, "false", "0") else str(said)
