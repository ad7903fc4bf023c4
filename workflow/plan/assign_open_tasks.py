"""Assign the open tasks of an order to one person: those that nobody has, or all that are still to be done."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lab.cause import Cause
from lab.models import Employee
from orders.models import Order
from workflow.moving import StepRefused, open_order
from workflow.plan.assign_task import assign_task


@transaction.atomic
def assign_open_tasks(order_id: int, cause: Cause, *, performer: Employee, all_open: bool = False) -> str:
    """Gives in words how many tasks got another performer. Whoever assists stays, but nobody assists himself."""
    order = open_order(order_id, cause, action="assign_task", aspect="tasks")
    tasks = list(_open_tasks(order, all_open).select_related("performer", "assistant"))
    if not tasks:
        raise StepRefused(_("No task of this order is open for it."))
    given = [task for task in tasks if task.performer_id != performer.pk]
    for task in given:
        assistant = None if task.assistant_id == performer.pk else task.assistant
        assign_task(task.pk, cause, performer=performer, assistant=assistant)
    said = ngettext("%(n)s task given to %(name)s.", "%(n)s tasks given to %(name)s.", len(given))
    return said % {"n": len(given), "name": performer.name}


def _open_tasks(order: Order, all_open: bool):
    found = order.tasks.doable().unfinished().order_by("position", "pk")
    return found if all_open else found.filter(performer=None)
