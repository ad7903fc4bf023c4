"""Form fields that choose among rows already in memory, so that fifty lines ask the database nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.folding import fold
from common.sheets import Named

LONGEST = 500
"""Signs of what a row is called; whoever sends more means none, and to fold megabytes would cost seconds."""


def whole(value) -> int | None:
    """The id that a field holds, typed or given; None where it is none."""
    text = str(value or "")
    plain = not isinstance(value, Named) and text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if plain else None


class NamedRow(forms.HiddenInput):
    """The id of a row, or the text typed beside it (``…_named``): it is sent only where no script has made it an id."""

    def value_from_datadict(self, data, files, name):
        typed = data.get(f"{name}_named")
        if typed is None:
            return super().value_from_datadict(data, files, name)
        return Named(typed.strip()) if typed.strip() else ""


def by_label(rows: Iterable, label, twin) -> dict[str, object]:
    """The rows by what they are called; ``twin`` is added where two are called the same."""
    rows = list(rows)
    count = Counter(label(row) for row in rows)
    return {label(row) if count[label(row)] == 1 else f"{label(row)} ({twin(row)})": row for row in rows}


class RowField(forms.Field):
    """One of the given rows, by its id or by what it is called: ``rows`` by id, ``named`` by the folded label."""

    widget = NamedRow
    not_listed = _("“%(typed)s” is not in the list.")

    def __init__(self, *, gone, **kwargs):
        self.rows, self.named, self.gone = {}, {}, gone
        super().__init__(**kwargs)

    def offer(self, rows: Mapping, named: Mapping) -> None:
        self.rows, self.named = rows, named

    def row(self, value):
        """The row that a bound or first value means; None where it means none."""
        if not isinstance(value, Named):
            return self.rows.get(whole(value))
        return self.named.get(fold(value)) if len(value) <= LONGEST else None

    def to_python(self, value):
        if value in self.empty_values:
            return None
        row = self.row(value)
        if row is None and isinstance(value, Named):
            raise ValidationError(self.not_listed, "not_listed", {"typed": str(value)})
        if row is None:
            raise ValidationError(self.gone, "gone")
        return row

    def has_changed(self, initial, data):
        return str(initial or "") != str(data or "")


class RowsField(RowField):
    """Any number of the given rows."""

    widget = forms.SelectMultiple

    def to_python(self, value):
        return [super(RowsField, self).to_python(one) for one in value or () if one]
