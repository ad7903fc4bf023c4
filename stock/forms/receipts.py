"""What a person types when materials come in."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.forms import unit_of, with_units
from catalog.models import Material
from common.day_bounds import PAST
from common.dayfields import DayField
from common.days import day_in_full
from common.formfields import MoneyFormField, QuantityFormField
from stock.ledger import ReceivedLine
from stock.models import Warehouse
from stock.models.lot import EXPIRIES

MOST = Decimal(1_000_000)
SPARE_ROWS = 3
MOST_ROWS = 200


class ReceiptForm(forms.Form):
    """The head of a receipt."""

    use_required_attribute = False

    supplier = forms.CharField(label=_("Supplier"), max_length=200, required=False)
    received_on = DayField(
        label=_("Received on"),
        bounds=PAST,
        error_messages={
            "required": _("Enter the day on which it came."),
            "too_late": _("This day has not come yet."),
        },
    )
    warehouse = forms.ModelChoiceField(
        label=_("Warehouse"), queryset=Warehouse.objects.none(), empty_label=None
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    even_expired = forms.BooleanField(label=_("Take it in all the same"), required=False)

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].today = today
        self.fields["warehouse"].queryset = Warehouse.objects.all()


class ReceiptLineForm(forms.Form):
    """One material that came in."""

    use_required_attribute = False

    material = forms.TypedChoiceField(
        label=_("Material"), coerce=int, error_messages={"required": _("Choose the material.")}
    )
    quantity = QuantityFormField(
        label=_("Quantity"),
        places=3,
        min_value=Decimal("0.001"),
        max_value=MOST,
        error_messages={
            "required": _("Enter how much came."),
            "min_value": _("Enter more than zero, or remove the row."),
        },
    )
    lot = forms.CharField(label=_("Lot"), max_length=60, required=False)
    expires_on = DayField(label=_("Good until"), bounds=EXPIRIES, required=False)
    unit_cost = MoneyFormField(
        label=_("Cost of one unit"), places=2, min_value=0, max_value=MOST, required=False
    )

    def __init__(self, *args, materials: list[Material], currency: str, with_cost: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["material"].choices = with_units(materials)
        self._names = {row.pk: row.name for row in materials}
        self.fields["quantity"].unit = unit_of(self["material"].value(), materials)
        self.fields["unit_cost"].currency = currency
        self.fields["unit_cost"].label = _("Cost of one, %(currency)s") % {"currency": currency}
        if not with_cost:
            del self.fields["unit_cost"]

    @property
    def called(self) -> str:
        """The material of the row, by its name."""
        return self._names.get(self.cleaned_data.get("material"), "")

    def clean(self):
        said = super().clean()
        if said.get("expires_on") and not said.get("lot") and not self.errors:
            self.add_error(
                "lot", _("A day until which something is good belongs to a lot: enter the lot too.")
            )
        return said


class BaseReceiptLines(forms.BaseFormSet):
    """The materials of a receipt. Their list is read once, whatever the number of rows."""

    called = _("What came in")

    def __init__(self, *args, currency: str, with_cost: bool, **kwargs):
        materials = list(Material.objects.filter(is_active=True))
        kwargs["form_kwargs"] = {"materials": materials, "currency": currency, "with_cost": with_cost}
        super().__init__(*args, **kwargs)

    def clean(self):
        if not any(self.errors) and not self.lines:
            raise forms.ValidationError(_("Name at least one material that came in."))

    @property
    def lines(self) -> list[ReceivedLine]:
        """What came in; rows left empty or removed are not there."""
        standing = [form for form in self.forms if form.cleaned_data and form not in self.deleted_forms]
        return [
            ReceivedLine(
                material_id=form.cleaned_data["material"],
                quantity=form.cleaned_data["quantity"],
                lot=form.cleaned_data["lot"],
                unit_cost=form.cleaned_data.get("unit_cost"),
                expires_on=form.cleaned_data.get("expires_on"),
            )
            for form in standing
        ]

    def expired_on(self, day: date) -> list[str]:
        """What is no longer good on the day on which it came, row by row: the form asks whether that is meant."""
        found = []
        for form in self.forms:
            said = getattr(form, "cleaned_data", {})
            until = said.get("expires_on")
            if until and until < day:
                named = {"material": form.called, "lot": said.get("lot") or "–", "until": day_in_full(until)}
                found.append(_("%(material)s, lot %(lot)s: good until %(until)s, before it came.") % named)
        return found


ReceiptLines = forms.formset_factory(
    ReceiptLineForm,
    formset=BaseReceiptLines,
    extra=SPARE_ROWS,
    can_delete=True,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
)
