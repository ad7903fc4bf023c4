"""What an order, its customer, its patient and the laboratory say in documents, in words, by placeholder."""

from django.utils import timezone

from common.days import day_and_year
from common.templatetags.labsite import quantity
from customers.models import Address
from lab.models import LabSettings
from orders.models import Order


def order_facts(order: Order) -> dict[str, str]:
    """By the names of ``documents.layout.placeholders.FACTS``; what a document knows itself is added by others."""
    customer, contact = order.customer, order.contact
    address = Address.objects.filter(counterparty=customer).order_by("pk").first()
    services = (
        f"{quantity(line.quantity)} × {line.name}"
        for line in order.lines.current().order_by("position", "pk")
    )
    return {
        **lab_facts(),
        "customer": customer.legal_name or customer.name,
        "customer.address": address.text if address else "",
        "customer.phone": customer.phone,
        "contact": contact.name if contact else "",
        "order.number": order.number,
        "order.received": day_and_year(order.created_at),
        "order.due": day_and_year(order.due_on) if order.due_on else "",
        "order.services": "\n".join(services),
        "order.instructions": order.instructions,
        "patient.name": order.patient_name,
        "patient.kind": order.get_patient_kind_display() if order.patient_kind else "",
        "patient.species": order.patient_species,
        "patient.breed": order.patient_breed,
        "patient.sex": order.get_patient_sex_display() if order.patient_sex else "",
        "patient.age": order.patient_age,
        "patient.owner": order.patient_owner,
    }


def lab_facts() -> dict[str, str]:
    lab = LabSettings.load()
    told = {f"lab.{name}": getattr(lab, name) for name in ("name", "legal_name", "address", "phone", "email")}
    return told | {"today": day_and_year(timezone.localdate())}
