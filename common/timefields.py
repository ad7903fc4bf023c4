"""The form field of a time of the day, to the minute."""

from django import forms
from django.utils.translation import gettext_lazy as _

FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%H"]
"""A time box sends the first, or the second where it shows seconds; the others are how people write it."""


class TimeInput(forms.TimeInput):
    """A browser's own time box."""

    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(**{"format": FORMATS[0], **kwargs})


class TimeField(forms.TimeField):
    """A time of the day."""

    widget = TimeInput
    default_error_messages = {"invalid": _("Enter a time, for example 08:30.")}

    def __init__(self, **kwargs):
        super().__init__(**{"input_formats": FORMATS, **kwargs})

    def to_python(self, value):
        at = super().to_python(value)
        return at and at.replace(second=0, microsecond=0)
