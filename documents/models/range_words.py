"""For whom a range holds, in words: “Dog · female · from 1 year”."""

from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models.patient import PatientKind, Sex
from documents.results.ages import whole_units


class Conditions(Protocol):
    """A range, or the copy of one on a result."""

    patient_kind: str
    species: str
    breed: str
    sex: str
    age_from: int | None
    age_to: int | None
    method: str


def holds_for(each: Conditions) -> str:
    """The conditions, or that there are none."""
    kind = "" if each.species else _of(PatientKind, each.patient_kind)
    method = _("method %(method)s") % {"method": each.method} if each.method else ""
    sex = _of(Sex, each.sex).lower()
    said = [kind, each.species, each.breed, sex, ages_in_words(each.age_from, each.age_to), method]
    return " · ".join(filter(None, said)) or _("all patients")


def ages_in_words(begin: int | None, end: int | None) -> str:
    """“from 1 year”, “under 6 months”, “6 months to under 1 year”; empty for all ages."""
    if begin and end is not None:
        return _("%(begin)s to under %(end)s") % {"begin": age_in_words(begin), "end": age_in_words(end)}
    if begin:
        return _("from %(age)s") % {"age": age_in_words(begin)}
    return _("under %(age)s") % {"age": age_in_words(end)} if end is not None else ""


def age_in_words(days: int) -> str:
    """As it is typed: in years, months or weeks where it is whole ones."""
    number, unit = whole_units(days)
    words = {
        "year": ngettext("%(n)s year", "%(n)s years", number),
        "month": ngettext("%(n)s month", "%(n)s months", number),
        "week": ngettext("%(n)s week", "%(n)s weeks", number),
        "day": ngettext("%(n)s day", "%(n)s days", number),
    }
    return words[unit] % {"n": number}


def _of(choices, value: str) -> str:
    return str(dict(choices.choices).get(value, value)) if value else ""
