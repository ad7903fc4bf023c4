"""The laboratory of the demonstration once it is set up: whom and what the stories of its orders can name."""

from dataclasses import dataclass, field
from datetime import datetime

from catalog.models import Material, Service
from customers.models import Counterparty, Patient
from demo.clock import Clock
from lab.cause import Cause
from lab.models import Employee
from orders.models import Marker


@dataclass
class Laboratory:
    """``patients`` are by customer; ``asked`` is what a service asks for, by its code."""

    clock: Clock
    now: datetime
    opened: datetime
    people: dict[str, Employee] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    materials: dict[str, Material] = field(default_factory=dict)
    markers: dict[str, Marker] = field(default_factory=dict)
    customers: dict[str, list[Counterparty]] = field(default_factory=dict)
    patients: dict[int, list[Patient]] = field(default_factory=dict)

    def by(self, login: str, at: datetime) -> Cause:
        """That person acts at that moment."""
        return Cause(self.people[login], at)
