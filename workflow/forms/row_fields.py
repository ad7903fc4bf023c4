"""Form fields that choose among rows already in memory, so that fifty lines ask the database nothing."""

from django import forms
from django.core.exceptions import ValidationError


def whole(value) -> int | None:
    """The id that a field holds, typed or given; None where it is none."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class RowField(forms.Field):
    """One of the given rows, by its id; the rows are in memory, so that fifty lines ask the database nothing."""

    def __init__(self, *, gone, **kwargs):
        self.rows, self.gone = {}, gone
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        row = self.rows.get(whole(value))
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
