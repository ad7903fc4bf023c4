"""Go on: a batch that was stopped, or that nobody works on any more, is brought to its end."""

from django.db import transaction

from common.background import TaskResultStatus, result_of
from lab.cause import Cause
from lab.events import record_event
from orders.models import Batch
from orders.models.batch import BatchState
from workflow.together.carry_on import carry_on_later, have_it_carried_on
from workflow.together.stop_together import HasGoneOn, locked_batch


@transaction.atomic
def go_on_together(batch_id: int, cause: Cause) -> Batch:
    """Orders that wait are done in the name of whoever asked. Raises ``HasGoneOn``, ``NotYours``."""
    batch = locked_batch(batch_id, cause)
    if batch.state == BatchState.DONE or (batch.state == BatchState.WORKING and not is_left(batch)):
        raise HasGoneOn(batch)
    record_event("go_on_together", cause, action="do_together")
    batch.state, batch.stopped = BatchState.WORKING, None
    batch.save(update_fields=["state", "stopped"])
    have_it_carried_on(batch, cause.at)
    return batch


def is_left(batch: Batch) -> bool:
    """Whether no worker will bring it to its end."""
    work = result_of(carry_on_later, batch.job)
    return work is None or work.status not in (TaskResultStatus.READY, TaskResultStatus.RUNNING)
