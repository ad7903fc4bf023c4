"""The oracle sees what must never be false of orders that were done together."""

import pytest
from django.utils import timezone

from orders.models import Batch, BatchOrder
from orders.models.batch import BatchState, RowState
from tests.factories.batches import done_together, make_batch
from tests.factories.lab import make_employee
from tests.factories.orders import cause, make_order
from verification.invariants import violations

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    made = done_together([make_order(), make_order()], cause())
    assert violations() == {}
    return made


def test_86_what_was_booked_on_another_order_is_named(batch):
    first, second = batch.rows.order_by("pk")
    BatchOrder.objects.filter(pk=first.pk).update(event=second.event)
    assert violations()[86] == [f"order {first.order_id} of batch {batch.pk} names an event of another order"]


def test_86_what_was_refused_and_booked_all_the_same_is_named(batch):
    first = batch.rows.order_by("pk").first()
    BatchOrder.objects.filter(pk=first.pk).update(state=RowState.REFUSED)
    assert violations()[86] == [f"order {first.order_id} of batch {batch.pk} is refused, but was booked"]


def test_86_what_somebody_else_did_is_named(batch):
    Batch.objects.update(asked_by=make_employee())
    assert len(violations()[86]) == 2


def test_86_an_end_with_orders_that_wait_is_named():
    batch = make_batch([make_order()], cause())
    Batch.objects.update(state=BatchState.DONE, ended_at=timezone.now())
    assert violations()[86] == [f"batch {batch.pk} is over, but orders wait"]
