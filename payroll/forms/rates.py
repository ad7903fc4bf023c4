"""What the accountant types about a rate, the filters over the rates, and the question what work would pay."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Service, ServiceGroup, TaskTemplate
from common.day_bounds import KNOWN
from common.dayfields import DayField
from common.formfields import MoneyFormField, PercentFormField, QuantityFormField, is_percent_sign
from lab.models import Employee
from orders.pricing import price_line
from payroll.asking import Question
from payroll.models import PayRole, RateBase, RateKind

MOST_PER_UNIT = Decimal(1_000_000)


class FigureField(MoneyFormField):
    """An amount for each unit, or a percent where ``of_percent`` says so."""

    of_percent = False

    def name(self, currency: str, *, of_percent: bool) -> None:
        """An amount has the places of its currency, a percent two."""
        self.currency, self.of_percent = currency, of_percent
        if of_percent:
            self.places = 2

    def may_stand_beside(self, word: str) -> bool:
        return is_percent_sign(word) if self.of_percent else super().may_stand_beside(word)


class StepField(forms.ModelChoiceField):
    """A step of a service on sale, named after its service."""

    def __init__(self, **kwargs):
        super().__init__(TaskTemplate.objects.none(), required=False, **kwargs)

    def offer(self) -> None:
        found = TaskTemplate.objects.current().filter(service__is_active=True).select_related("service")
        self.queryset = found.order_by("service__name_key", "service", "position", "pk")

    def label_from_instance(self, step) -> str:
        return f"{step.service}: {step}"


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
        help_text=_(
            "Choose a service, a step or a group, or none of them for all work. The narrower one comes first."
        ),
    )
    step = StepField(label=_("Step"), empty_label=_("No single step"))
    group = forms.ModelChoiceField(
        label=_("Group of services"),
        queryset=ServiceGroup.objects.none(),
        required=False,
        empty_label=_("No single group"),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=RateKind.choices)
    figure = FigureField(
        label=_("Rate"),
        places=2,
        min_value=0,
        max_value=MOST_PER_UNIT,
        error_messages={"required": _("Enter the percent, or the amount per unit.")},
    )
    base = forms.ChoiceField(
        label=_("A percent is taken of the price"),
        choices=RateBase.choices,
        initial=RateBase.NET,
        required=False,
        help_text=_("A fixed rate pays by the unit, whatever the price."),
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
        self.fields["step"].offer()
        self.fields["group"].queryset = ServiceGroup.objects.all()
        figure = self.fields["figure"]
        figure.name(currency, of_percent=self["kind"].value() == RateKind.PERCENT)
        figure.help_text = _("Percent of the price, or %(currency)s for each unit.") % {"currency": currency}

    def clean(self):
        cleaned = super().clean()
        figure = cleaned.get("figure")
        if figure is not None and cleaned.get("kind") == RateKind.PERCENT and figure > 100:
            self.add_error("figure", _("A percent is at most 100. For an amount choose “Fixed per unit”."))
        named = [name for name in ("service", "step", "group") if cleaned.get(name)]
        if len(named) > 1:
            sentence = _("A rate is for a step, for a service or for a group: choose one of them.")
            self.add_error(named[-1], sentence)
        cleaned["base"] = cleaned.get("base") or RateBase.NET
        return cleaned


class WhatPaysForm(forms.Form):
    """A piece of work that somebody thinks of: what would it pay?"""

    use_required_attribute = False

    employee = forms.ModelChoiceField(
        label=_("Employee"), queryset=Employee.objects.none(), empty_label=_("Choose an employee")
    )
    role = forms.ChoiceField(label=_("Role"), choices=PayRole.choices)
    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.none(), empty_label=_("Choose a service")
    )
    step = StepField(label=_("Step"), empty_label=_("The whole service"))
    quantity = QuantityFormField(label=_("Quantity"), places=3, min_value=0, max_value=MOST_PER_UNIT)
    price = MoneyFormField(
        label=_("Price of one"),
        places=2,
        min_value=0,
        max_value=MOST_PER_UNIT,
        required=False,
        help_text=_("Empty: as in the catalogue."),
    )
    discount = PercentFormField(label=_("Discount, %"), places=2, min_value=0, max_value=100, required=False)
    on = DayField(label=_("Posted on"), bounds=KNOWN)

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["employee"].queryset = Employee.objects.working()
        self.fields["service"].queryset = Service.objects.on_sale()
        self.fields["step"].offer()
        self.fields["price"].currency = currency
        self.initial |= {"quantity": 1, "on": timezone.localdate()}

    def clean(self):
        told = super().clean()
        step, service = told.get("step"), told.get("service")
        if step and service and step.service_id != service.pk:
            self.add_error("step", _("This is a step of another service."))
        return told

    def question(self) -> Question:
        """What is asked, of a right form."""
        told = self.cleaned_data
        price = told["service"].price if told["price"] is None else told["price"]
        work = price_line(told["quantity"], price, told["discount"] or Decimal(0))
        asked = {name: told[name] for name in ("role", "employee", "service", "step", "quantity", "on")}
        return Question(gross=work.gross, net=work.amount, **asked)
