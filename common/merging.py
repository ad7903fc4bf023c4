"""Two people, one record: what a person typed is laid over what stands now, as long as they did not change the same.

Each field is looked at three times: as the page showed it when it was opened, as it stands now, as it was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from common.sheets import Row, Said, Sheet

Group = Sequence[str]
"""Fields that say something only together, such as a price and its currency."""


@dataclass(frozen=True)
class Clash:
    """Something that both changed, each otherwise. ``row`` is what a row is about; "" for a field of the form."""

    formset: str
    row: str
    field: str
    before: Said
    now: Said
    typed: Said


@dataclass
class Merged:
    """What stands now with the person's own changes in it, and where the two do not go together."""

    sheet: Sheet = field(default_factory=Sheet)
    clashes: list[Clash] = field(default_factory=list)
    is_newer: bool = False
    """Whether others changed anything at all."""


def merge(
    opened: Sheet,
    now: Sheet,
    typed: Sheet,
    *,
    together: Sequence[Group] = (),
    leaving_out_removes: Sequence[str] = (),
) -> Merged:
    """Lay ``typed`` over ``now``. In formsets of ``leaving_out_removes`` a row that was not sent is taken away.

    Where both changed the same thing, ``sheet`` has what was typed: saving it is a decision.
    """
    merged = Merged(is_newer=opened.fields != now.fields or opened.rows != now.rows)
    merged.sheet.fields = _merge_row(merged, ("", ""), opened.fields, now.fields, typed.fields, together)
    for formset in typed.rows:
        _merge_rows(merged, formset, opened, now, typed, leaves_out=formset in leaving_out_removes)
    return merged


def _merge_rows(
    merged: Merged, formset: str, opened: Sheet, now: Sheet, typed: Sheet, *, leaves_out: bool
) -> None:
    was, stands, sent = opened.rows.get(formset, {}), now.rows.get(formset, {}), typed.rows[formset]
    rows, removed, new = {}, set(), list(typed.new[formset])
    for key, row in stands.items():
        is_removed = key in typed.removed[formset] or (leaves_out and key in was and key not in sent)
        if is_removed:
            rows[key] = row
            removed |= {key}
            _note_removed(merged, formset, key, was.get(key, {}), row)
        else:
            rows[key] = _merge_row(
                merged, (formset, key), was.get(key, row), row, sent.get(key, was.get(key, row))
            )
    for key, row in sent.items():
        if key in stands:
            continue
        if key not in was:
            rows[key] = row
        elif row != was[key]:
            new.append(row)
            _note_gone(merged, formset, key, was[key], row)
    merged.sheet.rows[formset], merged.sheet.new[formset], merged.sheet.removed[formset] = rows, new, removed


def _merge_row(
    merged: Merged, place: tuple[str, str], was: Row, now: Row, typed: Row, together: Sequence[Group] = ()
) -> Row:
    row: Row = {}
    for name, stands in now.items():
        before, said = was.get(name, stands), typed.get(name, stands)
        if isinstance(stands, list) and isinstance(said, list) and isinstance(before, list):
            row[name] = sorted((set(stands) | (set(said) - set(before))) - (set(before) - set(said)))
            continue
        row[name] = said if said != before else stands
        if said not in (before, stands) and stands != before:
            merged.clashes.append(Clash(*place, name, before, stands, said))
    for group in together:
        _note_torn(merged, place, group, was, now, typed)
    return row


def _note_torn(merged: Merged, place, group: Group, was: Row, now: Row, typed: Row) -> None:
    """One changed a part of the group, the other another part: neither has seen what would stand then."""
    inside = [name for name in group if name in now and name in typed]
    theirs = {name for name in inside if now[name] != was.get(name, now[name])}
    mine = {name for name in inside if typed[name] != was.get(name, now[name]) and typed[name] != now[name]}
    if not mine or not theirs:
        return
    told = {clash.field for clash in merged.clashes}
    merged.clashes += [
        Clash(*place, name, was.get(name, now[name]), now[name], typed[name])
        for name in inside
        if name in mine | theirs and name not in told
    ]


def _note_removed(merged: Merged, formset: str, key: str, was: Row, now: Row) -> None:
    merged.clashes += [
        Clash(formset, key, name, was.get(name, ""), said, "")
        for name, said in now.items()
        if was.get(name, "") != said
    ]


def _note_gone(merged: Merged, formset: str, key: str, was: Row, typed: Row) -> None:
    merged.clashes += [
        Clash(formset, key, name, was.get(name, ""), "", said)
        for name, said in typed.items()
        if was.get(name, "") != said
    ]
