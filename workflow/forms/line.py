"""The lines of the order form: a service, how much of it, its price, what it asks for, and who does it."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from common.formfields import MoneyFormField, PercentFormField, QuantityFormField
from common.money import LIMIT
from common.sheets import Named
from orders.pricing import LinePrice
from workflow.drawing_up.drafts import LineDraft
from workflow.forms.line_details import DETAILS, AsksForDetails
from workflow.forms.line_parts import SaysItsParts
from workflow.forms.line_pontics import SaysItsPontics
from workflow.forms.line_price import SaysItsPrice
from workflow.forms.line_teeth import LONGEST_CARD, SaysItsTeeth
from workflow.forms.order_choices import Choices
from workflow.forms.people import check_people
from workflow.forms.row_fields import RowField
from workflow.forms.teeth_twice import ask_about_teeth

MOST_LINES = 300
MOST_OF_A_SERVICE = 100_000


class LineForm(AsksForDetails, SaysItsParts, SaysItsPrice, SaysItsTeeth, SaysItsPontics, forms.Form):
    """One line. ``choices`` is shared by all lines; ``line`` is the one that the order has already, if any.

    ``is_pattern`` marks the line that the page makes new ones of: it has a field for everything that may be asked.
    """

    use_required_attribute = False

    line = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    service = RowField(
        label=_("Service"),
        gone=_("This service is not in the catalogue any more. Choose another one."),
        error_messages={"required": _("Choose a service, or remove the line.")},
    )
    quantity = QuantityFormField(
        label=_("Quantity"),
        places=3,
        min_value=Decimal("0.001"),
        max_value=MOST_OF_A_SERVICE,
        initial=Decimal(1),
    )
    unit_price = MoneyFormField(label=_("Price"), min_value=0, max_value=LIMIT, required=False)
    price_typed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    """Whether a person has typed the price since the service was chosen: set by the page (static/js/order-lines.js)."""
    discount = PercentFormField(label=_("Discount, %"), min_value=0, max_value=100, required=False)
    quantity_by = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    """Whether the quantity follows the teeth or was typed ("teeth", "hand"): set by the page (static/js/teeth.js)."""
    card = forms.CharField(required=False, max_length=LONGEST_CARD, widget=forms.HiddenInput)
    teeth = forms.CharField(label=_("Teeth"), required=False, max_length=300)
    twice = forms.BooleanField(label=_("Yes, worked twice"), required=False)
    shade = forms.CharField(label=_("Shade"), required=False, max_length=60)
    material = forms.CharField(label=_("Material"), required=False, max_length=100)
    specimen = forms.CharField(label=_("Specimen"), required=False, max_length=100)
    container = forms.CharField(label=_("Container"), required=False, max_length=100)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)
    performer = RowField(
        label=_("Performer"), required=False, gone=_("This person is not a performer any more.")
    )
    assistant = RowField(
        label=_("Assistant"), required=False, gone=_("This person is not a performer any more.")
    )

    def __init__(self, *args, choices: Choices, see_prices: bool, line=None, is_pattern=False, **kwargs):
        self.choices, self.standing, self.see_prices = choices, line, see_prices
        self.is_pattern = is_pattern
        if line is not None:
            kwargs["initial"] = _initial(line, choices, see_prices)
        super().__init__(*args, **kwargs)
        self.fields["service"].offer(choices.services, choices.services_named)
        for name in ("performer", "assistant"):
            self.fields[name].offer(choices.performers, choices.performers_named)
        self.fields["unit_price"].currency = choices.currency
        if not see_prices:
            del self.fields["unit_price"]
        self.is_frozen = line is not None and line.pk in choices.covered
        if self.is_frozen:
            for name in ("service", "quantity", "unit_price", "discount"):
                if name in self.fields:
                    self.fields[name].disabled = True

    def clean(self):
        service = self.cleaned_data.get("service")
        if service is None:
            return
        self.count_teeth()
        self.refuse_missing_rate()
        self.refuse_unsold_parts()
        self.refuse_pontics()
        check_people(self)
        self.refuse_unsaid(service)
        if self.price is None and not {"service", "quantity", "unit_price", "discount"} & set(self.errors):
            self.add_error("quantity", _("This amount is larger than an order may be."))

    def chosen(self, name: str):
        """The row that the field means now, right or not; None where it means none."""
        return self.fields[name].row(self[name].value())

    def shown(self, name: str) -> dict[str, object]:
        """A field with its row's id and with the text that stands in it, for the template."""
        bound, row = self[name], self.chosen(name)
        typed = bound.value() if isinstance(bound.value(), Named) else ""
        return {
            "field": bound,
            "id": row.pk if row else "",
            "text": self.choices.labels[row] if row else typed,
        }

    @property
    def service_shown(self) -> dict[str, object]:
        return self.shown("service")

    @property
    def people_shown(self) -> list[dict[str, object]]:
        return [self.shown("performer"), self.shown("assistant")]

    @property
    def prices(self) -> list[LinePrice]:
        """What the line and that of its pontics cost, as far as that can be said."""
        return [price for price in (self.price, self.pontics_price) if price]

    def draft(self) -> LineDraft:
        """The line as the use case takes it."""
        said = self.cleaned_data
        return LineDraft(
            service_id=said["service"].pk,
            quantity=said["quantity"],
            line_id=self.standing and self.standing.pk,
            unit_price=self._typed,
            priced_anew=self.see_prices and self._service_stands and self._typed is None,
            discount_percent=said["discount"] or Decimal(0),
            details={kind: said[kind] for kind in DETAILS if said[kind]},
            works=tuple(self.works),
            performer_id=said["performer"] and said["performer"].pk,
            assistant_id=said["assistant"] and said["assistant"].pk,
        )


class BaseLineFormSet(forms.BaseFormSet):
    """All lines. A row in which nothing was chosen is no line."""

    row_key, called = "line", _("Services")
    """What a row is about, and what all of them are called."""
    is_submitted = False
    """Whether the order shall be submitted at once: then it has a service."""

    def __init__(self, *args, choices: Choices, see_prices: bool, **kwargs):
        self.choices, self.see_prices = choices, see_prices
        super().__init__(*args, prefix="lines", **kwargs)
        self.extra = 0 if choices.lines else 1  # one to begin with; more by the button

    def get_form_kwargs(self, index):
        line = None if index is None else self._standing(index)
        shared = {"choices": self.choices, "see_prices": self.see_prices}
        return shared | {"line": line, "empty_permitted": line is None, "is_pattern": index is None}

    def clean(self):
        ask_about_teeth(self.kept)
        if self.is_submitted and not self.kept:
            raise forms.ValidationError(
                _(
                    "Choose a service: an order is submitted with one at least. “Draw up” keeps it in drafting."
                )
            )

    def _standing(self, index: int):
        if self.is_bound:
            text = self.data.get(f"lines-{index}-line", "")
            return (
                self.choices.lines.get(int(text))
                if text.isascii() and text.isdigit() and len(text) < 19
                else None
            )
        rows = list(self.choices.lines.values())
        return rows[index] if index < len(rows) else None

    @property
    def kept(self) -> list[LineForm]:
        """The rows that are lines: not removed, and with a service or something else typed."""
        if not self.is_bound:
            return [form for form in self.forms if form.standing]
        return [form for form in self.forms if not form["DELETE"].value() and not _is_blank(form)]

    def drafts(self) -> tuple[LineDraft, ...]:
        return tuple(form.draft() for form in self.kept)


LineFormSet = forms.formset_factory(
    LineForm,
    BaseLineFormSet,
    extra=1,
    can_delete=True,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES + 1,
    validate_max=True,
)


def _is_blank(form: LineForm) -> bool:
    return form.standing is None and not form.has_changed()


def _initial(line, choices: Choices, see_prices: bool) -> dict:
    task, works = choices.tasks.get(line.pk), choices.works.get(line.pk, ())
    initial = {
        "line": str(line.pk),
        "service": line.service_id,
        "quantity": line.quantity,
        "discount": line.discount_percent or None,
        "performer": task and task.performer_id,
        "assistant": task and task.assistant_id,
        **{kind: line.details.get(kind, "") for kind in DETAILS},
        **SaysItsTeeth.first_teeth(line, works, choices),
    }
    return initial | ({"unit_price": line.unit_price} if see_prices else {})
