"""What the accountant types about a rate, and the filters over the rates."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Service
from common.dayfields import DayField
from common.formfields import MoneyFormField, is_percent_sign
from common.lists import FilterForm
from lab.models import Employee
from payroll.models import PayRole, Rate, RateKind

MOST_PER_UNIT = Decimal(1_000_000)


class FigureField(MoneyFormField):
    """An amount for each unit, or a percent where ``of_percent`` says so."""

    of_percent = False

    def may_stand_beside(self, word: str) -> bool:
        return is_percent_sign(word) if self.of_percent else super().may_stand_beside(word)


class RateForm(forms.Form):
    """A new rate. One figure serves both kinds: a percent, or an amount per unit."""

    use_required_attribute = False

    role = forms.ChoiceField(label=_("Role"), choices=PayRole.choices)
    employee = forms.ModelChoiceField(
        label=_("Employee"),
        queryset=Employee.objects.none(),
        required=False,
        empty_label=_("Everybody"),
        help_text=_("A rate for one person comes before a rate for everybody."),
    )
    service = forms.ModelChoiceField(
        label=_("Service"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=_("All services"),
        help_text=_("A rate for one service comes before a rate for all."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=RateKind.choices)
    figure = FigureField(
        label=_("Rate"),
        places=2,
        min_value=0,
        max_value=MOST_PER_UNIT,
        error_messages={"required": _("Enter the percent, or the amount per unit.")},
    )
    valid_from = DayField(
        label=_("Valid from"),
        help_text=_("Acts posted from this day on are paid by it."),
        error_messages={"required": _("Enter the first day.")},
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["employee"].queryset = Employee.objects.working()
        self.fields["service"].queryset = Service.objects.on_sale()
        figure = self.fields["figure"]
        figure.currency, figure.of_percent = currency, self["kind"].value() == RateKind.PERCENT
        figure.help_text = _("Percent of the price, or %(currency)s for each unit.") % {"currency": currency}

    def clean(self):
        cleaned = super().clean()
        figure = cleaned.get("figure")
        if figure is not None and cleaned.get("kind") == RateKind.PERCENT and figure > 100:
            self.add_error("figure", _("A percent is at most 100. For an amount choose “Fixed per unit”."))
        return cleaned


class RateFilter(FilterForm):
    """The filters over the rates."""

    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *PayRole.choices])
    employee = forms.ModelChoiceField(
        label=_("Employee"), required=False, queryset=Employee.objects.none(), empty_label=_("All")
    )
    retired = forms.BooleanField(label=_("Retired ones"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["employee"].queryset = Employee.objects.working()

    def rows(self):
        asked = self.asked
        found = Rate.objects.retired() if asked.get("retired") else Rate.objects.in_use()
        exact = {name: asked[name] for name in ("role", "employee") if name in asked}
        return found.filter(**exact).select_related("employee", "service")


class RetireForm(forms.Form):
    """Nothing to type: it only carries the refusal, where there is one."""
