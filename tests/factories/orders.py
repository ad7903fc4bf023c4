"""Orders for tests, drawn up and moved by the same use cases that the pages call."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from lab.cause import Cause
from lab.models import Employee
from lab.roles import Role
from orders.models import Order, Task
from orders.models.task import FINISHED
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_employee


def cause(*roles: str, at=None, version=None) -> Cause:
    """A cause by somebody who holds the roles; without any, the administrator's."""
    return Cause(make_employee(roles=roles or (Role.ADMINISTRATOR,)), at or timezone.now(), version)


def make_line(service=None, *, quantity="1", performer=None, assistant=None, **fields):
    from workflow.drawing_up.drafts import LineDraft

    return LineDraft(
        service_id=(service or make_service()).pk,
        quantity=Decimal(quantity),
        performer_id=performer and performer.pk,
        assistant_id=assistant and assistant.pk,
        **fields,
    )


def make_draft(*lines, customer=None, due_on: date | None = None, **fields):
    """What the order form would hand over; one line with a performer unless lines are given."""
    from workflow.drawing_up.drafts import OrderDraft

    return OrderDraft(
        customer_id=(customer or make_counterparty()).pk,
        lines=lines or (make_line(performer=make_technician()),),
        due_on=due_on or timezone.localdate() + timedelta(days=7),
        **fields,
    )


def finished(order_id: int) -> list[int]:
    """The tasks of an order that could be done again."""
    return list(
        Task.objects.current().filter(order=order_id, state__in=FINISHED).values_list("pk", flat=True)
    )


def make_technician(**fields) -> Employee:
    return make_employee(roles=(Role.TECHNICIAN,), **fields)


def make_order(*lines, status: str = Status.DRAFTING, by: Cause | None = None, **fields) -> Order:
    """An order in the wanted state, brought there by the use cases."""
    from workflow.drawing_up.create_order import create_order

    by = by or cause()
    order = create_order(make_draft(*lines, **fields), by)
    return bring_to(order, status, by)


def bring_to(order: Order, status: str, by: Cause | None = None) -> Order:
    """Move an order from drafting to the wanted state along the shortest way, finishing its tasks on the way."""
    by = by or cause()
    for step in WAYS[status]:
        step(order, by)
    return Order.objects.get(pk=order.pk)


def finish_tasks(order: Order, by: Cause) -> None:
    from workflow.plan.work_on_task import work_on_task

    for task in order.tasks.current().unfinished():
        work_on_task(task.pk, by, state="done", whose="theirs")


def _use_case(module: str, **details):
    from importlib import import_module

    return lambda order, by: getattr(import_module(f"workflow.life.{module}"), module)(
        order.pk, by, **details
    )


_to_pending = [_use_case("submit_order")]
_to_production = [_use_case("start_order")]
_to_review = [*_to_production, finish_tasks, _use_case("send_order_to_review")]
_to_produced = [*_to_review, _use_case("produce_order")]

WAYS = {
    Status.DRAFTING: [],
    Status.PENDING: _to_pending,
    Status.PRODUCTION: _to_production,
    Status.REVIEW: _to_review,
    Status.PRODUCED: _to_produced,
    Status.REALIZED: [*_to_produced, _use_case("realize_order")],
    Status.CANCELLED: [_use_case("cancel_order", reason="not wanted any more")],
}
