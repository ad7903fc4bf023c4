"""What can be chosen on an order form, loaded once for all its lines."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from catalog.models import Service
from common.money import ZERO
from customers.models import Contact, Counterparty
from lab.models import Employee, LabSettings
from orders.models import Marker, Order, OrderLine, Task

CUSTOMERS_LISTED = 300
"""More than these are found by searching only."""


@dataclass(frozen=True)
class Choices:
    """Rows by id. ``lines`` and ``tasks`` are those that the order has now; ``covered`` lines are frozen by an act."""

    services: dict[int, Service]
    performers: dict[int, Employee]
    markers: dict[int, Marker]
    lines: dict[int, OrderLine]
    tasks: dict[int, Task]
    covered: frozenset[int]
    currency: str
    lab: LabSettings

    @property
    def service_groups(self) -> list[tuple[str, list[Service]]]:
        """Under the headings of the catalogue."""
        grouped = groupby(self.services.values(), key=lambda service: service.group.name)
        return [(name, list(services)) for name, services in grouped]

    @property
    def asked(self) -> dict[int, list[str]]:
        """By service, the kinds of fields that it asks for; a required one ends in an exclamation mark."""
        return {
            pk: [f"{field.kind}!" if field.is_required else field.kind for field in service.fields.all()]
            for pk, service in self.services.items()
        }


def load_choices(order: Order | None, covered: dict[int, object]) -> Choices:
    """``covered`` is the quantity of each line that standing acts hold."""
    lines = {line.pk: line for line in order.lines.current()} if order else {}
    tasks = {task.line_id: task for task in order.tasks.current()} if order else {}
    held = {person for task in tasks.values() for person in (task.performer_id, task.assistant_id) if person}
    services = Service.objects.filter(
        Q(is_active=True) | Q(pk__in={line.service_id for line in lines.values()})
    )
    able = Employee.objects.performers().values("pk")
    performers = Employee.objects.filter(Q(pk__in=able) | Q(pk__in=held))
    lab = LabSettings.load()
    return Choices(
        services={row.pk: row for row in services.select_related("group").prefetch_related("fields")},
        performers={row.pk: row for row in performers.order_by("name_key", "pk")},
        markers={row.pk: row for row in _markers(order)},
        lines=lines,
        tasks=tasks,
        covered=frozenset(pk for pk, quantity in covered.items() if quantity > ZERO),
        currency=order.currency if order else lab.currency,
        lab=lab,
    )


def customers_listed(chosen: int | None) -> list[Counterparty]:
    """The first customers by name, and the chosen one; others are searched for."""
    listed = list(Counterparty.objects.active().order_by("name_key", "pk")[:CUSTOMERS_LISTED])
    if chosen and all(row.pk != chosen for row in listed):
        listed += Counterparty.objects.filter(pk=chosen)
    return listed


def contacts_listed(customer: int | None, chosen: int | None) -> list[Contact]:
    """The people who order for the customer, and the chosen one."""
    if not customer:
        return []
    return list(
        Contact.objects.filter(Q(counterparty=customer, is_active=True) | Q(pk=chosen)).order_by(
            "name_key", "pk"
        )
    )


def _markers(order: Order | None):
    """The markers in use, and those that the order has."""
    worn = order.markers.values("pk") if order else Marker.objects.none().values("pk")
    return Marker.objects.filter(Q(is_active=True) | Q(pk__in=worn))
