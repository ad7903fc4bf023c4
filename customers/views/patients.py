"""The register of patients: its list and the patient's form. A patient's card lies higher up, with the orders."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.asked import words
from customers.forms import PatientForm
from customers.lists import PATIENTS
from customers.models import Patient
from customers.save_patient import save_patient
from lab.access import allow
from lab.editing import edit_page
from lab.lists import list_view

patient_list = list_view(PATIENTS, "see_patients")


@allow("edit_patients")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_new(request):
    return _patient_form(request, Patient(name=words(request.GET, "name")))


@allow("edit_patients")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_edit(request, pk):
    return _patient_form(request, get_object_or_404(Patient, pk=pk))


def _patient_form(request, patient):
    former_name = patient.name

    def build(data, standing):
        return [PatientForm(data, instance=standing, today=timezone.localdate(), viewer=request.user)]

    def save(parts, cause):
        saved = save_patient(parts[0].instance, cause, new_owner=parts[0].new_owner)
        return saved.get_absolute_url()

    return edit_page(
        request,
        patient,
        build,
        save,
        template="customers/patient_form.html",
        context=lambda parts: {"form": parts[0], "patient": patient, "former_name": former_name},
        said=_("The patient is saved."),
    )
