"""Do together: each order takes its own step, once; what one is refused stops no other."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import BatchOrder, Delivery, Marker, Order
from orders.models.batch import BatchState, RowState
from orders.states import Status
from tests.factories.batches import done_together, make_batch, what_became
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from verification.invariants import violations
from workflow.actions import ACTIONS
from workflow.drawing_up.mark_order import mark_order
from workflow.moving import StepRefused
from workflow.together import do_together as use_case
from workflow.together.carry_on import carry_on
from workflow.together.do_together import NothingChosen, TooManyOrders, do_together
from workflow.together.offered import NOT_OFFERED, OFFERED

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]
REASON = {"reason": "wrong shade"}
SOON = (timezone.localdate() + timedelta(days=3)).isoformat()


@pytest.fixture
def some(by, lab):
    """``some(status, 3)``: so many orders in that state, of a crown that Anna makes."""

    def make(status=Status.DRAFTING, count=2):
        line = make_line(lab.crown, performer=lab.anna)
        return [make_order(line, status=status, by=by()) for _ in range(count)]

    return make


TOLD = {
    "submit": (Status.DRAFTING, {"awaited": "", "expected_on": ""}),
    "start": (Status.PENDING, {}),
    "produce": (Status.REVIEW, {"override_shortage": False}),
    "hold": (Status.PRODUCTION, {"awaited": "the model", "expected_on": SOON}),
    "return-to-production": (Status.REVIEW, REASON | {"new_task": ""}),
    "reopen": (Status.PRODUCED, REASON),
    "take-down": (Status.PENDING, {}),
    "unrealize": (Status.REALIZED, REASON),
    "restore": (Status.CANCELLED, {}),
    "cancel": (Status.PENDING, REASON),
    "plan-work": (Status.PENDING, {}),
    "update-due": (Status.PENDING, {"due_on": SOON, "reason": "the customer asked"}),
    "deliver": (
        Status.PRODUCED,
        {"shipped_on": "", "carrier": "Post", "tracking_number": "", "delivered_on": "", "received_by": ""},
    ),
    "comment": (Status.CANCELLED, {"text": "Good", "is_internal": True}),
}
"""Action -> the state that it leads on from, and what is asked once for all."""


@pytest.mark.parametrize("action", TOLD)
def test_each_order_is_done_by_its_own_action_and_tells_so(by, some, action):
    status, told = TOLD[action]
    orders, cause = some(status), by()
    batch = done_together(orders, cause, action, **told)
    assert [state for state, _said in what_became(batch)] == [RowState.DONE, RowState.DONE]
    for row in batch.rows.select_related("order", "event"):
        told_by = last_event(row.order)
        assert told_by.event == row.event
        assert row.event.reason.endswith("together with 1 other")
        assert (row.event.actor, row.event.form_token) == (cause.actor, None)
    assert (batch.state, batch.ended_at is None) == (BatchState.DONE, False)
    assert violations() == {}


def test_orders_are_held_as_on_their_own_page(by, some):
    orders = some(Status.PRODUCTION, 1)
    cause = by("technician")
    done_together(orders, cause, "hold", awaited="the model", expected_on=SOON)
    now = Order.objects.get(pk=orders[0].pk)
    assert (now.status, now.awaited, now.expected_on.isoformat()) == (Status.PENDING, "the model", SOON)
    at = last_event(now).event.at
    assert_booked(
        now, "hold", type(cause)(cause.actor, at), role="technician", reason="the model",
        moved=("production", "pending"),
    )  # fmt: skip


def test_what_one_is_refused_stops_no_other(by, lab, some):
    good, stale = some(Status.PENDING)
    (gone,) = some(Status.REALIZED, 1)
    batch = make_batch([stale, gone, good], by(), "take-down")
    mark_order(good.pk, by(), markers=[Marker.objects.create(name="Urgent")])  # makes no version
    Order.objects.filter(pk=stale.pk).update(version=stale.version + 1)
    carry_on(batch.pk)
    (told, no, done) = what_became(batch)
    assert told == (
        RowState.REFUSED,
        f"The order has changed since you opened it: you saw version {stale.version}, now it is version"
        f" {stale.version + 1}. Look at what changed, then repeat your step.",
    )
    assert no == (RowState.REFUSED, "This is not possible while the order is in the state “Realized”.")
    assert done == (RowState.DONE, "")
    assert [Order.objects.get(pk=order.pk).status for order in (stale, gone, good)] == [
        Status.PENDING, Status.REALIZED, Status.DRAFTING,
    ]  # fmt: skip


def test_a_mark_is_added_and_taken_off_and_others_stay(by, some):
    first, second = some()
    old, new, other = (Marker.objects.create(name=name) for name in ("Old", "New", "Other"))
    mark_order(first.pk, by(), markers=[old, other])
    mark_order(second.pk, by(), markers=[new])
    batch = done_together([first, second], by(), "mark", add=[str(new.pk)], take_off=[str(old.pk)])
    assert set(first.markers.all()) == {new, other}
    assert set(second.markers.all()) == {new}
    assert [row.event is None for row in batch.rows.order_by("pk")] == [False, True]  # it was so already


def test_what_is_said_of_a_delivery_leaves_the_rest_as_it_is(by, some):
    first, second = some(Status.PRODUCED)
    Delivery.objects.create(order=first, carrier="Courier", tracking_number="A-1")
    done_together([first, second], by(), "deliver", **TOLD["deliver"][1] | {"received_by": "Ms Roe"})
    told = Delivery.objects.order_by("order_id").values_list("carrier", "tracking_number", "received_by")
    assert list(told) == [("Post", "A-1", "Ms Roe"), ("Post", "", "Ms Roe")]


def test_returned_orders_do_their_last_task_again_or_a_new_one(by, some):
    first, second = some(Status.REVIEW)
    done_together([first], by("reviewer"), "return-to-production", **REASON, new_task="")
    done_together([second], by("reviewer"), "return-to-production", **REASON, new_task="Clean it")
    assert [(t.title, t.state) for t in first.tasks.all()] == [("Crown", "todo")]
    assert [(t.title, t.state) for t in second.tasks.order_by("pk")] == [
        ("Crown", "done"),
        ("Clean it", "todo"),
    ]


def test_a_performer_is_named_for_what_is_open(by, lab, some):
    orders = some(Status.PRODUCTION)
    batch = done_together(orders, by(), "assign", performer=str(lab.ben.pk), which="all_open")
    assert what_became(batch) == [(RowState.DONE, "1 task given to Ben.")] * 2
    again = done_together(orders, by(), "assign", performer=str(lab.ben.pk), which="nobodys")
    assert what_became(again) == [(RowState.REFUSED, "No task of this order is open for it.")] * 2


def test_what_makes_no_sense_to_one_order_is_said_of_it(by, some):
    """A day that was to come when it was typed has passed when the order's turn comes."""
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    batch = done_together(some(Status.PRODUCTION, 1), by(), "hold", awaited="it", expected_on=yesterday)
    assert what_became(batch) == [(RowState.REFUSED, "This day has passed. Choose today or a later day.")]


def test_nothing_too_much_or_not_on_offer_is_refused_in_words(by, some, monkeypatch):
    cause, seen = by(), {order.pk: 1 for order in some()}
    with refused("No order is chosen", NothingChosen):
        do_together({}, cause, action="comment", told={})
    monkeypatch.setattr(use_case, "MOST", 1)
    with refused("At most 1 orders are done at once. Narrow the list", TooManyOrders):
        do_together(seen, cause, action="comment", told={})
    for action in ("realize", "nonsense"):
        with refused("Your role does not allow this.", StepRefused):
            do_together(seen, cause, action=action, told={})
    technician = by("technician")
    with refused("Your role does not allow this.", StepRefused):
        do_together(seen, technician, action="cancel", told=REASON)


def test_every_action_of_an_order_is_offered_for_many_or_not_with_the_reason():
    assert set(OFFERED) - {"assign"} | set(NOT_OFFERED) == set(ACTIONS)
    assert not set(OFFERED) & set(NOT_OFFERED)
    assert all(many.action is ACTIONS[verb] for verb, many in OFFERED.items() if verb != "assign")
    assert set(TOLD) | {"send-to-review", "mark", "assign"} == set(OFFERED)


def test_writing_down_many_costs_few_statements(by, some):
    orders = some(count=6)
    cause = by()
    for few in (orders[:2], orders):
        with CaptureQueriesContext(connection) as asked, transaction.atomic():
            make_batch(few, cause)
        assert len(asked) <= 8
    assert BatchOrder.objects.count() == 8
