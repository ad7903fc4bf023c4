"""Fields for IBAN and BIC: read as people type them, refused where a digit is wrong, kept without spaces."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.account_numbers import (
    LONGEST_BIC,
    LONGEST_IBAN,
    NotANumberOfABank,
    checked_bic,
    checked_iban,
    compact,
    in_fours,
)

IBAN_SENTENCES = {
    "country": _("An IBAN begins with two letters for a country that has them, such as DE or AT."),
    "length": _("This IBAN is too long or too short for its country. Compare it with the bank's paper."),
    "letters": _("This IBAN has a letter where its country has digits, or the other way round."),
    "digits": _("A digit of this IBAN is wrong. Compare it with the bank's paper."),
}
BIC_SENTENCES = {
    "country": _("The fifth and sixth letters of a BIC name a country; there is none of that name."),
    "length": _("A BIC has 8 or 11 letters and digits."),
    "letters": _("This is no BIC. It looks like COBADEFFXXX."),
    "digits": _("This is no BIC. It looks like COBADEFFXXX."),
}


def valid_iban(number: str) -> None:
    """A validator of Django."""
    _checked(number, checked_iban, IBAN_SENTENCES)


def valid_bic(number: str) -> None:
    """A validator of Django."""
    _checked(number, checked_bic, BIC_SENTENCES)


class BankNumberFormField(forms.CharField):
    """A text box with room for spaces; gives the number without them."""

    check: Callable[[str], str]
    sentences: dict[str, object]

    def __init__(self, **kwargs):
        kwargs.pop("max_length", None)  # of the number; what is typed may have spaces
        super().__init__(**{"max_length": 60, **kwargs})

    def to_python(self, value):
        typed = super().to_python(value)
        return _checked(typed, type(self).check, self.sentences) if typed else ""

    def has_changed(self, initial, data):
        return compact(str(initial or "")) != compact(str(data or ""))


class IbanFormField(BankNumberFormField):
    check, sentences = staticmethod(checked_iban), IBAN_SENTENCES

    def prepare_value(self, value):
        return in_fours(value) if isinstance(value, str) and value == compact(value) else value


class BicFormField(BankNumberFormField):
    check, sentences = staticmethod(checked_bic), BIC_SENTENCES


class _KeptAsText:
    """A column of text for migrations and the database, with a box of its own in forms."""

    longest, box = 0, BankNumberFormField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": self.longest, **kwargs})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.box, **kwargs})


class IbanField(_KeptAsText, models.CharField):
    """An IBAN without spaces."""

    longest, box, default_validators = LONGEST_IBAN, IbanFormField, [valid_iban]


class BicField(_KeptAsText, models.CharField):
    """A BIC of 8 or 11 signs."""

    longest, box, default_validators = LONGEST_BIC, BicFormField, [valid_bic]


def _checked(typed: str, check: Callable[[str], str], sentences: dict[str, object]) -> str:
    try:
        return check(typed)
    except NotANumberOfABank as wrong:
        raise ValidationError(sentences[wrong.why], code=wrong.why) from None
