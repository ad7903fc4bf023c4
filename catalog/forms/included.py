"""What a complex service includes: rows of its form, on its own page and in the admin site."""

from collections.abc import Iterator
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import IncludedService, Service
from common.fields import QuantityField
from common.standing_choices import OffersInUseForm, called, on_offer_or_held

MOST_INCLUDED = 50
MOST_OF_ONE = 10_000
MORE_THAN_NOTHING = _("Enter more than zero, or remove the row.")


class IncludedForm(forms.Form):
    """How many of one service a complex one includes."""

    use_required_attribute = False

    service = forms.TypedChoiceField(
        label=_("Service"),
        coerce=int,
        error_messages={"invalid_choice": _("This service is not on sale, or no longer: choose another.")},
    )
    quantity = QuantityField().formfield(
        label=_("Quantity in one"), initial=Decimal(1), max_value=MOST_OF_ONE
    )

    def __init__(self, *args, choices: list[tuple], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = choices

    def clean_quantity(self):
        quantity = self.cleaned_data["quantity"]
        if quantity is not None and quantity <= 0:
            raise ValidationError(MORE_THAN_NOTHING)
        return quantity


class BaseIncludedFormSet(forms.BaseFormSet):
    """Everything that a service includes. The catalogue is read once, whatever the number of rows."""

    row_key, called = "service", _("Included services")
    """What a row is about, and what all of them are called."""

    def __init__(self, *args, service: Service | None = None, **kwargs):
        standing = list(service.included.all()) if service else []
        kwargs["initial"] = [{"service": row.service_id, "quantity": row.quantity} for row in standing]
        held = {row.service_id for row in standing}
        kwargs["form_kwargs"] = {"choices": _offered(held, but=service)}
        super().__init__(*args, **kwargs)

    def clean(self):
        if self.total_error_count():
            return
        chosen = [form.cleaned_data["service"] for form in self._kept()]
        if twice := next((pk for pk in chosen if chosen.count(pk) > 1), None):
            named = dict(self.forms[0].fields["service"].choices)[twice]
            sentence = _("“%(service)s” stands here twice. Add the two quantities up in one row.")
            raise ValidationError(sentence, params={"service": named})

    @property
    def names_any(self) -> bool:
        """Whether the service shall include anything: it is a complex one then."""
        return self.is_valid() and any(self._kept())

    @property
    def quantities(self) -> dict[int, Decimal]:
        """Service → quantity, in the sequence of the rows."""
        return {form.cleaned_data["service"]: form.cleaned_data["quantity"] for form in self._kept()}

    def _kept(self) -> Iterator[IncludedForm]:
        return (form for form in self.forms if form.cleaned_data and form not in self.deleted_forms)


IncludedFormSet = forms.formset_factory(
    IncludedForm,
    formset=BaseIncludedFormSet,
    extra=1,
    can_delete=True,
    max_num=MOST_INCLUDED,
    absolute_max=MOST_INCLUDED,
)


class IncludedRowForm(OffersInUseForm):
    """The same row where a table is edited directly."""

    class Meta:
        model = IncludedService
        fields = ["service", "quantity", "position"]

    def clean_quantity(self):
        quantity = self.cleaned_data["quantity"]
        if quantity is not None and quantity <= 0:
            raise ValidationError(MORE_THAN_NOTHING)
        return quantity

    def clean(self):
        said = super().clean()
        service = self.cleaned_data.get("service")
        if service and service.pk == self.instance.bundle_id:
            self.add_error("service", _("A service cannot include itself."))
        return said


def _offered(held: set[int], *, but: Service | None) -> list[tuple]:
    """Services on sale and those included although they no longer are; never the service itself."""
    rows = on_offer_or_held(Service.objects.on_sale(), held).order_by("name_key", "pk")
    if but:
        rows = rows.exclude(pk=but.pk)
    return [("", _("Choose…")), *((row.pk, called(row)) for row in rows)]
