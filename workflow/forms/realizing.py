"""Which orders are to be realized together: ticked rows, each with the version that the person saw."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

ENTRY = re.compile(r"([1-9]\d{0,17})(?::(\d{1,9}))?", re.ASCII)
"""An order's id, with its version where a page showed one."""


def entries_in(sent: list[str]) -> dict[int, int | None]:
    """Order's id → version; what is no entry is left out."""
    found = [ENTRY.fullmatch(text) for text in sent]
    return {int(one[1]): int(one[2]) if one[2] else None for one in found if one}


class EntriesField(forms.Field):
    """Boxes named alike; gives a dictionary."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "required": _("Tick at least one order."),
        "invalid": _("Some rows of this page were not sent as they stood. Open it again."),
    }

    def to_python(self, value) -> dict[int, int | None]:
        sent = value or []
        found = entries_in(sent)
        if len(found) < len(set(sent)):
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return found


class OrdersTicked(forms.Form):
    """The ticked orders of the page that confirms."""

    entry = EntriesField()

    @property
    def ticked(self) -> set[int] | None:
        """Ids of the orders ticked when the form was sent; None before."""
        return set(entries_in(self.data.getlist("entry"))) if self.is_bound else None
