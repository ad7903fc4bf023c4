"""The form field of a currency: its three letters, in any case, of a currency that exists."""

from babel.numbers import is_currency
from django import forms
from django.utils.translation import gettext_lazy as _


class CurrencyFormField(forms.CharField):
    """Gives the code in capitals; empty as ``CharField`` would."""

    default_error_messages = {
        "unknown": _("“%(code)s” is no currency. Enter its three letters, for example EUR."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 3}))
        super().__init__(**kwargs)

    def to_python(self, value):
        code = super().to_python(value)
        return code.upper() if isinstance(code, str) else code

    def validate(self, value):
        super().validate(value)
        if value not in self.empty_values and not is_currency(value):
            raise forms.ValidationError(self.error_messages["unknown"], "unknown", {"code": value})
