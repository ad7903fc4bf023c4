"""Pickers: selects in which a row is found by typing (static/js/picker.js). Without scripts each is a plain select."""

from collections.abc import Callable

from django import forms
from django.db.models import Q

LISTED = 300
"""Rows of a long table that stand on a page for browsers without scripts; the others are found by searching only."""


class PickerSelect(forms.Select):
    """A select over a table of any length: it lists the chosen row and the first ``listed``; others are searched for.

    ``attrs`` say where the rows come from: ``url``, ``none`` (the sentence where nothing is found, with ``{typed}``)
    and the rest become ``data-picker-…``.
    """

    def __init__(self, *, listed: int = 0, **attrs):
        self.listed = listed
        super().__init__(
            attrs={"data-picker": "", **{f"data-picker-{key}": said for key, said in attrs.items()}}
        )

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.listed = self.listed
        return copied

    def optgroups(self, name, value, attrs=None):
        chosen = [pk for pk in map(str, value) if pk.isascii() and pk.isdigit() and len(pk) < 19]
        rows = self.choices.queryset
        shown = Q(pk__in=chosen)
        if self.listed:
            shown |= Q(pk__in=rows.values("pk")[: self.listed])
        self.choices.queryset = rows.filter(shown)
        return super().optgroups(name, value, attrs)


class DescribedSelect(forms.Select):
    """A select whose rows say more than their name where they stand in a list; ``detail(row)`` is what they say."""

    def __init__(self, *, detail: Callable[..., str], attrs=None):
        self.detail = detail
        super().__init__(attrs=attrs)

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if row := getattr(value, "instance", None):
            option["attrs"]["data-detail"] = self.detail(row)
        return option
