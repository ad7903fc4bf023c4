"""The service's form, and that of its material norms."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.forms.materials import unit_of, with_units
from catalog.models import Material, Service, ServiceField
from catalog.models.service import CountsBy
from common.fields import QuantityField
from common.form_words import ONE_OF_THESE
from common.standing_choices import StandingChoiceField, on_offer_or_held

ASKED = [("", _("Not asked")), ("optional", _("Asked")), ("required", _("Required"))]


class PricedForm(forms.ModelForm):
    """A service whose price may be typed with the currency beside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["price"].currency = str(self["currency"].value() or "").strip().upper()


class ServiceForm(PricedForm):
    """A service, and for each kind of field whether it asks for it."""

    class Meta:
        model = Service
        fields = [
            "name",
            "code",
            "group",
            "tax_rate",
            "price",
            "currency",
            "lead_days",
            "counts_by",
            "pontics_as",
            "review_required",
            "is_active",
        ]
        error_messages = {"counts_by": ONE_OF_THESE}
        field_classes = {"pontics_as": StandingChoiceField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["price"].min_value = 0
        self.fields["counts_by"].required = False  # where it is not sent, the service counts as it did
        self.fields["lead_days"].help_text = _(
            "In working days. A complex service takes at least as long as the longest of what it includes."
        )
        self.fields["group"].empty_label = _("Choose a group")
        self.fields["tax_rate"].empty_label = _("Choose a tax rate")
        self.fields["pontics_as"].empty_label = _("Units of this service")
        self.fields["pontics_as"].offer(
            Service.objects.on_sale().exclude(pk=self.instance.pk).order_by("code"),
            self.instance.pontics_as_id,
        )
        standing = self._standing_answers()
        for kind, label in ServiceField.Kind.choices:
            self.fields[f"asks_{kind}"] = forms.ChoiceField(
                label=label, required=False, choices=ASKED, initial=standing.get(kind, "")
            )
        for name in ("counts_by", "pontics_as"):
            self.fields[name] = self.fields.pop(name)  # as on the page

    def clean(self):
        said = super().clean()
        by = said.get("counts_by") or self.instance.counts_by
        if said.get("pontics_as") and by != CountsBy.TOOTH:
            self.add_error(
                "pontics_as", _("Only where each tooth counts can pontics be charged as something else.")
            )
        return said

    @property
    def questions(self):
        """The fields about what is asked for, to be drawn together."""
        return [self[f"asks_{kind}"] for kind in ServiceField.Kind.values]

    @property
    def asks_for(self) -> dict[str, bool]:
        """Kind → required, of what the service shall ask for."""
        answers = {kind: self.cleaned_data[f"asks_{kind}"] for kind in ServiceField.Kind.values}
        return {kind: answer == "required" for kind, answer in answers.items() if answer}

    def _standing_answers(self) -> dict[str, str]:
        if not self.instance.pk:
            return {}
        return {row.kind: "required" if row.is_required else "optional" for row in self.instance.fields.all()}


class PriceForm(PricedForm):
    """The price alone; the currency and the tax rate that it was typed for travel with it."""

    class Meta:
        model = Service
        fields = ["price", "currency", "tax_rate"]
        widgets = {"currency": forms.HiddenInput, "tax_rate": forms.HiddenInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        price = self.fields["price"]
        price.min_value = 0
        price.label = _("Price with tax, %(currency)s") % {"currency": self.instance.currency}
        price.help_text = ""
        price.widget.attrs["data-typed-over"] = ""


class NormForm(forms.Form):
    """How much of one material a unit of the service uses."""

    use_required_attribute = False

    material = forms.TypedChoiceField(label=_("Material"), coerce=int)
    quantity = QuantityField().formfield(label=_("Quantity for one"))

    def __init__(self, *args, materials: list[Material], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["material"].choices = with_units(materials)
        self.fields["quantity"].unit = unit_of(self["material"].value(), materials)

    def clean_quantity(self):
        quantity = self.cleaned_data["quantity"]
        if quantity is not None and quantity <= 0:
            raise forms.ValidationError(_("Enter more than zero, or remove the row."))
        return quantity


class BaseNormFormSet(forms.BaseFormSet):
    """All norms of a service. The list of materials is read once, whatever the number of rows."""

    row_key, called = "material", _("Materials for one unit")
    """What a row is about, and what all of them are called."""

    def __init__(self, *args, service: Service | None = None, **kwargs):
        standing = list(service.material_norms.order_by("pk")) if service else []
        kwargs["initial"] = [{"material": row.material_id, "quantity": row.quantity} for row in standing]
        kwargs["form_kwargs"] = {"materials": _offered({row.material_id for row in standing})}
        super().__init__(*args, **kwargs)

    def clean(self):
        chosen = [
            form.cleaned_data["material"] for form in self._standing() if "material" in form.cleaned_data
        ]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("A material stands here twice. Remove one of the two rows."))

    @property
    def norms(self) -> dict[int, Decimal]:
        """Material → quantity, as the service shall have them."""
        return {form.cleaned_data["material"]: form.cleaned_data["quantity"] for form in self._standing()}

    def _standing(self):
        return [form for form in self.forms if form.cleaned_data and form not in self.deleted_forms]


MOST_NORMS = 200
NormFormSet = forms.formset_factory(
    NormForm, formset=BaseNormFormSet, extra=1, can_delete=True, max_num=MOST_NORMS, absolute_max=MOST_NORMS
)


def _offered(used: set[int]) -> list[Material]:
    """Materials in use, and those that the service uses although they no longer are."""
    return list(on_offer_or_held(Material.objects.filter(is_active=True), used).order_by("name_key", "pk"))
