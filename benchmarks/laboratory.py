"""Everything around the orders of the benchmark: people, customers, patients, catalogue, stock."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from benchmarks import names
from catalog.models import Material, MaterialNorm, Service, ServiceField, ServiceGroup, TaxRate
from customers.models import Contact, Counterparty, Patient
from lab.models import Employee, LabSettings
from lab.roles import Role
from orders.models import Marker
from payroll.models import Rate
from stock.models import StockItem, Warehouse

CUSTOMERS, CONTACTS_EACH, PATIENTS = 2000, 2, 10_000
SERVICES, MATERIALS = 60, 12
STAFF = {Role.ADMINISTRATOR: 1, Role.MANAGER: 3, Role.TECHNICIAN: 12, Role.REVIEWER: 2, Role.ACCOUNTANT: 2}


@dataclass
class Laboratory:
    """What the loader picks from; ``contacts`` by customer, ``norms`` as (material, quantity) by service."""

    staff: dict[str, list[Employee]]
    customers: list[Counterparty]
    contacts: dict[int, list[int]]
    patients: list[Patient]
    services: list[Service]
    norms: dict[int, tuple[int, Decimal]]
    markers: list[Marker]
    items: dict[int, int]
    rates: dict[str, Rate]
    settings: LabSettings


def build(dice: Random, since: date) -> Laboratory:
    """A laboratory that has existed since that day, without an order."""
    customers = _customers()
    services, norms = _catalogue()
    return Laboratory(
        staff=_staff(),
        customers=customers,
        contacts=_contacts(customers),
        patients=_patients(customers, dice),
        services=services,
        norms=norms,
        markers=_markers(),
        items=_stock(norms),
        rates=_rates(since),
        settings=_settings(),
    )


def _staff() -> dict[str, list[Employee]]:
    """Nobody can log in by a password: the benchmark opens its session itself."""
    return {
        str(role): [
            Employee.objects.create_user(f"{role}{n}", roles=[role], name=names.person(97 * n + len(role)))
            for n in range(count)
        ]
        for role, count in STAFF.items()
    }


def _customers() -> list[Counterparty]:
    rows = []
    for n, name in enumerate(names.clinics(CUSTOMERS)):
        rows.append(
            Counterparty(name=name, legal_name=f"{name} Ltd", tax_id=f"{100_000_000 + n}", phone=f"0{n:08}")
        )
    return Counterparty.objects.bulk_create(rows)


def _contacts(customers: list[Counterparty]) -> dict[int, list[int]]:
    rows = [
        Contact(counterparty=customer, name=f"Dr {names.person(31 * customer.pk + 7 * n)}")
        for customer in customers
        for n in range(CONTACTS_EACH)
    ]
    found: dict[int, list[int]] = {customer.pk: [] for customer in customers}
    for contact in Contact.objects.bulk_create(rows):
        found[contact.counterparty_id].append(contact.pk)
    return found


def _patients(customers: list[Counterparty], dice: Random) -> list[Patient]:
    rows = []
    for n in range(PATIENTS):
        row = Patient(card_number=f"K{n:06}")
        if n % 4 == 0:
            row.kind = "animal"
            row.name, row.species, row.breed = names.animal(dice.randrange(1000))
        else:
            row.name = names.person(dice.randrange(10_000))
        rows.append(row)
    return Patient.objects.bulk_create(rows)


def _catalogue() -> tuple[list[Service], dict[int, tuple[int, Decimal]]]:
    groups = [ServiceGroup.objects.create(name=f"Group {n}", position=n) for n in range(6)]
    tax = TaxRate.objects.create(name="Standard", percent=Decimal(20))
    materials = [
        Material.objects.create(code=f"M{n:02}", name=f"Material {n}", unit="g") for n in range(MATERIALS)
    ]
    services = [
        Service.objects.create(
            group=groups[n % len(groups)],
            code=f"S{n:03}",
            name=f"{('Crown', 'Bridge', 'Inlay', 'Blood count', 'Biopsy')[n % 5]} {n}",
            price=Decimal(20 + n),
            tax_rate=tax,
        )
        for n in range(SERVICES)
    ]
    ServiceField.objects.bulk_create(
        ServiceField(service=service, kind=kind) for service in services for kind in ("teeth", "shade")
    )
    norms = {
        service.pk: (materials[n % MATERIALS].pk, Decimal(n % 5 + 1) / 2)
        for n, service in enumerate(services)
    }
    MaterialNorm.objects.bulk_create(
        MaterialNorm(service_id=pk, material_id=material, quantity=quantity)
        for pk, (material, quantity) in norms.items()
    )
    return services, norms


def _markers() -> list[Marker]:
    words = ("Urgent", "Out for fitting", "Remake", "Call first", "Guarantee")
    return [
        Marker.objects.create(name=word, colour=colour, position=n)
        for n, (word, colour) in enumerate(zip(words, Marker.Colour.values, strict=False))
    ]


def _stock(norms: dict[int, tuple[int, Decimal]]) -> dict[int, int]:
    warehouse = Warehouse.objects.default()
    materials = {material for material, _quantity in norms.values()}
    return {pk: StockItem.objects.create(warehouse=warehouse, material_id=pk).pk for pk in sorted(materials)}


def _rates(since: date) -> dict[str, Rate]:
    return {
        "performer": Rate.objects.create(role="performer", percent=Decimal(30), valid_from=since),
        "assistant": Rate.objects.create(role="assistant", percent=Decimal(10), valid_from=since),
    }


def _settings() -> LabSettings:
    settings = LabSettings.load()
    settings.name, settings.address = "Benchmark Laboratory", "1 Measure Street"
    settings.save()
    return settings
