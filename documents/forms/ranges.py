"""The form of a reference range, and the day on which one ends."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.dayfields import DayField
from customers.models.patient import PatientKind, Sex
from documents.models import ReferenceRange
from documents.models.analyte import LIMITS, RANGE_DAYS
from documents.models.range_words import age_in_words
from documents.range_rules import faults_of
from documents.results.ages import read_age


class AgeField(forms.CharField):
    """An age as people write it, "6 months"; gives days, None for an empty one."""

    default_error_messages = {
        "invalid": _("Write an age with its unit, for example 6 months, 1 year or 10 days.")
    }

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 40, **kwargs})

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        days = read_age(text)
        if days is None:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return days

    def run_validators(self, value):
        if isinstance(value, str):
            super().run_validators(value)

    def prepare_value(self, value):
        return age_in_words(value) if isinstance(value, int) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class RangeForm(forms.ModelForm):
    """A range of one analyte; whom it holds for, its limits, where it is from, since when."""

    age_from = AgeField(label=_("Age from"), help_text=_("For example 1 year. Empty: from birth."))
    age_to = AgeField(label=_("Age under"), help_text=_("This age no longer included. Empty: to any age."))

    class Meta:
        model = ReferenceRange
        fields = [
            "patient_kind", "species", "breed", "sex", "age_from", "age_to", "method", "normal_low",
            "normal_high", "critical_low", "critical_high", "possible_low", "possible_high", "source",
            "valid_from", "ended_on",
        ]  # fmt: skip
        widgets = {"source": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "method": _("Only where the analyte is measured by this method."),
            "source": _("A publication, a study, or the laboratory's own. It is kept with each result."),
        }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["patient_kind"].choices = [("", _("Any patient")), *PatientKind.choices]
        self.fields["sex"].choices = [("", _("Any sex")), *((one, name) for one, name in Sex.choices if one)]
        self.fields["species"].widget.attrs["list"] = "known-species"
        for name in LIMITS:
            self.fields[name].unit = self.instance.analyte.unit
        for name in ("valid_from", "ended_on"):
            self.fields[name].today = today

    def clean(self):
        told = super().clean()
        if told.get("species") and not told.get("patient_kind"):
            told["patient_kind"] = PatientKind.ANIMAL
        for name in self._meta.fields:
            if name in told:
                setattr(self.instance, name, told[name])
        for names, sentence in faults_of(self.instance):
            if self.errors.keys().isdisjoint(names):
                self.add_error(names[0], sentence)
        return told

    def _get_validation_exclusions(self):
        """What ``faults_of`` has said needs no second sentence of a constraint."""
        return super()._get_validation_exclusions() | (set(self._meta.fields) if self.errors else set())


class EndRangeForm(forms.Form):
    """From which day on the range holds no more."""

    on = DayField(
        label=_("Holds no more from"),
        bounds=RANGE_DAYS,
        help_text=_("Results of that day and later are flagged by it no more."),
        error_messages={"required": _("Enter the first day on which it holds no more.")},
    )
