"""What a person types of an order besides its lines: customer, patient, due date, markers, instructions."""

from datetime import date
from decimal import Decimal
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dayfields import TypedDayField
from common.formfields import PercentFormField
from customers.models import Contact, Counterparty, Patient
from customers.models.patient import PatientKind, Sex, age_in_words
from lab.models import LabSettings
from orders.models import Order
from orders.models.order import MOST_RUSH
from orders.teeth import WrongTeeth, read_plain, written_plain
from orders.tooth_words import why_told
from workflow.drawing_up.drafts import AS_IT_STANDS, AsItStands, PatientDetails
from workflow.drawing_up.due_dates import working_days_on
from workflow.drawing_up.writing_orders import why_not_for
from workflow.forms.order_choices import Choices
from workflow.forms.row_fields import RowsField

BY_PROPOSAL = "proposal"
BELOW_LINES = (
    "missing_teeth",
    "due_by",
    "due_on",
    "is_rush",
    "rush_percent",
    "plan",
    "markers",
    "instructions",
)
PATIENT = ("kind", "name", "sex", "age", "species", "breed", "owner")
OWNERS_MAY_NOT = _("Orders of animal owners are not taken: the settings of the laboratory do not allow them.")


def _row(queryset, label, gone, empty, required=False):
    messages = {"invalid_choice": gone, "required": _("Choose who orders.")}
    told = {"label": label, "empty_label": empty, "required": required, "error_messages": messages}
    return forms.ModelChoiceField(queryset, **told)


def _text(name: str, label):
    most = Order._meta.get_field(f"patient_{name}").max_length
    return forms.CharField(label=label, required=False, max_length=most)


class OrderHeadForm(forms.Form):
    """Everything but the lines; ``order`` is None while it is being drawn up."""

    use_required_attribute = False

    customer = _row(
        Counterparty.objects.all(),
        _("Customer"),
        _("This customer does not exist any more. Choose another one."),
        _("Choose a customer"),
        True,
    )
    contact = _row(
        Contact.objects.all(), _("Ordered by"), _("This contact does not exist any more."), _("Not said")
    )
    patient = _row(
        Patient.objects.unmerged().select_related("owner"),
        _("Registered patient"),
        _("This patient is not in the register."),
        _("Not in the register"),
    )
    patient_name = _text("name", _("Name"))
    patient_kind = forms.ChoiceField(
        label=_("Patient is"), required=False, choices=[("", _("Not said")), *PatientKind.choices]
    )
    patient_sex = forms.ChoiceField(label=_("Sex"), required=False, choices=Sex.choices)
    patient_age = _text("age", _("Age"))
    patient_species = _text("species", _("Species"))
    patient_breed = _text("breed", _("Breed"))
    patient_owner = _text("owner", _("Owner"))
    missing_teeth = forms.CharField(label=_("Missing teeth"), required=False, max_length=300)
    due_by = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    """Whether the day that stands there is the one proposed ("proposal"): set by the page (static/js/order-due.js)."""
    due_on = TypedDayField(
        label=_("Due"),
        required=False,
        error_messages={"too_late": _("This day is more than ten years away. Look at the year.")},
    )
    is_rush = forms.BooleanField(label=_("Rush: it goes before others"), required=False)
    rush_percent = PercentFormField(label=_("Surcharge, %"), min_value=0, max_value=MOST_RUSH, required=False)
    plan = forms.BooleanField(label=_("Plan the work at once"), required=False)
    markers = RowsField(
        label=_("Markers"), required=False, gone=_("A chosen marker does not exist any more.")
    )
    instructions = forms.CharField(
        label=_("Instructions"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    tray = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, order: Order | None, choices: Choices, **kwargs):
        self.order, self.choices = order, choices
        super().__init__(*args, **kwargs)
        self.fields["markers"].rows = choices.markers
        self.fields["due_on"].days_on = partial(working_days_on, timezone.localdate())
        if order:
            del self.fields["plan"]
        if order and not order.allows("lines"):
            del self.fields["missing_teeth"]
        if order and not order.allows("rush"):
            del self.fields["is_rush"], self.fields["rush_percent"]

    def clean_missing_teeth(self) -> tuple[int, ...]:
        try:
            return read_plain(self.cleaned_data["missing_teeth"], self.choices.numbers)
        except WrongTeeth as wrong:
            raise ValidationError(why_told(wrong, self.choices.numbers)) from None

    @property
    def is_due_proposed(self) -> bool:
        """Whether the proposal is meant, whatever the page showed as such."""
        return self["due_by"].value() == BY_PROPOSAL

    def due_meant(self) -> date | None:
        """The day that was typed, as far as it is one."""
        value = self["due_on"].value()
        if self.is_due_proposed or isinstance(value, date):
            return None if self.is_due_proposed else value
        try:
            return self.fields["due_on"].clean(value)
        except ValidationError:
            return None

    def clean_due_on(self):
        if self.is_due_proposed:
            return None
        day = self.cleaned_data["due_on"]
        stood = self.order and self.order.due_on
        if day and day < timezone.localdate() and day != stood:
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        return day

    def clean(self):
        customer = self.cleaned_data.get("customer")
        if customer is None:
            return
        stood = self.order and self.order.customer_id == customer.pk
        if customer.is_owner and not self.choices.lab.owners_may_order and not stood:
            self.add_error("customer", OWNERS_MAY_NOT)
        elif not customer.is_active and not stood:
            self.add_error("customer", _("This customer is not active any more."))
        contact, patient = self.cleaned_data.get("contact"), self.cleaned_data.get("patient")
        if contact and contact.counterparty_id != customer.pk:
            self.add_error(
                "contact", _("This contact belongs to another customer. Choose one of this customer's.")
            )
        if patient and (why := why_not_for(patient, customer)):
            self.add_error("patient", why)

    @property
    def rush(self) -> Decimal | AsItStands | None:
        """The surcharge of a rush as it is typed now, None for no rush; a percent that cannot be read counts as 0."""
        if "is_rush" not in self.fields:
            return AS_IT_STANDS
        self.is_valid()
        said = self.cleaned_data
        return (said.get("rush_percent") or Decimal(0)) if said.get("is_rush") else None

    def above_lines(self) -> list:
        """The fields in the sequence of the page: those that stand above the lines."""
        return [field for field in self if field.name not in BELOW_LINES]

    def below_lines(self) -> list:
        return [field for field in self if field.name in BELOW_LINES]

    def details(self) -> PatientDetails:
        """The patient as typed; from the register where a registered one was chosen and nothing typed."""
        typed = {name: self.cleaned_data[f"patient_{name}"] for name in PATIENT}
        registered = self.cleaned_data["patient"]
        if registered and not typed["name"]:
            return registered_details(registered)
        if not typed["kind"] and any(typed.values()):
            animal = typed["species"] or typed["breed"] or typed["owner"]
            typed["kind"] = PatientKind.ANIMAL if animal else PatientKind.PERSON
        return PatientDetails(**typed)


def registered_details(patient: Patient) -> PatientDetails:
    """The order's own snapshot of a registered patient, with the age of today."""
    return PatientDetails(
        kind=patient.kind,
        name=patient.name,
        sex=patient.sex,
        age=age_in_words(patient.born_on, timezone.localdate())[:40],
        species=patient.species,
        breed=patient.breed,
        owner=patient.owner.name if patient.owner else "",
    )


def rush_of(order: Order | None, lab: LabSettings) -> dict:
    """Whether it is rushed, and for which surcharge; proposed is that of the settings."""
    stands = order.rush_percent if order else None
    percent = lab.rush_percent if stands is None else stands
    return {"is_rush": stands is not None, "rush_percent": percent}


def head_of(order: Order, choices: Choices) -> dict:
    """What the form shows of an order that exists."""
    return {
        "customer": order.customer_id,
        "contact": order.contact_id,
        "patient": order.patient_id,
        **{f"patient_{name}": getattr(order, f"patient_{name}") for name in PATIENT},
        "due_on": order.due_on,
        "missing_teeth": written_plain(choices.missing_teeth, choices.numbers),
        **rush_of(order, choices.lab),
        "markers": list(order.markers.values_list("pk", flat=True)),
        "instructions": order.instructions,
    }
