"""The forms of a price list, of a version of it, and of the version's rules."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from babel.numbers import is_currency
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from catalog.models import PriceList, PriceListVersion, RuleKind, Service, ServiceGroup
from catalog.models.price_list import why_not_figure
from catalog.pricing import AMOUNTS, PERCENTS
from catalog.save_price_list import RuleDraft
from common.form_words import ONE_OF_THESE
from common.formfields import MoneyFormField, PercentFormField
from common.pickers import LISTED
from common.standing_choices import called

MOST_RULES = 300
EVERYTHING = "all"


class PriceListForm(forms.ModelForm):
    """A price list without its versions."""

    class Meta:
        model = PriceList
        fields = ["name", "currency", "is_active"]
        error_messages = {"name": {"unique": _("There is already a price list of this name.")}}

    def clean_currency(self):
        code = self.cleaned_data["currency"].upper()
        if not is_currency(code):
            raise ValidationError(_("Enter the three letters of a currency, for example EUR."))
        return code


class VersionForm(forms.ModelForm):
    """From which day to which the rules hold."""

    without_rules = forms.BooleanField(
        label=_("Without rules"),
        required=False,
        help_text=_("The prices of the catalogue hold from that day on."),
    )

    class Meta:
        model = PriceListVersion
        fields = ["valid_from", "last_day"]

    def __init__(self, *args, today: date, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day and day < self.today:
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        return day

    def clean(self):
        said = super().clean()
        begins, ends = said.get("valid_from"), said.get("last_day")
        if begins and ends and ends < begins:
            self.add_error("last_day", _("A price list cannot end before it begins."))
        return said


class Targets:
    """What a rule may be for: everything, a group, a service on sale or named already. Read once for all rows."""

    def __init__(self, held: set[int]):
        self.groups = {f"g{row.pk}": str(row) for row in ServiceGroup.objects.all()}
        services = Service.objects.filter(Q(is_active=True) | Q(pk__in=held)).order_by("code")
        self.services = {f"s{row.pk}": called(row) for row in services.defer("price", "search_text")}
        self.choices = [
            ("", _("Choose…")),
            (EVERYTHING, _("Everything")),
            (_("Groups"), list(self.groups.items())),
            (_("Services"), list(self.services.items())),
        ]

    def has(self, target: str) -> bool:
        return target == EVERYTHING or target in self.groups or target in self.services


class TargetSelect(forms.Select):
    """A picker over the whole catalogue: it lists the chosen one and, while nothing is chosen, the first services."""

    def __init__(self):
        super().__init__(
            attrs={
                "data-picker": "",
                "data-picker-url": reverse_lazy("catalog:price_targets"),
                "data-picker-none": _("No service or group called “{typed}”."),
            }
        )

    def optgroups(self, name, value, attrs=None):
        chosen, every = set(map(str, value)) - {""}, list(self.choices)
        heading, services = every[-1] if every else ("", [])
        listed = [row for row in services if row[0] in chosen] if chosen else services[:LISTED]
        self.choices = [*every[:-1], *([(heading, listed)] if listed else [])]
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = every


class TargetField(forms.ChoiceField):
    """What a rule is for."""

    widget = TargetSelect
    default_error_messages = {
        "required": _("Choose what the rule is for, or remove the row."),
        "invalid_choice": _("This is not in the catalogue any more. Choose another one."),
    }
    targets: Targets

    def valid_value(self, value):
        return self.targets.has(value)

    def offer(self, targets: Targets) -> None:
        self.targets, self.choices = targets, targets.choices


HOW_MUCH = _("Enter how much.")


class RuleForm(forms.Form):
    """One rule: what it is for, what it does, how much."""

    use_required_attribute = False

    target = TargetField(label=_("For"))
    kind = forms.ChoiceField(
        label=_("Price is"),
        choices=RuleKind.choices,
        initial=RuleKind.PERCENT_OFF,
        error_messages=ONE_OF_THESE,
    )
    figure = PercentFormField(label=_("How much"), error_messages={"required": HOW_MUCH})

    def __init__(self, *args, targets: Targets, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].offer(targets)
        self.fields["kind"].choices = [
            (
                kind,
                label
                if kind in PERCENTS
                else _("%(kind)s, %(currency)s") % {"kind": label, "currency": currency},
            )
            for kind, label in RuleKind.choices
        ]
        if self["kind"].value() in AMOUNTS:
            self.fields["figure"] = MoneyFormField(
                label=_("How much"), currency=currency, error_messages={"required": HOW_MUCH}
            )

    def clean(self):
        said = super().clean()
        kind, figure = said.get("kind"), said.get("figure")
        if kind and figure is not None and (sentence := why_not_figure(kind, figure)):
            self.add_error("figure", sentence)
        return said


class BaseRuleFormSet(forms.BaseFormSet):
    """All rules of a version. ``source`` is the version whose rules are shown: its own, or one that it ``copies``."""

    row_key, called = "target", _("Rules")
    """What a row is about, and what all of them are called."""

    def __init__(self, data=None, *, source: PriceListVersion | None, copies: bool, currency: str, **kwargs):
        standing = list(source.rules.order_by("pk")) if source else []
        shown = [] if copies and data is not None else standing
        kwargs["initial"] = [
            {"target": _target_of(row), "kind": row.kind, "figure": row.figure} for row in shown
        ]
        targets = Targets({row.service_id for row in standing if row.service_id})
        kwargs["form_kwargs"] = {"targets": targets, "currency": currency}
        super().__init__(data, **kwargs)

    def clean(self):
        seen = set()
        for form in self._kept():
            target = form.cleaned_data.get("target")
            if target in seen:
                form.add_error("target", _("There is already a rule for this. Remove one of the two."))
            seen.add(target)

    @property
    def drafts(self) -> list[RuleDraft]:
        said = (form.cleaned_data for form in self._kept())
        return [_draft(row["target"], row["kind"], row["figure"]) for row in said]

    def _kept(self) -> Iterator[RuleForm]:
        return (form for form in self.forms if form.cleaned_data and form not in self.deleted_forms)


RuleFormSet = forms.formset_factory(
    RuleForm, formset=BaseRuleFormSet, extra=1, can_delete=True, max_num=MOST_RULES, absolute_max=MOST_RULES
)


def _draft(target: str, kind: str, figure: Decimal) -> RuleDraft:
    pk = None if target == EVERYTHING else int(target[1:])
    return RuleDraft(
        kind,
        figure,
        service_id=pk if target.startswith("s") else None,
        group_id=pk if target.startswith("g") else None,
    )


def _target_of(row) -> str:
    if row.service_id:
        return f"s{row.service_id}"
    return f"g{row.group_id}" if row.group_id else EVERYTHING
