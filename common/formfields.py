"""Form fields that read numbers the way people type them: comma or point, with or without spaces."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_PLAIN = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?|[+-]?\.\d{1,6}", re.ASCII)


class ScaledFormField(forms.Field):
    """A decimal with at most ``places`` places; empty gives None. Never a float, never NaN or infinity."""

    default_error_messages = {
        "invalid": _("Enter a number, for example 12.50."),
        "places": _("Use at most %(places)s digits after the point."),
        "min_value": _("Enter %(limit)s or more."),
        "max_value": _("Enter %(limit)s or less."),
    }

    def __init__(self, *, places=2, min_value=None, max_value=None, **kwargs):
        self.places, self.min_value, self.max_value = places, min_value, max_value
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        text = _SPACES.sub("", str(value)).replace(",", ".")
        if not _PLAIN.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        try:
            return Decimal(text)
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value != round(value, self.places):
            raise ValidationError(self.error_messages["places"], "places", {"places": self.places})
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(self.error_messages["min_value"], "min_value", {"limit": self.min_value})
        if self.max_value is not None and value > self.max_value:
            raise ValidationError(self.error_messages["max_value"], "max_value", {"limit": self.max_value})

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            plain = value.normalize()
            least = Decimal(1).scaleb(-self.places) if self.places == 2 else Decimal(1)
            return str(plain.quantize(least) if plain == plain.quantize(least) else plain)
        return value
