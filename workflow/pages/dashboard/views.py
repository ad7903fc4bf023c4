"""The dashboard, and each of its tables as a file."""

from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.csv_files import csv_response
from common.day_bounds import SEARCHED
from common.dayfields import DayField
from common.snapshot import one_snapshot
from lab.access import allow
from lab.permissions import may
from workflow.pages.dashboard.charts import CHARTS, Chart, Reading
from workflow.pages.dashboard.periods import QUICK, USUAL, Period, quick, typed


class PeriodForm(forms.Form):
    """The days from and to which one looks."""

    since = DayField(label=_("From"), required=False, bounds=SEARCHED)
    until = DayField(label=_("To"), required=False, bounds=SEARCHED)

    def clean(self):
        said = super().clean()
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first one."))
        elif since and not until and not self.errors and since > timezone.localdate():
            self.add_error("since", _("This day is still to come. Say until when."))
        return said


@allow("see_orders")
@require_safe
def dashboard(request):
    """Charts that the person may see, over the period that the address names."""
    period, form = _period(request)
    reading = Reading(period)
    seen = [one for one in CHARTS if all(may(request.user, action) for action in one.needs)]
    if request.GET.get("format") == "csv":
        return _file(request, seen, reading)
    with one_snapshot():
        charts = [(one, one.read(reading), _address(period, one)) for one in seen]
    context = {
        "form": form,
        "period": period,
        "quick": [(name, label, name == period.name) for name, (label, _make) in QUICK.items()],
        "charts": charts,
    }
    return render(request, "workflow/dashboard/dashboard.html", context)


def _period(request) -> tuple[Period, PeriodForm]:
    """Days that make no sense are named beside their field, and the usual period is shown."""
    today = timezone.localdate()
    if not (request.GET.get("since") or request.GET.get("until")):
        name = request.GET.get("period", USUAL)
        period = quick(name, today)
        return period, PeriodForm(initial={"since": period.first, "until": period.last})
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return quick(USUAL, today), form
    until = form.cleaned_data["until"] or today
    return typed(form.cleaned_data["since"] or until.replace(day=1), until), form


def _file(request, seen: list[Chart], reading: Reading):
    chart = next((one for one in seen if one.name == request.GET.get("chart")), None)
    if chart is None:
        raise Http404
    period = reading.period
    with one_snapshot():
        found = chart.read(reading)
    return csv_response(found.for_file(), f"{chart.name}-{period.first}-{period.last}.csv")


def _address(period: Period, chart: Chart) -> str:
    days = {"period": period.name} if period.name else {"since": period.first, "until": period.last}
    return f"?{urlencode({**days, 'format': 'csv', 'chart': chart.name})}"
