"""The patient's form."""

from datetime import date

from django import forms
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.pickers import PickerSelect
from common.standing_choices import StandingChoiceField
from customers.forms.twins import TwinsForm, twin_of
from customers.models import Counterparty, Patient
from customers.models.patient import PatientKind
from customers.save_patient import NewOwner, known_owner
from customers.twins import customers_like, patients_like

OF_ANIMALS = ("species", "breed", "owner", "new_owner_name", "new_owner_phone")


class PatientTwins(TwinsForm):
    """The part of a patient's form that names the patients who are there already."""

    telling = ("kind", "name", "born_on", "owner", "new_owner_name", "new_owner_phone")

    def twins_in(self, given):
        return patients_like(twin_of(Patient, self.instance, given, ("kind", "name", "born_on", "owner")))


class PatientForm(PatientTwins):
    """A patient; ``today`` is the date after which nobody can be born."""

    new_owner_name = forms.CharField(label=_("New owner: name"), required=False, max_length=200)
    new_owner_phone = forms.CharField(label=_("New owner: phone"), required=False, max_length=50)

    field_order = ["name", "kind", "sex", "born_on", "card_number", *OF_ANIMALS, "notes"]

    class Meta:
        model = Patient
        fields = ["kind", "name", "sex", "born_on", "species", "breed", "owner", "card_number", "notes"]
        field_classes = {"owner": StandingChoiceField}
        widgets = {
            "owner": PickerSelect(
                url=format_lazy("{}?kind=natural", reverse_lazy("customers:customer_search")),
                none=_("Nobody called “{typed}”. Type a new owner below."),
            ),
            "notes": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        born_on = self.fields["born_on"]
        born_on.today = today
        born_on.error_messages["too_late"] = _(
            "This day has not come yet. Enter the date of birth or leave it empty."
        )
        owners = Counterparty.objects.active().filter(kind=Counterparty.Kind.NATURAL)
        self.fields["owner"].offer(owners, self.initial.get("owner"))
        self.fields["owner"].empty_label = _("Nobody")
        self.fields["owner"].help_text = _("Type a part of the name or phone.")

    def twins_in(self, given):
        return [*super().twins_in(given), *self._twins_of_the_owner()]

    def _twins_of_the_owner(self) -> list[Counterparty]:
        """Customers like an owner who would be new; one who is certainly the same is taken without asking."""
        typed = self.new_owner
        if not typed or known_owner(typed):
            return []
        return customers_like(Counterparty(name=typed.name, phone=typed.phone))

    def clean(self):
        given = super().clean()
        if given.get("kind") == PatientKind.PERSON:
            self._refuse_what_only_animals_have(given)
        elif given.get("owner") and self.new_owner:
            self.add_error("new_owner_name", _("An owner is chosen already. Clear one of the two."))
        elif given.get("new_owner_phone") and not given.get("new_owner_name"):
            self.add_error("new_owner_name", _("Enter the owner's name too, or clear the phone."))
        return given

    @property
    def new_owner(self) -> NewOwner | None:
        """The owner typed, after the form was found right."""
        name = " ".join(self.cleaned_data.get("new_owner_name", "").split())
        return NewOwner(name, self.cleaned_data.get("new_owner_phone", "")) if name else None

    def _refuse_what_only_animals_have(self, given) -> None:
        for name in OF_ANIMALS:
            if given.get(name):
                self.add_error(name, _("Only for animals. Clear it, or choose the kind “Animal”."))
