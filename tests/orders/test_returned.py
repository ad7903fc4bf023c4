"""Returned: from the reviewer's decision until the work is done again, for one order and for many alike."""

import pytest

from orders.models import Order
from orders.models.task import TaskState
from orders.returned import returned_among, returned_since
from orders.states import Status
from tests.factories.lab import make_cause, make_employee
from tests.factories.orders import finished, make_line, make_order, make_technician
from workflow.life.hold_order import hold_order
from workflow.life.return_order_to_production import return_order_to_production
from workflow.life.send_order_to_review import send_order_to_review
from workflow.life.start_order import start_order
from workflow.life.take_back_step import take_back_step

pytestmark = pytest.mark.django_db


def told(order):
    """What is said of the order, the same by both questions."""
    order = Order.objects.get(pk=order.pk)
    event = returned_since(order)
    assert returned_among(Order.objects.all()).filter(pk=order.pk).exists() == bool(event)
    return event.event.reason if event else None


def test_an_order_is_returned_until_its_work_is_done_again():
    reviewer = make_employee(roles=["reviewer", "manager"])
    tess = make_technician()
    order, other = (make_order(make_line(performer=tess), status=Status.REVIEW) for _ in range(2))
    assert told(order) is None
    return_order_to_production(
        order.pk, make_cause(reviewer), reason="the margin", task_ids=finished(order.pk)
    )
    assert (told(order), told(other)) == ("the margin", None)
    hold_order(order.pk, make_cause(reviewer), awaited="a new scan", expected_on=order.due_on)
    assert told(order) == "the margin"
    start_order(order.pk, make_cause(reviewer))
    order.tasks.update(state=TaskState.DONE)
    assert told(order) is None
    send_order_to_review(order.pk, make_cause(reviewer))
    assert told(order) is None
    take_back_step(order.pk, make_cause(reviewer))
    order.tasks.update(state=TaskState.TODO)
    assert told(order) == "the margin", "it was sent by mistake: the return stands as it stood"
