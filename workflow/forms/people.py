"""The two people of a task or an act, as forms check them before ``lab.performers`` refuses."""

from django import forms

from lab.performers import AssistsHimself


def check_people(form: forms.Form) -> None:
    """Say beside the assistant that nobody assists himself, where both are the same."""
    told = form.cleaned_data
    if told.get("performer") and told.get("performer") == told.get("assistant"):
        form.add_error("assistant", str(AssistsHimself()))
