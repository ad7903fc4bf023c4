"""What the register knows about a customer and about a patient, block by block."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from common.panels import Panel
from customers.models import Counterparty, Patient
from customers.models.patient import age_in_words
from lab.permissions import may

MOST_ANIMALS = 50


def details_panel(customer: Counterparty, viewer) -> Panel:
    """How to reach the customer, and where it is."""
    context = {"customer": customer, "addresses": list(customer.addresses.all())}
    return Panel("details", _("Customer"), "customers/panels/details.html", context, side=True)


def contacts_panel(customer: Counterparty, viewer) -> Panel | None:
    """The people who order, those who no longer do last; a natural person mostly orders alone."""
    contacts = list(customer.contacts.order_by("-is_active", "name_key", "pk"))
    if not contacts and customer.kind == Counterparty.Kind.NATURAL:
        return None
    return Panel(
        "contacts",
        _("Contacts"),
        "customers/panels/contacts.html",
        {"contacts": contacts},
        count=len(contacts),
    )


def prices_panel(customer: Counterparty, viewer, today: date) -> Panel | None:
    """Which price list holds today, and what held before or will hold; None where it has always been the catalogue."""
    if not may(viewer, "see_prices"):
        return None
    rows = list(customer.price_lists.select_related("price_list").order_by("-valid_from"))
    if not rows:
        return None
    begun = [row for row in rows if row.valid_from <= today]
    context = {
        "holds": begun[0] if begun else None,
        "ahead": [row for row in reversed(rows) if row.valid_from > today],
        "former": begun[1:],
    }
    return Panel("prices", _("Prices"), "customers/panels/prices.html", context, side=True)


def requisites_panel(customer: Counterparty, viewer) -> Panel | None:
    """What is printed on papers; who pays, where somebody else does."""
    told = (
        customer.legal_name,
        customer.tax_id,
        customer.requisites,
        customer.payer_name,
        customer.payer_details,
        customer.currency,
    )
    if not any(told) and customer.payment_days is None:
        return None
    return Panel(
        "requisites", _("For papers"), "customers/panels/requisites.html", {"customer": customer}, side=True
    )


def notes_panel(customer: Counterparty, viewer) -> Panel | None:
    """What the laboratory has written down for itself."""
    if not customer.notes:
        return None
    return Panel("notes", _("Notes"), "customers/panels/notes.html", {"notes": customer.notes}, side=True)


def animals_panel(customer: Counterparty, viewer) -> Panel | None:
    """The animals of an owner."""
    if customer.kind != Counterparty.Kind.NATURAL or not may(viewer, "see_patients"):
        return None
    animals = customer.animals.order_by("name_key", "pk")
    context = {"animals": animals[:MOST_ANIMALS], "owner": customer}
    return Panel("animals", _("Animals"), "customers/panels/animals.html", context, count=animals.count())


def patient_panel(patient: Patient, viewer, today: date) -> Panel:
    """The card's head: who or what the patient is."""
    context = {"patient": patient, "age": age_in_words(patient.born_on, today)}
    return Panel("patient", _("Patient"), "customers/panels/patient.html", context, side=True)


def patient_notes_panel(patient: Patient, viewer) -> Panel | None:
    """What the laboratory has written down about the patient."""
    if not patient.notes:
        return None
    return Panel("notes", _("Notes"), "customers/panels/notes.html", {"notes": patient.notes}, side=True)
