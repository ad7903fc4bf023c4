"""Do together: one action on many orders is written down, to be carried out order by order (``carry_on``)."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from common.lists.counting import COUNTED
from common.refusals import Refused
from common.sheets import Row
from lab.cause import Cause
from lab.events import record_event
from orders.models import Batch, BatchOrder
from workflow.moving import StepRefused
from workflow.together.offered import OFFERED

MOST = COUNTED
"""Orders of one press, as far as lists count: beyond that nobody knows any more what is being pressed."""
AT_ONCE = 1000
"""Rows that are written by one statement."""


class NothingChosen(Refused):
    """No order is ticked, or none is left by the filter."""

    def __init__(self) -> None:
        super().__init__(_("No order is chosen: tick some in the list, or leave out a filter."))


class NothingLeft(NothingChosen):
    """All of it is done, or left to a later try."""

    def __init__(self) -> None:
        Refused.__init__(self, _("Nothing of it is left to be tried again."))


class TooManyOrders(Refused):
    """More than one press may do."""

    def __init__(self) -> None:
        said = _(
            "At most %(most)s orders are done at once. Narrow the list, for example by due date or customer."
        )
        super().__init__(said % {"most": f"{MOST:,}"})


@transaction.atomic
def do_together(
    versions: Mapping[int, int],
    cause: Cause,
    *,
    action: str,
    told: Row,
    chosen: Sequence[str] = (),
    came_from: str = "",
    tries: Batch | None = None,
) -> Batch:
    """Write down which orders (id → version that the person saw), in which sequence, and what is done to each.
    ``tries`` is the press of which this one tries again what it left undone.

    Whether an order can take it is asked when its turn comes. Raises ``NothingChosen``, ``TooManyOrders``.
    """
    refuse_action(action, cause)
    if not versions:
        raise NothingLeft if tries else NothingChosen
    if len(versions) > MOST:
        raise TooManyOrders
    event = record_event("do_together", cause, action="do_together")
    batch = Batch.objects.create(
        action=action,
        told=told,
        chosen=list(chosen),
        came_from=came_from,
        count=len(versions),
        asked_by=cause.actor,
        event=event,
        first_id=tries.chain if tries else None,
    )
    BatchOrder.objects.bulk_create(
        (BatchOrder(batch=batch, order_id=pk, version=version) for pk, version in versions.items()),
        batch_size=AT_ONCE,
    )
    return batch


def hold_tries(batch: Batch) -> None:
    """Until the end of the transaction nobody else begins a further try of what the batch left undone."""
    Batch.objects.select_for_update(no_key=True).get(pk=batch.chain)


def refuse_action(action: str, cause: Cause) -> None:
    """Raise unless the action is offered for many, and the person may take it in some state."""
    many = OFFERED.get(action)
    if many is None or not many.is_open_to(cause.actor):
        raise StepRefused(_("Your role does not allow this."))
