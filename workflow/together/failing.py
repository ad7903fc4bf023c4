"""For each guard of a step, the orders among many for which it does not hold: one statement for all of them.

The guards themselves look at one order (``orders.lifecycle``, ``workflow.steps``) and have the last word; this is for
saying beforehand how many will be refused. A guard without a counterpart here is not foreseen.
"""

from collections.abc import Callable, Collection

from django.db.models import QuerySet

from billing.models import Act
from common.guards import Guard
from documents.models import Document, DocumentState
from lab.models import LabSettings
from orders import lifecycle
from orders.models import Order, OrderLine, Task
from workflow import steps

Among = Callable[[Collection[int]], QuerySet]
"""Ids of orders → the ids of those that fail, as a question not asked yet."""


def _orders(pks: Collection[int], **that) -> QuerySet:
    return Order.objects.order_by().filter(pk__in=pks, **that).values_list("pk", flat=True)


def _of(rows: QuerySet) -> QuerySet:
    return rows.order_by().values_list("order", flat=True)


def _lines(pks: Collection[int]) -> QuerySet:
    return OrderLine.objects.current().filter(order__in=pks)


def _without_lines(pks: Collection[int]) -> QuerySet:
    return _orders(pks).exclude(pk__in=_of(_lines(pks)))


def _with_open_tasks(pks: Collection[int]) -> QuerySet:
    return _of(Task.objects.current().unfinished().filter(order__in=pks))


def _of_owners(pks: Collection[int]) -> QuerySet:
    return (
        Order.objects.none() if LabSettings.load().owners_may_order else _orders(pks, customer__is_owner=True)
    )


def _with_work_of_nobody(pks: Collection[int]) -> QuerySet:
    doable = Task.objects.doable().filter(order__in=pks)
    nobodys = _of(doable.counted().filter(performer__isnull=True))
    named = doable.filter(performer__isnull=False, line__isnull=False)
    return nobodys.union(_of(_lines(pks).exclude(pk__in=named.order_by().values("line"))))


def _without_standing_act(pks: Collection[int]) -> QuerySet:
    standing = _of(Act.objects.standing().filter(order__in=pks))
    return _orders(pks, acts_automatic=False).exclude(pk__in=standing)


def _with_draft_act(pks: Collection[int]) -> QuerySet:
    drafts = _of(Act.objects.drafts().filter(order__in=pks))
    return _orders(pks, acts_automatic=False).filter(pk__in=drafts)


def _required(pks: Collection[int]) -> QuerySet:
    return Document.objects.current().filter(order__in=pks, is_required=True)


FAILING: dict[Guard, Among] = {
    lifecycle.has_lines: _without_lines,
    lifecycle.has_due_date: lambda pks: _orders(pks, due_on__isnull=True),
    lifecycle.all_tasks_done: _with_open_tasks,
    lifecycle.no_service_requires_review: lambda pks: _of(_lines(pks).requiring_review()),
    steps.customer_may_order: _of_owners,
    steps.every_task_has_a_performer: _with_work_of_nobody,
    steps.has_a_standing_act: _without_standing_act,
    steps.has_no_draft_act: _with_draft_act,
    steps.required_documents_are_finished: lambda pks: _of(_required(pks).unfinished()),
    steps.required_documents_are_released: lambda pks: _of(
        _required(pks).exclude(state=DocumentState.RELEASED)
    ),
    steps.has_no_standing_act: lambda pks: _of(Act.objects.standing().filter(order__in=pks)),
}
