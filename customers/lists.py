"""The register of patients, as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.days import day_and_year
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Link, Plain
from common.lists.fields import WordsField
from customers.models import Counterparty, Patient
from customers.models.patient import PatientKind
from customers.twins import newest_orders_of


@dataclass(frozen=True)
class PatientRow:
    """A patient with the newest order on which the patient stands."""

    patient: Patient
    order: Any = None

    @property
    def name(self) -> str:
        return self.patient.name

    @property
    def kind(self) -> str:
        """The species with the breed of an animal, as far as they are known."""
        known = [word for word in (self.patient.species, self.patient.breed) if word]
        return ", ".join(known) if self.patient.species else self.patient.get_kind_display()

    @property
    def born_on(self) -> date | None:
        return self.patient.born_on

    @property
    def last_order(self) -> str:
        return self.order.number if self.order else ""

    @property
    def last_at(self) -> datetime | None:
        return self.order.created_at if self.order else None


def _shown(patients: Sequence[Patient], asked: Asked) -> list[PatientRow]:
    newest = newest_orders_of(patients)
    return [PatientRow(patient, newest.get(patient.pk)) for patient in patients]


def _owner(row: PatientRow) -> str:
    return reverse("workflow:customer_page", args=[row.patient.owner_id]) if row.patient.owner_id else ""


def _owner_field(viewer: Viewer) -> forms.Field:
    owners = Counterparty.objects.unmerged().filter(kind=Counterparty.Kind.NATURAL)
    return forms.ModelChoiceField(label=_("Owner"), required=False, queryset=owners, widget=forms.HiddenInput)


PATIENTS = ListTable(
    name="customers:patient_list",
    title=_("Patients"),
    nouns=ngettext_lazy("%(n)s patient", "%(n)s patients", "n"),
    rows=lambda viewer: Patient.objects.unmerged().select_related("owner"),
    shown=_shown,
    opens=lambda row: reverse("workflow:patient_page", args=[row.patient.pk]),
    usual_sort="name",
    columns=(
        Column(
            "name",
            _("Patient"),
            cell=Plain("stack-head", opens=True),
            sort=Sort("name_key", index="patient_by_name"),
            fixed=True,
            parts=((_("Number"), "patient.pk"), (_("Patient"), "name")),
        ),
        Column(
            "kind",
            _("Kind"),
            parts=(
                (_("Kind"), lambda row: row.patient.get_kind_display()),
                (_("Species"), "patient.species"),
                (_("Breed"), "patient.breed"),
            ),
        ),
        Column(
            "sex",
            _("Sex"),
            lambda row: row.patient.get_sex_display() if row.patient.sex else "",
            head="col-mark",
        ),
        Column("born", _("Born"), "born_on", head="col-day"),
        Column(
            "owner",
            _("Owner"),
            "patient.owner.name",
            Link(to=_owner),
            parts=((_("Number of the owner"), "patient.owner_id"), (_("Owner"), "patient.owner.name")),
        ),
        Column("card", _("Card"), "patient.card_number", Plain("nowrap"), head="col-mark"),
        Column(
            "last",
            _("Last order"),
            "last_order",
            Link(
                "nowrap",
                to=lambda row: reverse("workflow:order_page", args=[row.last_order]),
                css_of_link="tabular",
            ),
            head="col-number",
        ),
        Column("last_at", _("Last order on"), "last_at", Plain("nowrap", write=day_and_year), head="col-day"),
    ),
    filters=(
        Filter(
            "q", WordsField(_("Name, owner or card number")), lambda rows, words, viewer: rows.matching(words)
        ),
        Filter(
            "kind",
            forms.ChoiceField(
                label=_("Kind"), required=False, choices=[("", _("All")), *PatientKind.choices]
            ),
            lambda rows, kind, viewer: rows.filter(kind=kind),
        ),
        Filter("owner", _owner_field, lambda rows, owner, viewer: rows.filter(owner=owner)),
    ),
    empty=Empty(
        title=_("No patients yet"),
        text=_("Register people and animals here, or fill them in on the order itself."),
        icon="heart-pulse",
        none_like_this=_(
            "No patient is like this. Clear a filter, or search for a part of the name, owner or card number."
        ),
        address="customers:patient_new",
        action=_("New patient"),
        needs="edit_patients",
    ),
    templates={"actions": "customers/_patients_actions.html"},
)
