"""The chart in which the teeth of a line are chosen: drawn by the server when the order form asks for it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from lab.access import allow
from lab.models import LabSettings, ToothNumbers
from workflow.forms.dental_editor import editor_of_teeth


@allow("edit_order")
@require_safe
def dental_chart(request):
    """``numbers`` is how the form numbers teeth; without it, as the laboratory does."""
    asked = request.GET.get("numbers")
    numbers = asked if asked in ToothNumbers.values else LabSettings.load().tooth_numbers
    return render(request, "workflow/dental_editor.html", editor_of_teeth(numbers))
