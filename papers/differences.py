"""What differs between two frozen papers, in words: where, what it said before, what it says now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NAMED_BY = ("key", "code", "name", "number", "title")
"""What tells the rows of a list apart, the first that all of them have."""

CALLED = ("name", "title", "number", "code", "key")
"""What a row is called in words."""

ITSELF = "value"
"""What a row says in the first place: where only that differs, its name is enough."""


@dataclass(frozen=True)
class Difference:
    """``before`` is empty for what is new, ``after`` for what is gone."""

    field: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every difference, in the sequence of the later paper."""
    return list(_of_mappings(before, after, ()))


def _of_mappings(before: Mapping, after: Mapping, way: tuple[str, ...]) -> Iterator[Difference]:
    for key in dict.fromkeys([*after, *before]):
        step = () if key == ITSELF and way else (_in_words(key),)
        yield from _of(before.get(key), after.get(key), (*way, *step))


def _of(before: Any, after: Any, way: tuple[str, ...]) -> Iterator[Difference]:
    if before == after:
        return
    kinds = [kind for kind in (Mapping, list) if _are(kind, before, after)]
    if kinds == [Mapping]:
        yield from _of_mappings(before or {}, after or {}, way)
    elif kinds == [list]:
        yield from _of_lists(before or [], after or [], way)
    else:
        told = Difference(" · ".join(way), _said(before), _said(after))
        if told.before != told.after:
            yield told


def _are(kind: type, before: Any, after: Any) -> bool:
    """Both are of the kind, or one is and the other says nothing."""
    said = [one for one in (before, after) if one not in (None, "")]
    return bool(said) and all(isinstance(one, kind) for one in said)


def _of_lists(before: Sequence, after: Sequence, way: tuple[str, ...]) -> Iterator[Difference]:
    name = _name_of([*before, *after])
    if name is None:
        for place in range(max(len(before), len(after))):
            one, other = (rows[place] if place < len(rows) else None for rows in (before, after))
            yield from _of(one, other, (*way, str(place + 1)))
        return
    old, new = _by_name(before, name), _by_name(after, name)
    for key in dict.fromkeys([*new, *old]):
        called = _called(new.get(key) or old[key])
        yield from _of_rows(old.get(key), new.get(key), (*way[:-1], called))


def _of_rows(before: Mapping | None, after: Mapping | None, way: tuple[str, ...]) -> Iterator[Difference]:
    if before is None or after is None:
        yield Difference(" · ".join(way), _row_said(before), _row_said(after))
    else:
        yield from _of_mappings(before, after, way)


def _name_of(rows: Sequence) -> str | None:
    """The column that tells the rows apart; None where nothing does."""
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        return None
    return next((name for name in NAMED_BY if all(_is_name(row.get(name)) for row in rows)), None)


def _is_name(said: Any) -> bool:
    return isinstance(said, str | int) and said != ""


def _by_name(rows: Sequence[Mapping], name: str) -> dict[tuple[str, int], Mapping]:
    """Rows by what they are called and how often that has come before."""
    found: dict[tuple[str, int], Mapping] = {}
    for row in rows:
        serial = 0
        while (str(row[name]), serial) in found:
            serial += 1
        found[str(row[name]), serial] = row
    return found


def _called(row: Mapping) -> str:
    return next((str(row[name]) for name in CALLED if _is_name(row.get(name))), "")


def _row_said(row: Mapping | None) -> str:
    """What a whole row says, apart from what it is called."""
    if row is None:
        return ""
    if ITSELF in row:
        return _said(row[ITSELF])
    called = _called(row)
    said = [_said(one) for one in row.values() if not isinstance(one, Mapping | list) and str(one) != called]
    return ", ".join(one for one in said if one) or called


def _said(one: Any) -> str:
    if isinstance(one, Mapping):
        return _said(list(one.values()))
    if isinstance(one, list):
        return ", ".join(said for said in map(_said, one) if said)
    if isinstance(one, bool):
        return "✓" if one else "–"
    return "" if one is None else str(one)


def _in_words(key: str) -> str:
    return key.replace("_", " ")
