"""The form of an act made by hand: people, how much of each line, which materials. It shows no money."""

from collections import defaultdict
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.ledger.acts import ActLineDraft, standing_quantity_by_line
from billing.models import Act
from catalog.models import Material
from common.formfields import QuantityFormField
from common.standing_choices import StandingChoiceField
from common.typed_numbers import write_number
from workflow.acts.automatic_acts import norms_of
from workflow.forms.dialogs import OrderForm, PerformerField
from workflow.forms.people import check_people

SPARE_ROWS = 2
MOST_ROWS = 50
MOST = Decimal(10) ** 6


class NumberText(forms.TextInput):
    """A number in a column of its own; these fields are drawn without crispy-forms' layout."""

    def __init__(self):
        super().__init__(attrs={"class": "form-control num", "inputmode": "decimal", "autocomplete": "off"})


class ActForm(OrderForm):
    """``act`` is the draft to change, or None for a new one, which proposes all that is left."""

    performer = PerformerField(label=_("Performer"))
    assistant = PerformerField(label=_("Assistant"), required=False)

    def __init__(self, *args, act: Act | None = None, **kwargs):
        self.act = act
        super().__init__(*args, **kwargs)

    def prepare(self):
        if self.act:
            self.initial |= {"performer": self.act.performer_id, "assistant": self.act.assistant_id}
        elif self.order.tasks.current().filter(performer=self.actor.pk).exists():
            self.initial["performer"] = self.actor.pk  # who works on the order mostly writes down own work
        for name in ("performer", "assistant"):
            self.fields[name].hold(self.initial.get(name))
        self._add_lines()
        self._add_materials()
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and not isinstance(field, PerformerField):
                field.empty_label = _("No material")

    def _add_lines(self):
        self.lines = list(self.order.lines.current())
        self.left = standing_quantity_by_line(self.order)
        drafted = {line.line_id: line.quantity for line in self.act.lines.all()} if self.act else None
        for line in self.lines:
            left = line.quantity - self.left.get(line.pk, Decimal(0))
            proposed = drafted.get(line.pk) if drafted is not None else left
            self.fields[f"line_{line.pk}"] = QuantityFormField(
                label=line.name,
                places=3,
                min_value=Decimal(0),
                max_value=left,
                required=False,
                initial=proposed or None,
                widget=NumberText(),
                help_text=_("at most %(left)s") % {"left": write_number(left)},
            )

    def _add_materials(self):
        rows = self._material_rows()
        self.material_rows = range(max(len(rows) + SPARE_ROWS, self._posted_rows()))
        materials = Material.objects.filter(is_active=True)
        for row in self.material_rows:
            material, quantity = rows[row] if row < len(rows) else (None, None)
            self.fields[f"material_{row}"] = StandingChoiceField(
                label=_("Material"),
                queryset=materials,
                required=False,
                initial=material,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"material_{row}"].offer(materials, material)
            self.fields[f"used_{row}"] = QuantityFormField(
                label=_("Quantity"),
                places=3,
                min_value=Decimal(0),
                max_value=MOST,
                required=False,
                initial=quantity,
                widget=NumberText(),
            )

    def _material_rows(self) -> list[tuple[int, Decimal]]:
        if self.act:
            return list(self.act.materials.values_list("material_id", "quantity"))
        open_lines = [(line, line.quantity - self.left.get(line.pk, Decimal(0))) for line in self.lines]
        return norms_of([(line, left) for line, left in open_lines if left > 0])

    def _posted_rows(self) -> int:
        """Rows may be added on the page, but each asks the database for its choices: never as many as one likes."""
        if not self.data:
            return 0
        posted = sum(1 for name in self.data if name.startswith("material_") and name[9:].isdigit())
        return min(posted, MOST_ROWS)

    def line_fields(self):
        return [self[f"line_{line.pk}"] for line in self.lines]

    def material_fields(self):
        return [(self[f"material_{row}"], self[f"used_{row}"]) for row in self.material_rows]

    def clean(self):
        told = super().clean()
        check_people(self)
        told["lines"] = [
            ActLineDraft(line.pk, told[f"line_{line.pk}"])
            for line in self.lines
            if told.get(f"line_{line.pk}")
        ]
        if not told["lines"] and not self.errors:
            raise forms.ValidationError(_("Say of at least one service how much was completed."))
        told["materials"] = self._materials(told)
        return told

    def _materials(self, told) -> list[tuple[int, Decimal]]:
        used: dict[int, Decimal] = defaultdict(Decimal)
        for row in self.material_rows:
            material, quantity = told.get(f"material_{row}"), told.get(f"used_{row}")
            if material and quantity:
                used[material.pk] += quantity
            elif quantity and f"material_{row}" not in self.errors:
                self.add_error(f"material_{row}", _("Choose the material, or clear the quantity."))
            elif material and f"used_{row}" not in self.errors:
                self.add_error(f"used_{row}", _("Say how much of it was used, or choose no material."))
        return list(used.items())

    def told(self) -> dict:
        """What the use case takes."""
        return {name: self.cleaned_data[name] for name in ("performer", "assistant", "lines", "materials")}
