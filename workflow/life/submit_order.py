"""Submit: the order is drawn up; work may be held until something awaited arrives. Planned, if the settings say so."""

from datetime import date

from django.db import transaction

from common.refusals import Refused
from lab.cause import Cause
from lab.models import LabSettings
from orders.models import Order
from workflow.life.former_state import remember, stand_of
from workflow.moving import lock_order, take_step
from workflow.plan.plan_work import plan_work


@transaction.atomic
def submit_order(order_id: int, cause: Cause, *, awaited: str = "", expected_on: date | None = None) -> Order:
    before = stand_of(lock_order(order_id))
    order, _event = take_step(
        order_id, "submit", cause, reason=awaited, awaited=awaited, expected_on=expected_on
    )
    if LabSettings.load().plan_on_submit:
        _plan(order.pk, cause)
    remember(order, "submit", before)
    return order


def _plan(order_id: int, cause: Cause) -> None:
    """An order whose work has no place, or is done already, is submitted all the same: its plan shows that."""
    try:
        plan_work(order_id, cause)
    except Refused:
        return
