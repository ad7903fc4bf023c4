"""Filters as most lists have them."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.day_bounds import SEARCHED
from common.dayfields import DayField
from common.finding import holding
from common.lists.fields import WordsField
from common.lists.table import Filter, Viewer

ALL = _("All")


def search(*columns: str, finds: str) -> Filter:
    """The search box: rows that hold every word, in one of the columns or as the model finds them.

    ``finds`` stands in it while it is empty: what may be typed.
    """
    if columns:
        return Filter("q", WordsField(finds), lambda rows, words, viewer: holding(rows, words, *columns))
    return Filter("q", WordsField(finds), lambda rows, words, viewer: rows.matching(words))


def choice(
    name: str, label: str, choices: Iterable, narrow: Callable | None = None, empty: str = ALL
) -> Filter:
    """One of several; without ``narrow`` what the column of that name says."""

    def equal(rows, said: str, viewer: Viewer):
        return rows.filter(**{name: said})

    offered = forms.ChoiceField(label=label, required=False, choices=[("", empty), *choices])
    return Filter(name, offered, narrow or equal)


def row(name: str, label: str, rows: Callable[[], Any], narrow: Callable | None = None, **more) -> Filter:
    """One of the rows that are offered; without ``narrow`` the one that the column of that name points at."""

    def pointing(found, said, viewer: Viewer):
        return found.filter(**{name: said})

    def offered(viewer: Viewer) -> forms.Field:
        said = {"label": label, "required": False, "empty_label": ALL, **more}
        return forms.ModelChoiceField(queryset=rows(), **said)

    return Filter(name, offered, narrow or pointing, lambda said, viewer: f"{label}: {said}")


def tick(name: str, label: str, narrow: Callable | None = None, unsaid: Callable | None = None) -> Filter:
    """A box: what is left where it is ticked, and where it is not."""
    box = forms.BooleanField(label=label, required=False)
    return Filter(name, box, narrow or (lambda rows, said, viewer: rows), unsaid=unsaid)


def period(column: str) -> tuple[Filter, Filter]:
    """Two days, both included; either may be open."""
    first, last = f"{column}__gte", f"{column}__lte"
    since = DayField(label=_("From"), required=False, bounds=SEARCHED)
    until = DayField(label=_("To"), required=False, bounds=SEARCHED)
    return (
        Filter("since", since, lambda rows, day, viewer: rows.filter(**{first: day})),
        Filter("until", until, lambda rows, day, viewer: rows.filter(**{last: day})),
    )
