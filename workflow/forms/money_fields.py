"""What every form of money that moves asks alike: the day, the method, the amount in its currency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import Payment
from common.day_bounds import PAST
from common.dayfields import DayField


def money_day(label, too_late):
    return DayField(label=label, bounds=PAST, error_messages={"too_late": too_late})


def method_field():
    return forms.ChoiceField(label=_("Method"), choices=Payment.Method.choices)


def reference_field():
    return forms.CharField(label=_("Reference"), max_length=100, required=False)


def currency_field():
    return forms.ChoiceField(label=_("Currency"))


def above_nothing(form: forms.Form, sentence):
    amount = form.cleaned_data["amount"]
    if amount <= 0:
        raise forms.ValidationError(sentence)
    return amount


def name_currency_of(form: forms.Form, currency: str) -> None:
    form.fields["amount"].currency = currency
    if "currency" not in form.fields:
        form.fields["amount"].label = _("%(label)s, %(currency)s") % {
            "label": form.fields["amount"].label,
            "currency": currency,
        }


def choose_currency(form: forms.Form, offered: list[str]) -> str:
    """The currency that is chosen, or the first; asked only where there are several."""
    field = form.fields["currency"]
    field.choices = [(code, code) for code in offered]
    form.initial.setdefault("currency", offered[0])
    if len(offered) == 1:
        field.widget, field.required = forms.HiddenInput(), False
        form.fields["amount"].label = _("%(label)s, %(currency)s") % {
            "label": form.fields["amount"].label,
            "currency": offered[0],
        }
    chosen = form["currency"].value()
    return chosen if chosen in offered else offered[0]
