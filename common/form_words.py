"""What a field says where nothing, or nothing of use, was typed: our sentences in the place of Django's general ones.

A field that has a sentence of its own keeps it: ``error_messages`` where the field is written is the place for it.
"""

from functools import cache

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.models import BaseModelForm, InlineForeignKeyField
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop, ngettext_lazy
from django.utils.translation import gettext_lazy as _

GONE = _("This choice is not there any more. Choose another one.")
UNREADABLE = _("This cannot be read. Load the page again.")
NEEDED = _("Fill this in.")
NOT_KEPT = _("A sign in this text cannot be kept. Type it anew.")
ONE_OF_THESE = {"required": _("Choose one of these.")}
"""Of a choice whose label is no name, such as “How”: a label is put into the sentence otherwise."""

_OF_MANY = {"required": _("Choose at least one."), "invalid_list": UNREADABLE, "invalid_pk_value": GONE}
_CHOICES = (forms.ChoiceField, forms.ModelChoiceField)
_OF_KINDS: tuple[tuple[type[forms.Field], dict], ...] = (
    (
        forms.Field,
        {
            "required": NEEDED,
            "null_characters_not_allowed": NOT_KEPT,
        },
    ),
    (
        forms.CharField,
        {
            "max_length": _("This is too long: %(show_value)d signs, of which %(limit_value)d have room."),
            "min_length": _("This is too short: %(show_value)d signs; it takes %(limit_value)d."),
        },
    ),
    (forms.EmailField, {"invalid": _("Enter an e-mail address, for example name@clinic.example.")}),
    (forms.URLField, {"invalid": _("Enter an address that begins with https://.")}),
    (forms.UUIDField, {"invalid": UNREADABLE}),
    (forms.JSONField, {"invalid": UNREADABLE}),
    (
        forms.IntegerField,
        {
            "invalid": _("Enter a whole number."),
            "min_value": _("Enter %(limit_value)s or more."),
            "max_value": _("Enter %(limit_value)s or less."),
            "step_size": _("Enter a multiple of %(limit_value)s."),
        },
    ),
    (forms.FloatField, {"invalid": _("Enter a number, for example 12.50.")}),
    (
        forms.DecimalField,
        {
            "invalid": _("Enter a number, for example 12.50."),
            "max_digits": _("This number has too many digits: %(max)s have room."),
            "max_decimal_places": _("Use at most %(max)s digits after the point."),
            "max_whole_digits": _("Use at most %(max)s digits before the point."),
        },
    ),
    (
        forms.DateField,
        {"required": _("Enter a day."), "invalid": _("Enter a day that exists, for example 2026-11-30.")},
    ),
    (forms.TimeField, {"required": _("Enter a time."), "invalid": _("Enter a time, for example 08:30.")}),
    (
        forms.DateTimeField,
        {
            "required": _("Enter a day and a time."),
            "invalid": _("Enter a day and a time, for example 2026-11-30 08:30."),
        },
    ),
    (
        forms.SplitDateTimeField,
        {
            "required": _("Enter a day and a time."),
            "invalid_date": _("Enter a day that exists, for example 2026-11-30."),
            "invalid_time": _("Enter a time, for example 08:30."),
        },
    ),
    (forms.MultiValueField, {"invalid": UNREADABLE, "incomplete": _("A part of this is missing.")}),
    (forms.BooleanField, {"required": _("Tick this first.")}),
    (forms.ChoiceField, {"invalid_choice": GONE}),
    (forms.ModelChoiceField, {"invalid_choice": GONE}),
    (forms.MultipleChoiceField, _OF_MANY),
    (forms.ModelMultipleChoiceField, _OF_MANY),
    (
        forms.FileField,
        {
            **dict.fromkeys(("required", "invalid", "missing"), _("Choose a file.")),
            "empty": _("This file is empty."),
            "max_length": _("The name of this file is too long."),
            "contradiction": _("Either choose a file or tick that it goes, not both."),
        },
    ),
    (InlineForeignKeyField, {"invalid_choice": UNREADABLE}),
    (forms.ImageField, {"invalid_image": _("This is no picture that can be read.")}),
)
"""The later ones go before the earlier ones."""


def in_our_words(field: forms.Field, label) -> None:
    """Replace the sentences of the field that are Django's; ``label`` is what the page calls the field."""
    said = field.error_messages
    for code, sentence, generic in _sentences(type(field)):
        if said.get(code) is generic:
            said[code] = sentence
    if field.required and said["required"] is NEEDED:
        said["required"] = (_choose if isinstance(field, _CHOICES) else enter)(label)


class HouseBoundField(BoundField):
    """A field of a form: the first that knows both the field and what it is called there."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        in_our_words(field, self.label)
        if isinstance(form, BaseModelForm):
            field.error_messages.setdefault("unique", taken(self.label))


def teach_formsets() -> None:
    """What is said of rows has no place but Django's class."""
    BaseFormSet.default_error_messages = {
        "missing_management_form": UNREADABLE,
        "too_many_forms": ngettext_lazy(
            "There is room for %(num)d row.", "There is room for %(num)d rows at most.", "num"
        ),
        "too_few_forms": ngettext_lazy("Enter at least %(num)d row.", "Enter at least %(num)d rows.", "num"),
    }


def enter(label):
    """“Enter the reason.”"""
    return _told_later(gettext_noop("Enter the %(label)s."), label)


def taken(label):
    """“This name to log in is taken already.”"""
    return _told_later(gettext_noop("This %(label)s is taken already."), label)


@cache
def _sentences(kind: type[forms.Field]) -> list[tuple]:
    """(code, what we say, what Django says) for this kind of field; of hundreds of rows each asks again."""
    generic: dict = {}
    for one in reversed(kind.__mro__):
        if one.__module__.partition(".")[0] == "django":
            generic |= getattr(one, "default_error_messages", {})
    ours: dict = {}
    for one, sentences in _OF_KINDS:
        if issubclass(kind, one):
            ours |= sentences
    return [(code, sentence, generic.get(code)) for code, sentence in ours.items()]


def _within(label: object) -> str:
    """A label within a sentence: “Discount, %” is “discount”, “E-mail” “e-mail”, but “IBAN” stays."""
    name = str(label).partition(",")[0].strip()
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _told(sentence: str, label: object) -> str:
    name = _within(label)
    return gettext(sentence) % {"label": name} if name else str(NEEDED)


_told_later = lazy(_told, str)


def _choose(label):
    return _told_later(gettext_noop("Choose the %(label)s."), label)
