"""Many orders done together while others are at the same ones: each moves once, each is commented on once.

The controls take away what keeps it so: the row that is claimed within the order's own transaction, the order's lock.
"""

import time
import uuid

import pytest
from django.utils import timezone

from common.refusals import Refused
from orders.models import BatchOrder, Comment, Marker, Order
from orders.models.batch import BatchState, RowState
from orders.models.order import OrderQuerySet
from orders.states import Status
from tests.factories.batches import make_batch
from tests.factories.lab import client_of
from tests.races import at_once, failures, goes_wrong, read_together
from tests.races.floor import PAUSE, Floor, unlock_orders
from tests.sizes import CONTROLS
from tests.workflow.together.pressing import PAGE, press
from verification.invariants import violations
from workflow.life.start_order import start_order
from workflow.pages.together import asking
from workflow.pages.together.chosen import Chosen
from workflow.together import carry_on as carrying
from workflow.together.carry_on import carry_on
from workflow.together.stop_together import stop_together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MANY, TRIALS = 6, 2


@pytest.fixture
def floor():
    return Floor()


def pending(floor, count=MANY) -> list[Order]:
    return [floor.order(Status.PENDING) for _ in range(count)]


def all_against_each(floor, orders) -> bool:
    """One starts all of them together, the others each by itself; whether every order started once, and in words."""
    batch = make_batch(orders, floor.cause(), "start")

    def act(person: int):
        if not person:
            return carry_on(batch.pk)
        return start_order(orders[person - 1].pk, floor.cause(orders[person - 1]))

    said = at_once(act, people=len(orders) + 1)
    started = [order.events.filter(verb="start").count() for order in orders]
    by_itself = [not isinstance(one, Exception) for one in said[1:]]
    together = [row.state == RowState.DONE for row in batch.rows.order_by("pk")]
    one_each = all(here != there for here, there in zip(by_itself, together, strict=True))
    faults = [one for one in failures(said) if not isinstance(one, Refused)]
    failed = batch.rows.filter(state=RowState.FAILED).exists()
    return started == [1] * len(orders) and one_each and not faults and not failed


def test_together_against_each_by_itself_every_order_moves_once(floor):
    assert [all_against_each(floor, pending(floor)) for _trial in range(TRIALS)] == [True] * TRIALS
    assert violations() == {}


def test_control_without_the_lock_they_collide(floor, monkeypatch):
    prepared = [pending(floor, 3) for _trial in range(TRIALS)]
    unlock_orders(monkeypatch)
    assert [all_against_each(floor, orders) for orders in prepared].count(False) >= TRIALS / 2


def two_workers(floor, orders) -> list[int]:
    """How often each order was commented on, when several are at one batch."""
    batch = make_batch(orders, floor.cause())
    said = at_once(lambda _worker: carry_on(batch.pk), people=4)
    assert failures(said) == []
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    return [Comment.objects.filter(order=order).count() for order in orders]


def test_of_several_workers_one_has_each_order(floor):
    orders = pending(floor)
    for trial in range(1, TRIALS + 1):
        assert two_workers(floor, orders) == [trial] * MANY


def test_control_without_the_claim_orders_are_done_twice(floor, monkeypatch):
    """Whoever has read a row that waits does it."""
    orders = pending(floor)

    def next_without_a_lock(batch_id: int):
        waiting = BatchOrder.objects.waiting().filter(batch=batch_id, batch__state=BatchState.WORKING)
        return waiting.select_related("batch__event__form_token").order_by("pk").first()

    settle = carrying._settle
    monkeypatch.setattr(carrying, "_next", next_without_a_lock)
    monkeypatch.setattr(carrying, "_settle", lambda *told: settle(*told) or True)
    assert max(two_workers(floor, orders)) > 1


def tries_of_two(floor, orders) -> list[int]:
    """Two press “Again” of what was refused in the same moment; how often each order is commented on by then."""
    refused = make_batch(orders, floor.cause())
    refused.rows.update(state=RowState.REFUSED, at=timezone.now())
    refused.state, refused.ended_at = BatchState.DONE, timezone.now()
    refused.save()
    clients = [client_of(floor.chief) for _person in range(2)]
    address = clients[0].get(f"{PAGE}{refused.pk}/").context["again_url"]
    said = at_once(lambda n: press(clients[n], address, text="Good", count=str(len(orders))), people=2)
    assert failures(said) == []
    return [Comment.objects.filter(order=order).count() for order in orders]


def test_of_two_who_try_the_same_again_one_does_it(floor):
    assert [tries_of_two(floor, pending(floor, 3)) for _trial in range(TRIALS)] == [[1] * 3] * TRIALS


def test_control_where_nobody_holds_what_is_tried_again_it_is_done_twice(floor, monkeypatch):
    monkeypatch.setattr(asking, "hold_tries", lambda batch: None)
    monkeypatch.setattr(Chosen, "versions", read_together(Chosen.versions, people=2))
    assert tries_of_two(floor, pending(floor, 3)) == [2] * 3


def markers_of_two(floor, orders) -> bool:
    """Two press at once, each adds a marker of its own; whether all orders have both."""
    names = [f"marker {uuid.uuid4().hex[:8]}" for _person in range(2)]
    markers = [Marker.objects.create(name=name) for name in names]
    told = [{"add": [str(marker.pk)], "take_off": []} for marker in markers]
    batches = [make_batch(orders, floor.cause(), "mark", **one) for one in told]
    said = at_once(lambda person: carry_on(batches[person].pk), people=2)
    assert failures(said) == []
    worn = [set(order.markers.values_list("pk", flat=True)) for order in orders]
    return all({marker.pk for marker in markers} <= one for one in worn)


def test_of_two_who_mark_the_same_orders_neither_loses_a_marker(floor):
    orders = pending(floor)
    assert [markers_of_two(floor, orders) for _trial in range(TRIALS)] == [True] * TRIALS


def test_control_filled_before_the_order_is_held_a_marker_is_lost(floor, monkeypatch):
    """Whoever fills the form reads first and is held up afterwards, by the lock of the use case alone."""
    orders, filled = pending(floor, 3), carrying._filled

    def read_before(many, order, person, told):
        form = filled(many, order, person, told)
        time.sleep(PAUSE)
        return form

    locked = OrderQuerySet.locked
    monkeypatch.setattr(carrying, "_filled", read_before)
    monkeypatch.setattr(
        OrderQuerySet,
        "locked",
        lambda rows, pk: rows.get(pk=pk) if rows.query.select_related else locked(rows, pk),
    )
    assert goes_wrong(lambda _turn: markers_of_two(floor, orders), within=CONTROLS)


def test_stopped_while_it_runs_nothing_is_half_done(floor):
    orders = pending(floor)
    batch = make_batch(orders, floor.cause(), "start")

    def act(person: int):
        return stop_together(batch.pk, floor.cause()) if person else carry_on(batch.pk)

    said = at_once(act, people=2)
    assert all(isinstance(one, Refused) for one in failures(said))  # it was done already
    for row in batch.rows.all():
        started = row.order.events.filter(verb="start").exists()
        assert (row.state == RowState.DONE) == started
        assert row.state in (RowState.DONE, RowState.WAITING)
    carry_on(batch.pk)
    assert violations() == {}
