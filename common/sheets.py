"""What stands in the fields of forms, as a browser sends it: in an untouched page, and in a posted one.

A sheet is plain text that fits into a hidden field. Rows of a formset are known by what they are about, never by
their place: others may have added one above.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.translation import gettext as _

from common.asked import id_in

Said = str | bool | list[str]
"""A text, a tick, or several choices."""
Row = dict[str, Said]
DELETE = DELETION_FIELD_NAME
BESIDE = (forms.FileField,)
"""What a page never shows again once it is chosen."""


class Named(str):
    """A row as a person names it: the text typed into a field with a list, where no script has turned it into an id.

    It is the same as no id that is written alike: a service called 17 is not the seventeenth.
    """

    __hash__ = str.__hash__

    def __eq__(self, other):
        return isinstance(other, Named) and str.__eq__(self, other)

    def __ne__(self, other):
        return not self == other


@dataclass
class Sheet:
    """``rows``: formset → what the row is about → its fields. ``new`` and ``removed`` are of posted sheets alone."""

    fields: Row = field(default_factory=dict)
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    new: dict[str, list[Row]] = field(default_factory=dict)
    removed: dict[str, set[str]] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """For a hidden field."""
        return {"fields": self.fields, "rows": self.rows}

    @classmethod
    def from_plain(cls, told: Any) -> "Sheet | None":
        """The sheet of a hidden field; None for what no page of ours has written."""
        if not isinstance(told, dict):
            return None
        fields, rows = told.get("fields"), told.get("rows")
        if not _is_row(fields) or not isinstance(rows, dict):
            return None
        if not all(isinstance(kept, dict) and all(map(_is_row, kept.values())) for kept in rows.values()):
            return None
        return cls(fields, rows)


def untouched(parts: Iterable) -> Sheet:
    """What the page of these unbound forms and formsets sends back when nobody types anything."""
    sheet = Sheet()
    for part in parts:
        if not isinstance(part, forms.BaseFormSet):
            sheet.fields |= {part.add_prefix(name): _shown(part[name]) for name in _names(part)}
            continue
        rows = sheet.rows[part.prefix] = {}
        for form in part.initial_forms:
            rows[_plain(form[row_key(part)].value())] = {
                name: _shown(form[name]) for name in _names(form, part)
            }
    return sheet


def posted(parts: Iterable, data: QueryDict) -> Sheet:
    """What these forms and formsets, bound to ``data``, were sent."""
    sheet = Sheet()
    for part in parts:
        if isinstance(part, forms.BaseFormSet):
            sheet.rows[part.prefix], sheet.new[part.prefix], sheet.removed[part.prefix] = {}, [], set()
            for form in part.forms:
                _take_row(sheet, part, form, data)
        else:
            sheet.fields |= {part.add_prefix(name): _sent(part, name, data) for name in _names(part)}
    return sheet


def _take_row(sheet: Sheet, part, form, data: QueryDict) -> None:
    key = _plain(_sent(form, row_key(part), data))
    if part.can_delete and _sent(form, DELETE, data):
        sheet.removed[part.prefix] |= {key} if key else set()
    elif key and key not in sheet.rows[part.prefix]:
        sheet.rows[part.prefix][key] = {name: _sent(form, name, data) for name in _names(form, part)}
    elif key or form.has_changed():
        sheet.new[part.prefix].append({name: _sent(form, name, data) for name in _names(form, part)})


def as_sent(parts: Iterable, sheet: Sheet, now: Sheet, data: QueryDict) -> QueryDict:
    """``data`` with the fields of these forms as the sheet says, so that forms about what stands ``now`` take them."""
    sent = data.copy()
    for part in parts:
        if isinstance(part, forms.BaseFormSet):
            _send_rows(sent, part, sheet, len(now.rows[part.prefix]))
        else:
            for name in map(part.add_prefix, _names(part)):
                _send(sent, name, sheet.fields[name])
    return sent


def _send_rows(sent: QueryDict, part, sheet: Sheet, standing: int) -> None:
    for name in [name for name in sent if name.startswith(f"{part.prefix}-")]:
        del sent[name]
    rows = [{row_key(part): key, **row} for key, row in sheet.rows[part.prefix].items()]
    rows += sheet.new.get(part.prefix, [])
    for place, row in enumerate(rows):
        gone = row.get(row_key(part)) in sheet.removed.get(part.prefix, ())
        for name, said in [*row.items(), (DELETE, gone)]:
            _send(sent, f"{part.prefix}-{place}-{name}", said)
            if isinstance(said, Named):  # it comes back as it was typed
                sent[f"{part.prefix}-{place}-{name}_named"] = said
    sent[f"{part.prefix}-TOTAL_FORMS"], sent[f"{part.prefix}-INITIAL_FORMS"] = str(len(rows)), str(standing)


def row_key(formset) -> str:
    """The field that tells what a row is about: the row of the database, or what the formset says itself."""
    return formset.model._meta.pk.name if names_its_rows(formset) else formset.row_key


def names_its_rows(formset) -> bool:
    """Whether a row that is not sent is left alone (Django's model formsets), not taken away."""
    return isinstance(formset, forms.BaseModelFormSet)


def in_words(form_field: forms.Field, said: Said) -> str:
    """What a field holds, as a person reads it."""
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    several = said if isinstance(said, list) else [said]
    return ", ".join(_choice_in_words(form_field, one) for one in several if one) or "–"


def row_with(model, key: str):
    """The row of that key; None where there is none, or where a forged form sent something else than a key."""
    pk = id_in(key)
    return None if pk is None else model._base_manager.filter(pk=pk).first()


def _choice_in_words(form_field: forms.Field, said: str) -> str:
    if (queryset := getattr(form_field, "queryset", None)) is not None:
        return str(row_with(queryset.model, said) or said)
    if rows := getattr(form_field, "rows", None):
        return next((str(row) for pk, row in rows.items() if str(pk) == said), said)
    return next(
        (str(label) for value, label in _flat(getattr(form_field, "choices", ())) if str(value) == said), said
    )


def _flat(choices: Iterable) -> Iterator[tuple]:
    for value, label in choices:
        yield from _flat(label) if isinstance(label, list | tuple) else [(value, label)]


def _names(form, formset=None) -> list[str]:
    """The fields that a page shows and sends back, without what only holds the row together."""
    beside = set()
    if formset is not None:
        beside = {row_key(formset), DELETE}
        beside |= {formset.fk.name} if hasattr(formset, "fk") else set()  # what an inline belongs to
    return [
        name
        for name, one in form.fields.items()
        if name not in beside and not one.disabled and not isinstance(one, BESIDE)
    ]


def _widget(one):
    """Django's admin wraps the real one."""
    return getattr(one.widget, "widget", one.widget)


def _shown(bound) -> Said:
    widget, value = _widget(bound.field), bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return bool(widget.check_test(value))
    if getattr(widget, "allow_multiple_selected", False):
        return sorted(_plain(one) for one in widget.format_value(value))
    shown = widget.format_value(value)
    return _plain(shown[0] if isinstance(shown, list) and shown else shown or "")


def _sent(form, name: str, data: QueryDict) -> Said:
    widget = _widget(form.fields[name])
    value = widget.value_from_datadict(data, {}, form.add_prefix(name))
    if row_of := getattr(
        form.fields[name], "row", None
    ):  # typed by its name, where no script has found its id
        row = row_of(value)
        if row is None and isinstance(value, Named):
            return Named(_plain(value))
        value = value if row is None else row.pk
    if isinstance(widget, forms.CheckboxInput):
        return bool(value)
    if getattr(widget, "allow_multiple_selected", False):
        return sorted(_plain(one) for one in value or ())
    return _plain(value)


def _send(sent: QueryDict, name: str, said: Said) -> None:
    if isinstance(said, list):
        sent.setlist(name, said)
    elif said is False:
        sent.pop(name, None)
    else:
        sent[name] = "on" if said is True else said


def _plain(value) -> str:
    """Without what a browser adds or takes away: spaces around, the kind of line ends."""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _is_row(told: Any) -> bool:
    return isinstance(told, dict) and all(
        isinstance(said, str | bool) or (isinstance(said, list) and all(isinstance(one, str) for one in said))
        for said in told.values()
    )
