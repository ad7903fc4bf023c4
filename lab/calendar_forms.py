"""What people type about the calendar: the week, exceptions, absences, which public holidays to take over."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.days import weekday_and_year
from common.form_words import ONE_OF_THESE
from common.formfields import WholeFormField
from common.standing_choices import StandingChoiceField
from lab.edit_calendar import stands_for
from lab.models import Absence, Employee, Holiday, LabSettings, WeekdayHours
from lab.public_holidays import countries, public_holidays, regions

HOURS = ("opens", "closes", "break_from", "break_until")
YEARS_AHEAD = 5


class WeekForm(forms.Form):
    """The head of the week's hours: it carries what is said of all days together."""


class WeekdayForm(forms.ModelForm):
    """The hours of one weekday; those of a day off are kept for the day it is none."""

    class Meta:
        model = WeekdayHours
        fields = ["is_open", *HOURS]


class BaseWeekFormSet(forms.BaseModelFormSet):
    """Seven rows."""

    def names_row(self, form) -> str:
        return str(form.instance)

    def clean(self):
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.is_valid()]
        if len(rows) == len(self.forms) and not any(row.get("is_open") for row in rows):
            raise forms.ValidationError(_("The laboratory works on at least one day of the week."))


WeekFormSet = forms.modelformset_factory(
    WeekdayHours, form=WeekdayForm, formset=BaseWeekFormSet, extra=0, max_num=7, absolute_max=7
)


class _SpanForm(forms.ModelForm):
    """First and last day; the last may be left empty for a single one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last"].required = False
        self.fields["last"].help_text = _("Empty: one day.")

    def clean_last(self):
        return self.cleaned_data["last"] or self.cleaned_data.get("first")


class HolidayForm(_SpanForm):
    """An exception, as the admin site asks for it."""

    class Meta:
        model = Holiday
        fields = ["name", "first", "last", "is_annual", *HOURS]


class ExceptionForm(HolidayForm):
    """An exception: closed, or with hours of its own."""

    CLOSED, OPEN = "closed", "hours"

    kind = forms.ChoiceField(
        error_messages=ONE_OF_THESE,
        label=_("The laboratory is"),
        choices=[(CLOSED, _("closed")), (OPEN, _("open at other hours"))],
    )

    field_order = ["name", "first", "last", "is_annual", "kind", *HOURS]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", self.OPEN if self.instance.opens else self.CLOSED)
        self.fields["is_annual"].help_text = _("The same days of the same months come back each year.")

    def clean(self):
        given = super().clean()
        if given.get("kind") == self.CLOSED:
            given |= dict.fromkeys(HOURS)
        elif not given.get("opens") and "opens" not in self.errors:
            self.add_error("opens", _("Enter when the laboratory opens, or choose “closed”."))
        return given


class AbsenceForm(_SpanForm):
    """A person is away: whole days, or the same hours of each."""

    employee = StandingChoiceField(
        label=_("Person"), queryset=Employee.objects.none(), empty_label=_("Choose a person")
    )

    class Meta:
        model = Absence
        fields = ["employee", "first", "last", "leaves", "returns", "reason"]
        help_texts = {
            "leaves": _("Empty: the whole day."),
            "reason": _("Seen by the person and by those who keep the calendar."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["employee"].offer(
            Employee.objects.working(), self.instance.employee_id if self.instance.pk else None
        )


class PlaceForm(forms.Form):
    """Whose public holidays, of which year."""

    country = forms.ChoiceField(
        label=_("Country"),
        choices=lambda: [("", _("Choose a country")), *countries()],
        error_messages={
            "invalid_choice": _("No public holidays are known of “%(value)s”. Choose a country.")
        },
    )
    region = forms.CharField(label=_("Region"), required=False, max_length=40)
    year = WholeFormField(label=_("Year"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this = timezone.localdate().year
        year = self.fields["year"]
        year.min_value, year.max_value = this - 1, this + YEARS_AHEAD
        self.country = str(self["country"].value() or "").strip()
        offered = regions(self.country)
        self.fields["region"] = forms.ChoiceField(
            label=_("Region"),
            required=False,
            choices=[("", _("The whole country")), *offered],
            error_messages={
                "invalid_choice": _(
                    "“%(value)s” is no region of this country. Choose one, or the whole country."
                )
            },
        )

    @classmethod
    def of_the_house(cls) -> dict:
        """What is asked for first: the place that was taken last, and the year that comes next."""
        settings, today = LabSettings.load(), timezone.localdate()
        return {
            "country": settings.holiday_country,
            "region": settings.holiday_region,
            "year": today.year + (today.month > 9),
        }


class TakeOverForm(PlaceForm):
    """The same with the days that are ticked."""

    days = forms.MultipleChoiceField(
        label=_("Public holidays"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one day."),
            "invalid_choice": _("“%(value)s” is no public holiday there. Look at the list again."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = self._found()
        self.fields["days"].choices = [(day.isoformat(), name) for day, name in self.found.items()]

    def ticked(self) -> dict[date, str]:
        """The days of the valid form with their names."""
        chosen = set(self.cleaned_data["days"])
        return {day: name for day, name in self.found.items() if day.isoformat() in chosen}

    def rows(self) -> list[dict]:
        """Each day for the template, with the exception by which it stands in the calendar already."""
        standing = list(Holiday.objects.all())
        asked = self["days"].value()
        return [
            {
                "value": day.isoformat(),
                "day": weekday_and_year(day),
                "name": name,
                "stands": (stands := stands_for(day, name, standing)),
                "ticked": not stands and (day.isoformat() in asked if asked is not None else True),
            }
            for day, name in self.found.items()
        ]

    @property
    def place(self) -> PlaceForm:
        """What is asked of, for the other form of the page; it says what is wrong there, once a country is chosen."""
        asked = {name: self[name].value() for name in ("country", "region", "year")}
        asked = {name: "" if said is None else said for name, said in asked.items()}
        return PlaceForm(asked) if asked["country"] else PlaceForm(initial=asked)

    def _found(self) -> dict[date, str]:
        place = self.place
        return public_holidays(**place.cleaned_data) if place.is_valid() else {}
