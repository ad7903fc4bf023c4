"""Customers, their contacts and addresses, and patients for tests, each with a name of its own."""

from itertools import count

from customers.models import Address, Contact, Counterparty, Patient, Tag

_number = count(1)


def make_counterparty(*, tags=(), **fields) -> Counterparty:
    """A clinic; ``tags`` are words."""
    customer = Counterparty.objects.create(**{"name": f"Clinic {next(_number)}", **fields})
    customer.tags.set([Tag.objects.get_or_create(name=word)[0] for word in tags])
    return customer


def make_owner(**fields) -> Counterparty:
    """A natural person with an animal."""
    return make_counterparty(
        **{"name": f"Owner {next(_number)}", "kind": "natural", "is_owner": True, **fields}
    )


def make_contact(**fields) -> Contact:
    if "counterparty" not in fields:
        fields["counterparty"] = make_counterparty()
    return Contact.objects.create(**{"name": f"Dr {next(_number)}", **fields})


def make_address(**fields) -> Address:
    if "counterparty" not in fields:
        fields["counterparty"] = make_counterparty()
    return Address.objects.create(**{"text": f"{next(_number)} High Street", **fields})


def make_patient(**fields) -> Patient:
    """A person; with ``kind="animal"`` an animal, which may have an owner."""
    return Patient.objects.create(**{"name": f"Patient {next(_number)}", **fields})
