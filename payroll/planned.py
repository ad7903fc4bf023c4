"""Sums set by hand and the mark of finalized pay: the only writer of both. The caller has locked the order."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.money import LIMIT
from common.refusals import Refused
from common.soundness import refuse_unsound_fields
from lab.models import Employee, Event
from orders.models import Order, Task
from payroll.models import PayMark, PlannedPay


class OddSum(Refused):
    """A sum that is no amount of pay."""

    def __init__(self) -> None:
        super().__init__(_("A sum is 0 or more; for less pay set a smaller sum."))


class NoComment(Refused):
    """A sum set by hand with nobody knowing why."""

    def __init__(self) -> None:
        super().__init__(_("Say in the comment why the sum is set by hand."))


def plan_for_task(task: Task, role: str, amount: Decimal, comment: str, *, event: Event) -> PlannedPay:
    """What a role of the task earns instead of what the rate says; a sum that stood for it is lifted."""
    standing = PlannedPay.objects.standing().filter(task=task, role=role).first()
    if standing:
        lift(standing, event=event)
    return _plan(PlannedPay(order_id=task.order_id, task=task, role=role), amount, comment, event)


def plan_for_employee(
    order: Order, employee: Employee, amount: Decimal, comment: str, *, event: Event
) -> PlannedPay:
    """What somebody earns on the order besides the tasks."""
    return _plan(PlannedPay(order=order, employee=employee), amount, comment, event)


def _plan(planned: PlannedPay, amount: Decimal, comment: str, event: Event) -> PlannedPay:
    planned.amount, planned.comment, planned.event = amount, comment.strip(), event
    planned.save(force_insert=True)
    return planned


def refuse_odd_sum(amount: Decimal, comment: str) -> None:
    """Raise where it is no sum, or nobody says why."""
    if not amount.is_finite() or not 0 <= amount <= LIMIT or amount != round(amount, 2):
        raise OddSum
    if not comment.strip():
        raise NoComment
    refuse_unsound_fields(PlannedPay(comment=comment.strip()), ["comment"])


def lift(planned: PlannedPay, *, event: Event) -> None:
    """From now on the sum counts no more; the row stays for what was booked by it."""
    planned.lifted_by = event
    planned.save(update_fields=["lifted_by"])


def lift_all(order: Order, *, event: Event) -> None:
    """No sum set by hand stands on the order any more."""
    PlannedPay.objects.standing().filter(order=order).update(lifted_by=event)


def last_mark(order: Order) -> PayMark | None:
    """The mark that says whether the order's pay is finalized."""
    return PayMark.objects.filter(order=order).order_by("-turn").first()


def is_final(order: Order) -> bool:
    """Whether the order's pay is finalized."""
    mark = last_mark(order)
    return mark is not None and mark.is_final


def turn_lock(order: Order, *, event: Event) -> PayMark:
    """Finalize the order's pay, or lift that: the opposite of what the last mark says."""
    last = last_mark(order)
    return PayMark.objects.create(order=order, turn=last.turn + 1 if last else 1, event=event)
