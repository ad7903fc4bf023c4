"""Stop: orders that still wait stay as they are; what is done stays done."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from lab.cause import Cause
from lab.events import record_event
from orders.models import Batch
from orders.models.batch import BatchState


class NotYours(Refused):
    """Another person's, and the actor is no administrator."""

    def __init__(self) -> None:
        super().__init__(_("Whoever asked for it can do this, or an administrator."))


class HasGoneOn(Refused):
    """Somebody else, or the end, was quicker."""

    def __init__(self, batch: Batch):
        said = _("This is %(state)s by now. Look at it again.")
        super().__init__(said % {"state": batch.get_state_display()})


@transaction.atomic
def stop_together(batch_id: int, cause: Cause) -> Batch:
    """The order that is just being done is the last one. Raises ``HasGoneOn``, ``NotYours``."""
    batch = locked_batch(batch_id, cause)
    if batch.state == BatchState.WORKING and not batch.rows.waiting().exists():
        batch.state = BatchState.DONE  # whoever did the last order is about to write it
    if batch.state != BatchState.WORKING:
        raise HasGoneOn(batch)
    batch.state = BatchState.STOPPED
    batch.stopped = record_event("stop_together", cause, action="do_together")
    batch.save(update_fields=["state", "stopped"])
    return batch


def locked_batch(batch_id: int, cause: Cause) -> Batch:
    """The batch, if the person may tend it, its row locked until the transaction ends."""
    batch = Batch.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch_id)
    if batch.asked_by_id != cause.actor.pk and not cause.actor.is_administrator:
        raise NotYours
    return batch
