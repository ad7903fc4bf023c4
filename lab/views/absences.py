"""Absences: a new one, changing one, taking one back; from the calendar or from the page of a person."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.asked import id_in
from lab.access import allow
from lab.calendar_forms import AbsenceForm
from lab.edit_calendar import remove_absence, save_absence
from lab.editing import edit_page
from lab.hours import span_in_words
from lab.models import Absence, Employee
from lab.permissions import may
from lab.removing import remove_page


@allow("edit_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def absence_new(request):
    """``?person=`` names who is away, and that the way leads back to the person's page."""
    return _absence_form(request, Absence(employee_id=_person(request)), _("New absence"), _("Add absence"))


@allow("edit_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def absence_edit(request, pk):
    absence = _found(pk)
    title = _("Absence of %(who)s") % {"who": absence.employee}
    return _absence_form(request, absence, title, _("Save absence"))


@allow("edit_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def absence_remove(request, pk):
    absence = _found(pk)
    said = {"who": absence.employee, "days": span_in_words(absence.first, absence.last)}
    return remove_page(
        request,
        lambda cause: remove_absence(absence.pk, cause),
        title=_("Remove the absence of %(who)s, %(days)s") % said,
        says=_("The person counts as being there on these days."),
        back=_back(request),
        done=_("The absence is removed."),
    )


def _absence_form(request, absence: Absence, title: str, verb: str):
    def save(parts, cause):
        save_absence(parts[0].instance, cause)
        return _back(request)

    words = {"dialog_title": title, "verb": verb, "back_url": _back(request)}
    return edit_page(
        request,
        absence,
        lambda data, standing: [AbsenceForm(data, instance=standing)],
        save,
        template="lab/absence_form.html",
        context=lambda parts: {"form": parts[0], **words},
        said=_("The absence is saved."),
    )


def _found(pk: int) -> Absence:
    return get_object_or_404(Absence.objects.select_related("employee"), pk=pk)


def _person(request) -> int | None:
    person = id_in(request.GET.get("person", ""))
    return person if person and Employee.objects.people().filter(pk=person).exists() else None


def _back(request) -> str:
    """The page of the person for those who came from there and may see it, else the calendar."""
    person = _person(request)
    if person and may(request.user, "administer"):
        return reverse("lab:person", args=[person])
    return reverse("lab:calendar")
