"""A form that only asks for confirmation."""

from django import forms


class ConfirmForm(forms.Form):
    """Nothing to type: it only carries the refusal, where there is one."""
