"""Customers and patients come into the register of the demonstration."""

from datetime import date, timedelta

from customers.models import Address, Contact, Counterparty, Patient
from customers.save_counterparty import save_counterparty
from customers.save_patient import NewOwner, save_patient
from demo.customers import DENTAL, OWNERS, PERSONS, VETERINARY
from demo.laboratory import Laboratory
from demo.patients import ANIMALS, PEOPLE

TOWN = "40551 Ostermere"


def register_customers(laboratory: Laboratory) -> None:
    """Clinics by department, and the natural persons who order themselves."""
    serial = 100
    for department, rows in (("dental", DENTAL), ("veterinary", VETERINARY)):
        laboratory.customers[department] = []
        for row in rows:
            serial += 1
            laboratory.customers[department].append(_register_clinic(laboratory, serial, *row))
    for name, street, tags, is_owner in PERSONS:
        serial += 1
        person = Counterparty(
            kind="natural", name=name, is_owner=is_owner, email=f"c{serial}@example.org", phone=_phone(serial)
        )
        place = Address(text=f"{street}, {TOWN}")
        save_counterparty(person, _by(laboratory), addresses=[place], tags=tags)
        laboratory.customers[tags[0]].append(person)


def register_patients(laboratory: Laboratory) -> None:
    """People by the clinic that treats them; animals with their owners."""
    dental, veterinary = laboratory.customers["dental"], laboratory.customers["veterinary"]
    for serial, (name, sex, born, clinic) in enumerate(PEOPLE, start=1):
        patient = Patient(name=name, sex=sex, born_on=date(*born), card_number=f"D{serial:04}")
        _admit(laboratory, save_patient(patient, _by(laboratory)), dental[clinic])
    phones = {name: f"+49 30 23125 {figures}" for name, figures in OWNERS}
    for serial, (name, sex, months, species, breed, owner, clinic) in enumerate(ANIMALS, start=1):
        born = months and laboratory.now.date() - timedelta(days=round(months * 30.4))
        animal = Patient(kind="animal", name=name, sex=sex, born_on=born, species=species, breed=breed)
        animal.card_number = f"V{serial:04}"
        known = next((person for person in veterinary if person.name == owner), None)
        animal.owner = known
        new = NewOwner(owner, phones[owner]) if owner in phones else None
        animal = save_patient(animal, _by(laboratory), new_owner=new)
        _admit(laboratory, animal, veterinary[clinic])
        if known:
            _admit(laboratory, animal, known)


def _register_clinic(laboratory, serial, name, legal_name, street, people, tags) -> Counterparty:
    clinic = Counterparty(
        name=name,
        legal_name=legal_name,
        tax_id=f"XX{serial:03}000{serial:03}",
        requisites=f"Example Bank, IBAN XX00 0000 0000 0000 0{serial:03} 00",
        email=f"c{serial}@example.org",
        phone=_phone(serial),
        payment_days=30 if "key account" in tags else None,
    )
    if "public" in tags:
        clinic.payer_name, clinic.payer_details = (
            "City treasury of Ostermere",
            "Cost centre 5-3110, invoices in PDF",
        )
    if "charity price" in tags:
        clinic.notes = "Ten percent off everything, agreed with Helen."
    contacts = [
        Contact(name=person, position=position, email=f"c{serial}.{n}@example.org", phone=_phone(serial))
        for n, (person, position) in enumerate(people, start=1)
    ]
    addresses = [Address(label="Practice", text=f"{street}, {TOWN}")]
    if "key account" in tags:
        addresses.append(Address(label="Deliveries", text=f"{street}, rear entrance, {TOWN}"))
    return save_counterparty(clinic, _by(laboratory), contacts=contacts, addresses=addresses, tags=tags)


def _admit(laboratory: Laboratory, patient: Patient, customer: Counterparty) -> None:
    laboratory.patients.setdefault(customer.pk, []).append(patient)


def _by(laboratory: Laboratory):
    return laboratory.by("oscar", laboratory.opened)


def _phone(serial: int) -> str:
    return f"+49 30 23125 {serial:03}"
