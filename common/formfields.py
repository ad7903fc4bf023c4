"""Form fields that read what people type: amounts, quantities, percents and whole numbers.

Each is a text field, because a browser throws away what it does not take for a number; what is refused stays as it
was typed. How a number is read stands in ``typed_numbers``.
"""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.currencies import places_of
from common.currency_signs import names
from common.typed_numbers import (
    CouldBeThousands,
    NotANumber,
    Thousands,
    Typed,
    WrittenWithExponent,
    read_number,
    write_number,
)

_ALONE = _("Write the number alone, without “%(word)s”.")


class ScaledFormField(forms.Field):
    """A decimal with at most ``places`` places; empty gives None. Never a float, never NaN or infinity.

    The base of the fields below, each of which says what may stand beside the number.
    """

    thousands: Thousands = "are asked about"
    least_places = 0
    """How many decimals are shown at least."""

    default_error_messages = {
        "invalid": _("Enter a number, for example 12.50."),
        "exponent": _("Write the number out, without “e”."),
        "thousands": _("“%(typed)s” could be %(one)s or %(thousand)s: write %(one)s or %(thousand)s."),
        "beside": _ALONE,
        "places": _("Use at most %(places)s digits after the point."),
        # named as Django's validators name it: a model's validator speaks by the sentence of the field
        "min_value": _("Enter %(limit_value)s or more."),
        "max_value": _("Enter %(limit_value)s or less."),
    }

    def __init__(self, *, places=2, min_value=None, max_value=None, **kwargs):
        self.places, self.min_value, self.max_value = places, min_value, max_value
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        text = str(value).strip()
        if not text:
            return None
        typed = self._read(text)
        if typed.beside and not self.may_stand_beside(typed.beside):
            raise self._refusal("beside", word=typed.beside)
        return typed.number

    def may_stand_beside(self, word: str) -> bool:
        """Whether the word beside the number says what this field means anyway."""
        return False

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if decimals_of(value) > self.places:
            raise self._refusal("places", places=self.places)
        if self.min_value is not None and value < self.min_value:
            raise self._refusal("min_value", limit_value=self._written(self.min_value))
        if self.max_value is not None and value > self.max_value:
            raise self._refusal("max_value", limit_value=self._written(self.max_value))

    def prepare_value(self, value):
        return write_number(value, self.least_places) if isinstance(value, Decimal) else value

    def _written(self, limit) -> str:
        """75.90 for an amount, but 0 and 1000 without decimals."""
        return write_number(Decimal(limit), self.least_places if limit % 1 else 0)

    def _read(self, text: str) -> Typed:
        try:
            return read_number(text, self.thousands)
        except WrittenWithExponent:
            raise self._refusal("exponent") from None
        except CouldBeThousands as either:
            one, thousand = write_number(either.one), write_number(either.thousand)
            raise self._refusal("thousands", typed=text, one=one, thousand=thousand) from None
        except NotANumber:
            raise self._refusal("invalid") from None

    def _refusal(self, code: str, **said) -> ValidationError:
        return ValidationError(self.error_messages[code], code, said)


class MoneyFormField(ScaledFormField):
    """An amount in ``currency``, which may stand beside it; set it on the field once the form knows it.

    The currency says how many places an amount has. Three digits behind a single mark are thousands, except where
    an amount has three decimals: there it is asked.
    """

    default_error_messages = {
        "currency": _("This amount is in %(currency)s, not in “%(word)s”."),
        "whole": _("An amount in %(currency)s has no decimals."),
    }

    def __init__(self, *, currency="", **kwargs):
        super().__init__(**kwargs)
        self.currency = currency

    @property
    def currency(self) -> str:
        return self._currency

    @currency.setter
    def currency(self, currency: str) -> None:
        self._currency = currency
        if currency:
            self.places = places_of(currency)

    @property
    def least_places(self) -> int:
        return min(self.places, 2)

    @property
    def thousands(self) -> Thousands:
        return "are asked about" if self.places > 2 else "are meant"

    def validate(self, value):
        if value is not None and not self.places and decimals_of(value):
            raise self._refusal("whole", currency=self.currency)
        super().validate(value)

    def may_stand_beside(self, word: str) -> bool:
        if self.currency and not names(word, self.currency):
            raise self._refusal("currency", currency=self.currency, word=word)
        return bool(self.currency)


class QuantityFormField(ScaledFormField):
    """How much of something, in ``unit`` where the form knows it."""

    default_error_messages = {"unit": _("This is counted in %(unit)s, not in “%(word)s”.")}

    def __init__(self, *, places=3, unit="", **kwargs):
        super().__init__(places=places, **kwargs)
        self.unit = unit

    def may_stand_beside(self, word: str) -> bool:
        if self.unit and _plain(word) != _plain(self.unit):
            raise self._refusal("unit", unit=self.unit, word=word)
        return bool(self.unit)


class PercentFormField(ScaledFormField):
    """A percentage, with or without its sign."""

    def may_stand_beside(self, word: str) -> bool:
        return is_percent_sign(word)


class MillimetreFormField(ScaledFormField):
    """A length; the word for its unit may stand beside it."""

    def __init__(self, *, places=1, **kwargs):
        super().__init__(places=places, **kwargs)

    def may_stand_beside(self, word: str) -> bool:
        return _plain(word) == "mm"


class WholeFormField(ScaledFormField):
    """A whole number; gives an ``int``."""

    default_error_messages = {"places": _("Enter a whole number.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(places=0, **kwargs)

    def clean(self, value):
        number = super().clean(value)
        return None if number is None else int(number)

    def prepare_value(self, value):
        return value


def is_percent_sign(word: str) -> bool:
    return word in ("%", "٪", "﹪", "％")


def decimals_of(number: Decimal) -> int:
    """How many digits stand behind the point, zeros at the end not counted."""
    return len(f"{number:f}".partition(".")[2].rstrip("0"))


def _plain(word: str) -> str:
    return word.casefold().rstrip(".")
