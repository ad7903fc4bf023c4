"""Orders done together: what is said to be done was booked on that order, and what waits or was refused was not."""

from django.db.models import Exists, F, OuterRef, Q

from orders.models import Batch, BatchOrder, OrderEvent
from orders.models.batch import BatchState, RowState
from verification.finding import Finding

SHOWN = 50


def orders_done_together_say_what_was_booked() -> Finding:
    """86"""
    rows = BatchOrder.objects.order_by("pk")
    on_it = OrderEvent.objects.filter(order=OuterRef("order"), event=OuterRef("event"))
    elsewhere = rows.filter(event__isnull=False).exclude(Exists(on_it))
    untold = rows.exclude(state=RowState.DONE).filter(event__isnull=False)
    by_another = rows.filter(event__isnull=False).exclude(event__actor=F("batch__asked_by"))
    over = Batch.objects.filter(Q(state=BatchState.DONE) & Exists(_waiting())).order_by("pk")
    return Finding(
        rows.count(),
        [
            *(
                f"order {row.order_id} of batch {row.batch_id} names an event of another order"
                for row in elsewhere[:SHOWN]
            ),
            *(
                f"order {row.order_id} of batch {row.batch_id} is {row.state}, but was booked"
                for row in untold[:SHOWN]
            ),
            *(
                f"order {row.order_id} of batch {row.batch_id} was done by somebody else"
                for row in by_another[:SHOWN]
            ),
            *(f"batch {batch.pk} is over, but orders wait" for batch in over[:SHOWN]),
        ],
    )


def _waiting():
    return BatchOrder.objects.waiting().filter(batch=OuterRef("pk"))
