"""What a person types to open a sheet for counting, to fill it in and to book it."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from common.formfields import QuantityFormField
from common.standing_choices import RowsField
from stock.counting import MOST
from stock.models import StockCount, StockItem, Warehouse


class OpenCountForm(forms.Form):
    """Which shelves are counted."""

    use_required_attribute = False

    warehouse = forms.ModelChoiceField(
        label=_("Warehouse"), queryset=Warehouse.objects.none(), empty_label=None
    )
    note = forms.CharField(
        label=_("What is counted"), max_length=200, required=False, help_text=_("For example: cold store.")
    )
    items = RowsField(
        label=_("Materials"),
        queryset=StockItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["warehouse"].queryset = Warehouse.objects.all()
        self.fields["items"].queryset = StockItem.objects.select_related("material").order_by(
            "material__name_key", "pk"
        )


class CountForm(forms.Form):
    """One field a line; what stays empty is not counted."""

    use_required_attribute = False

    def __init__(self, data=None, *, count: StockCount):
        self.lines = list(count.lines.order_by("pk"))
        super().__init__(data, initial={name_of(line): line.counted for line in self.lines})
        for line in self.lines:
            self.fields[name_of(line)] = QuantityFormField(
                label=str(line),
                places=3,
                min_value=Decimal(0),
                max_value=MOST,
                unit=line.item.material.unit,
                required=False,
            )

    @property
    def counted(self) -> dict[int, Decimal | None]:
        return {line.pk: self.cleaned_data[name_of(line)] for line in self.lines}

    @property
    def rows(self):
        """(line, its field), as the page draws them."""
        return [(line, self[name_of(line)]) for line in self.lines]


def name_of(line) -> str:
    return f"counted_{line.pk}"


class AddLineForm(forms.Form):
    """Something that lies there and is not on the sheet."""

    use_required_attribute = False

    item = forms.ModelChoiceField(
        label=_("Material"),
        queryset=StockItem.objects.none(),
        error_messages={"required": _("Choose the material.")},
    )
    lot = forms.CharField(label=_("Lot"), max_length=60, required=False)
    counted = QuantityFormField(
        label=_("What is there"),
        places=3,
        min_value=Decimal(0),
        max_value=MOST,
        error_messages={"required": _("Enter how much is there.")},
    )

    def __init__(self, *args, count: StockCount, **kwargs):
        super().__init__(*args, **kwargs)
        items = StockItem.objects.filter(warehouse=count.warehouse_id).select_related("material")
        self.fields["item"].empty_label = _("Choose a material")
        self.fields["item"].queryset = items.order_by("material__name_key", "pk")


class BookCountForm(forms.Form):
    """Why what is there differs."""

    use_required_attribute = False

    reason = forms.CharField(label=_("Reason of the differences"), max_length=300, required=False)
