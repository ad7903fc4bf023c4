"""Keeping the calendar: the hours of the week, exceptions, public holidays that are taken over."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lab.access import allow
from lab.calendar_forms import ExceptionForm, PlaceForm, TakeOverForm, WeekForm, WeekFormSet
from lab.edit_calendar import remove_exception, save_exception, set_hours, take_over_public_holidays
from lab.editing import edit_page
from lab.models import Holiday, LabSettings, WeekdayHours
from lab.posting import form_page, posted
from lab.record_panels import history_panel
from lab.removing import remove_page


@allow("edit_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request):
    """The hours of the seven weekdays."""
    settings = LabSettings.load()
    _with_seven_days(settings)

    def build(data, standing):
        rows = standing.weekdays.order_by("weekday")
        return [WeekForm(data), WeekFormSet(data, queryset=rows, prefix="weekdays")]

    def save(parts, cause):
        set_hours([form.instance for form in parts[1].initial_forms], cause)
        return reverse("lab:calendar")

    return edit_page(
        request,
        settings,
        build,
        save,
        template="lab/hours_form.html",
        context=lambda parts: {
            "form": parts[0],
            "weekdays": parts[1],
            "history": history_panel(settings, with_money=False, only="weekdays"),
        },
        said=_("The working hours are saved."),
    )


@allow("edit_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def exception_new(request):
    return _exception_form(request, Holiday(), _("New exception"), _("Add exception"))


@allow("edit_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def exception_edit(request, pk):
    exception = get_object_or_404(Holiday, pk=pk)
    return _exception_form(request, exception, exception.name, _("Save exception"))


@allow("edit_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def exception_remove(request, pk):
    exception = get_object_or_404(Holiday, pk=pk)
    return remove_page(
        request,
        lambda cause: remove_exception(exception.pk, cause),
        title=_("Remove “%(name)s” from the calendar") % {"name": exception.name},
        says=_("The days go by the hours of the week again; due dates that were promised stay."),
        back=reverse("lab:calendar"),
        done=_("The exception is removed."),
    )


@allow("edit_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request):
    """Public holidays of a place are looked at (GET), and those ticked are taken over (POST)."""
    if request.method == "POST":
        form = TakeOverForm(request.POST)
    else:
        asked = {name: request.GET[name] for name in ("country", "region", "year") if name in request.GET}
        form = TakeOverForm(initial=PlaceForm.of_the_house() | asked)
    added = []

    def use_case(cause):
        place = form.cleaned_data["country"], form.cleaned_data["region"]
        added.extend(take_over_public_holidays(form.ticked(), *place, cause))
        return reverse("lab:calendar")

    if done := posted(request, [form], use_case, said=lambda: _taken_over(len(added))):
        return done
    place = (
        form
        if form.is_bound
        else PlaceForm(*[form.initial] if form.initial["country"] else [], initial=form.initial)
    )
    return form_page(request, "lab/holidays.html", {"form": form, "place": place})


def _taken_over(count: int) -> str:
    said = ngettext(
        "%(n)s public holiday now stands in the calendar.",
        "%(n)s public holidays now stand in the calendar.",
        count,
    )
    return said % {"n": count}


def _exception_form(request, exception: Holiday, title: str, verb: str):
    def save(parts, cause):
        save_exception(parts[0].instance, cause)
        return reverse("lab:calendar")

    words = {"dialog_title": title, "verb": verb, "back_url": reverse("lab:calendar"), "exception": exception}
    if exception.pk:
        words["history"] = history_panel(exception, with_money=False)
    return edit_page(
        request,
        exception,
        lambda data, standing: [ExceptionForm(data, instance=standing)],
        save,
        template="lab/exception_form.html",
        context=lambda parts: {"form": parts[0], **words},
        said=_("The exception is saved."),
    )


def _with_seven_days(settings: LabSettings) -> None:
    """Rows that a database of another making lacks."""
    known = set(settings.weekdays.values_list("weekday", flat=True))
    missing = [row for row in WeekdayHours.of_the_beginning(settings) if row.weekday not in known]
    WeekdayHours.objects.bulk_create(missing, ignore_conflicts=True)
