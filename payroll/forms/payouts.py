"""What is chosen and typed when pay is paid out: the entries of a sheet, the month to close."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.asked import id_in
from common.months import Month
from payroll.models import PayrollEntry
from payroll.periods import in_words


class MonthField(forms.CharField):
    """A month, written 2026-11."""

    widget = forms.HiddenInput
    default_error_messages = {"invalid": _("This is not a month.")}

    def clean(self, value):
        text = super().clean(value)
        if text in self.empty_values:
            return None
        month = Month.read(text)
        if month is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return month


class EntriesField(forms.ModelMultipleChoiceField):
    """Accruals by their numbers; what is no number of a row is no choice, and never comes to the database."""

    def _check_values(self, value):
        if isinstance(value, list | tuple) and not all(id_in(str(one)) for one in value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super()._check_values(value)


class PayoutForm(forms.Form):
    """A month of one person, or entries that are ticked one by one."""

    use_required_attribute = False

    month = MonthField(label=_("Month"), required=False, max_length=7)
    currency = forms.CharField(widget=forms.HiddenInput, required=False, max_length=3)
    entry = EntriesField(
        label=_("Entries"),
        queryset=PayrollEntry.objects.none(),
        required=False,
        widget=forms.MultipleHiddenInput,
        error_messages={"invalid_choice": _("Some of what was chosen cannot be paid to this person.")},
    )

    def __init__(self, *args, employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = PayrollEntry.objects.earned_by(employee)

    @property
    def ticked(self) -> set[str]:
        """What was ticked when the form comes back."""
        return set(self.data.getlist("entry")) if self.is_bound else set()


class CloseMonthForm(forms.Form):
    """Which month is closed; often there is only one."""

    use_required_attribute = False

    month = forms.ChoiceField(
        label=_("Month"),
        error_messages={
            "required": _("Choose the month."),
            "invalid_choice": _("This month cannot be closed now. Open the page again."),
        },
    )

    def __init__(self, *args, months: list[Month], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(str(month), in_words(month)) for month in months]

    def clean_month(self):
        return Month.read(self.cleaned_data["month"])
