"""Add an employee with a sum and a comment: a bonus, or somebody who helped."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lab.cause import Cause
from lab.models import Employee
from orders.models import Order
from payroll.models import PlannedPay
from payroll.planned import plan_for_employee, refuse_odd_sum
from workflow.moving import StepRefused
from workflow.pay.sums_by_hand import book_sum, open_pay, settle, tell


@transaction.atomic
def add_pay(order_id: int, cause: Cause, *, employee: Employee, amount: Decimal, comment: str) -> PlannedPay:
    order = open_pay(order_id, cause)
    if not people_to_pay(order).filter(pk=employee.pk).exists():
        raise StepRefused(
            _("“%(name)s” left and was on no task of this order, so there is nothing to pay for.")
            % {"name": employee}
        )
    refuse_odd_sum(amount, comment)
    event = book_sum(order, "add_pay", cause, after=tell(str(employee), amount, comment))
    planned = plan_for_employee(order, employee, amount, comment, event=event)
    settle(order, event, cause)
    return planned


def people_to_pay(order: Order):
    """Everybody who works here, and whoever left but is on a task of the order."""
    tasks = order.tasks.doable()
    on_tasks = Q(pk__in=tasks.values("performer")) | Q(pk__in=tasks.values("assistant"))
    return Employee.objects.people().filter(on_tasks | Q(is_active=True)).order_by("name_key", "pk")
