"""What a person types to correct a lot, to take back what was booked, to say what shall be kept."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from common.form_words import ONE_OF_THESE
from common.formfields import QuantityFormField
from common.templatetags.labsite import quantity as as_text
from lab.permissions import may
from stock.allocation import LotStock
from stock.models import Lot, StockItem, Why

MOST = Decimal(1_000_000)
LESS, MORE = "less", "more"


class ConfirmForm(forms.Form):
    """Nothing to type: it only carries the refusal, where there is one."""


class CorrectionForm(forms.Form):
    """More or less of one lot than the books say, and why."""

    use_required_attribute = False

    lot = forms.ChoiceField(label=_("Lot"), required=False)
    way = forms.ChoiceField(
        label=_("There is"),
        error_messages=ONE_OF_THESE,
        choices=[(LESS, _("less than the books say")), (MORE, _("more than the books say"))],
    )
    quantity = QuantityFormField(
        label=_("By how much"),
        places=3,
        min_value=Decimal("0.001"),
        max_value=MOST,
        error_messages={
            "required": _("Enter how much more or less there is."),
            "min_value": _("Enter more than zero."),
        },
    )
    why = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose the reason")), *Why.choices],
        error_messages={"required": _("Choose the reason.")},
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    override_shortage = forms.BooleanField(
        label=_("Correct it even if less than nothing is left"), required=False
    )

    def __init__(self, *args, item: StockItem, lots: Sequence[LotStock], viewer, **kwargs):
        super().__init__(*args, **kwargs)
        unit = item.material.unit
        self.fields["quantity"].unit = unit
        self.fields["quantity"].label = _("By how much, %(unit)s") % {"unit": unit}
        there = {lot.name: lot.on_hand for lot in lots}
        known = Lot.objects.filter(item=item).order_by("-pk").values_list("name", flat=True)
        names = [*there, *(name for name in known if name not in there)]
        if "" not in names:
            names.append("")
        self.fields["lot"].choices = [(name, self._named(name, there.get(name), unit)) for name in names]
        if not may(viewer, "override_shortage"):
            del self.fields["override_shortage"]

    @staticmethod
    def _named(lot: str, on_hand: Decimal | None, unit: str) -> str:
        name = lot or str(_("without a lot"))
        return f"{name} · {as_text(on_hand or Decimal(0))} {unit}"

    @property
    def asked(self) -> dict:
        """As the ledger is told it."""
        said = self.cleaned_data
        return {
            "lot": said["lot"],
            "quantity": said["quantity"] if said["way"] == MORE else -said["quantity"],
            "why": said["why"],
            "note": said["note"],
            "override_shortage": said.get("override_shortage", False),
        }


class ReversalForm(forms.Form):
    """Why something is taken back."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Say why it is taken back.")}
    )
    override_shortage = forms.BooleanField(
        label=_("Take it back even if less than nothing is left"), required=False
    )

    def __init__(self, *args, viewer, **kwargs):
        super().__init__(*args, **kwargs)
        if not may(viewer, "override_shortage"):
            del self.fields["override_shortage"]


class MinimumForm(forms.ModelForm):
    """The least of an item that shall be there."""

    use_required_attribute = False

    class Meta:
        model = StockItem
        fields = ["minimum"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["minimum"]
        field.unit, field.min_value, field.max_value = self.instance.material.unit, Decimal("0.001"), MOST
        field.label = _("At least, %(unit)s") % {"unit": field.unit}


class ExpiryForm(forms.ModelForm):
    """Until when a lot is good."""

    use_required_attribute = False

    class Meta:
        model = Lot
        fields = ["expires_on"]
