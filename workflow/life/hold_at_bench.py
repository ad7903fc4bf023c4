"""Hold at the bench: an action code is scanned, and nobody types why."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lab.calendar import calendar_of_the_house
from lab.cause import Cause
from lab.events import local_day
from lab.working_time import NoWorkingDay
from orders.models import Order
from workflow.life.hold_order import hold_order
from workflow.moving import StepRefused


@transaction.atomic
def hold_at_bench(order_id: int, cause: Cause) -> Order:
    """The reason says where to ask; the day is the next on which somebody is there."""
    tomorrow = local_day(cause.at) + timedelta(days=1)
    try:
        expected_on = calendar_of_the_house().after(tomorrow, 0)
    except NoWorkingDay:
        raise StepRefused(
            _("The calendar has no working day ahead: hold the order on its own page.")
        ) from None
    return hold_order(order_id, cause, awaited=_("Put on hold at the bench"), expected_on=expected_on)
