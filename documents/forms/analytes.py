"""The forms of analytes: one of them, its ranges, and the form by which ranges are tried."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.day_bounds import KNOWN
from common.dayfields import DayField
from common.standing_choices import StandingChoiceField
from customers.models.patient import PatientKind, Sex
from documents.models import Analyte, Operator


class AnalyteForm(forms.ModelForm):
    """One analyte. What it is derived from is any other that is in use, or stands there already."""

    class Meta:
        model = Analyte
        fields = [
            "name", "code", "discipline", "unit", "decimals", "method", "far_percent", "operator", "factor",
            "first", "second", "is_active",
        ]  # fmt: skip
        field_classes = {"first": StandingChoiceField, "second": StandingChoiceField}
        error_messages = {"code": {"unique": _("There is an analyte of this code already.")}}
        help_texts = {
            "code": _("Short, as machines and document types call it, for example HGB."),
            "method": _("Ranges can be for one method alone."),
            "far_percent": _(
                "A result that differs from the patient's previous one by more asks to be looked at twice."
            ),
            "factor": _("What comes of the two is multiplied by it."),
            "is_active": _(
                "Switched off, it is not offered for new document types. What was measured stays."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["operator"].choices = [("", _("Measured, not derived")), *Operator.choices]
        self.fields["decimals"].max_value = 6
        self.fields["far_percent"].min_value = 0
        self.fields["factor"].required = False
        others = Analyte.objects.in_use().exclude(pk=self.instance.pk)
        for name in ("first", "second"):
            self.fields[name].offer(others, self.initial.get(name))
            self.fields[name].empty_label = _("Choose an analyte")

    def clean_factor(self):
        factor = self.cleaned_data["factor"]
        return 1 if factor is None else factor

    def clean(self):
        told = super().clean()
        if told.get("operator"):
            for name in ("first", "second"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, _("A derived analyte comes of two others: choose both."))
        elif told.get("first") or told.get("second"):
            sentence = _("Choose how it is derived, or clear the two that it comes of.")
            self.add_error("operator", sentence)
        return told


class TryRangeForm(forms.Form):
    """A patient and a result that somebody thinks of: which range would hold?"""

    use_required_attribute = False

    analyte = forms.ModelChoiceField(
        label=_("Analyte"), queryset=Analyte.objects.none(), empty_label=_("Choose an analyte")
    )
    value = forms.CharField(
        label=_("Result"), max_length=40, required=False, help_text=_("As it would be typed: 4.1 or <0.1.")
    )
    patient_kind = forms.ChoiceField(
        label=_("Patient is"), required=False, choices=[("", _("Not said")), *PatientKind.choices]
    )
    species = forms.CharField(label=_("Species"), max_length=60, required=False)
    breed = forms.CharField(label=_("Breed"), max_length=60, required=False)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=Sex.choices)
    age = forms.CharField(
        label=_("Age"),
        max_length=40,
        required=False,
        help_text=_("As it stands on an order: 7 years, 4 months, 3 weeks."),
    )
    on = DayField(label=_("Measured on"), bounds=KNOWN)

    def __init__(self, *args, today, about: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["analyte"] = about
        self.fields["analyte"].queryset = Analyte.objects.in_use()
        self.fields["species"].widget.attrs["list"] = "known-species"
        self.fields["on"].today = today
        self.initial["on"] = today
