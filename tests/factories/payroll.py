"""Rates, facts and accruals for tests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count

from payroll import ledger
from payroll.facts import WorkDone
from payroll.models import PayrollEntry, Rate
from tests.factories.bare_orders import make_bare_task, make_event
from tests.factories.lab import make_employee

_source = count(1)


def make_rate(**fields) -> Rate:
    """10 % of the price for every performer and every service, since ever; with ``amount`` a fixed rate instead."""
    fields = {"role": "performer", "valid_from": date(2020, 1, 1), **fields}
    if "amount" in fields:
        return Rate.objects.create(kind="fixed", **fields)
    return Rate.objects.create(**{"kind": "percent", "percent": Decimal(10), **fields})


def make_fact(employee=None, task=None, *, order=None, service=None, **fields) -> WorkDone:
    """One unit worth 100.00, done by a technician as the performer of a task."""
    task = task or make_bare_task(order, service)
    employee = employee or make_employee(roles=["technician"])
    fact = WorkDone(
        source=next(_source),
        order_id=task.order_id,
        task_id=task.pk,
        employee_id=employee.pk,
        role="performer",
        service_id=task.line.service_id,
        quantity=Decimal(1),
        gross=Decimal(100),
        net=Decimal(100),
        currency="EUR",
    )
    return replace(fact, **fields)


def make_accrual(employee=None, *, on=None, **fields) -> PayrollEntry:
    """One booked piece of work of 100.00."""
    fact = make_fact(employee, **fields)
    return ledger.accrue({fact.source: [fact]}, event=make_event(), on=on or date(2026, 11, 10))[0]
