"""How the use cases about sums set by hand begin and end. Shared by them, not one itself."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.currencies import written_out
from lab.cause import Cause
from lab.events import local_day
from lab.models import Event, LabSettings
from orders.models import Order, Task
from payroll.models import PayRole, PlannedPay
from payroll.planned import is_final
from workflow.acts.order_pay import settle_pay
from workflow.moving import StepRefused, book_change, open_order, refuse


def open_pay(order_id: int, cause: Cause) -> Order:
    """Lock an order whose sums may still be set by hand."""
    order = open_order(order_id, cause, action="set_pay", aspect="planned_pay")
    refuse(why_locked(order))
    return order


def why_locked(order: Order) -> str | None:
    """Why no sum can be set although the state of the order allows it, or None."""
    if is_final(order):
        return _("The pay of this order is finalized. Lift that first, and say why.")
    return None


def sum_of(order: Order, planned_id: int) -> PlannedPay:
    """The sum that stands on the order, or a refusal where somebody took it away meanwhile."""
    standing = PlannedPay.objects.standing().filter(order=order, pk=planned_id)
    found = standing.select_related("task", "employee").first()
    if found is None:
        raise StepRefused(_("This sum does not stand any more: somebody changed or removed it."))
    return found


def book_sum(order: Order, verb: str, cause: Cause, *, before: str = "", after: str = "") -> Event:
    """Write the event; only those who may see pay read the sums in it."""
    change = {"field": "pay", "before": before, "after": after, "money": True}
    return book_change(order, verb, cause, action="set_pay", changes=[change], grows=False)


def settle(order: Order, event: Event, cause: Cause) -> None:
    """What is posted already follows at once."""
    settle_pay(order, event=event, on=local_day(cause.at))


def of_task(task: Task, role: str) -> str:
    """Whose sum it is, where it belongs to a task."""
    return f"{task}, {PayRole(role).label}"


def told(planned: PlannedPay) -> str:
    """For example “Layering, Performer: 12.00 EUR (a difficult shade)”."""
    whose = of_task(planned.task, planned.role) if planned.task else str(planned.employee)
    return tell(whose, planned.amount, planned.comment)


def tell(whose: str, amount: Decimal, comment: str) -> str:
    """The same of a sum that is about to be set."""
    currency = LabSettings.load().currency
    return f"{whose}: {written_out(amount, currency)} {currency} ({comment.strip()})"
