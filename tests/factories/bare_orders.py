"""Orders as bare rows, for tests of ledgers that only point at an order and know nothing of its life."""

from decimal import Decimal
from itertools import count

from django.utils import timezone

from lab.events import record_event
from lab.models import Event
from orders.models import Order, OrderLine, Task
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_cause, make_employee

_serial = count(1)


def make_bare_order(**fields) -> Order:
    """A drafting order without lines, events or history."""
    serial = next(_serial)
    numbered = {"number": f"BARE-{serial:06}", "number_year": 2026, "number_serial": serial}
    if "customer" not in fields:
        fields["customer"] = make_counterparty()
    return Order.objects.create(**{**numbered, "created_at": timezone.now(), **fields})


def make_bare_task(order=None, service=None, **fields) -> Task:
    """The task of a new line of one unit for 100.00."""
    order, service = order or make_bare_order(), service or make_service()
    line = OrderLine.objects.create(
        order=order,
        service=service,
        code=service.code,
        name=service.name,
        quantity=Decimal(1),
        unit_price=Decimal(100),
        gross=Decimal(100),
        amount=Decimal(100),
    )
    return Task.objects.create(**{"order": order, "line": line, "title": service.name, **fields})


def make_event(verb="produce", actor=None) -> Event:
    """Something an administrator did just now."""
    return record_event(
        verb, make_cause(actor or make_employee(roles=["administrator"])), action="administer"
    )
