"""Comment: possible in every state, by everybody, and no version of the order."""

import pytest

from orders.models import Comment
from orders.states import Status
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked
from workflow.drawing_up.comment_on_order import comment_on_order

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", Status.values)
def test_something_is_said_in_every_state(by, status):
    order, cause = make_order(status=status, by=by()), by("technician")
    comment = comment_on_order(order.pk, cause, text="Shade is A2", is_internal=True)

    assert Comment.objects.get() == comment
    assert (comment.author, comment.created_at) == (cause.actor, cause.at)
    assert (comment.text, comment.is_internal) == ("Shade is A2", True)
    row = assert_booked(order, "comment", cause, role="technician", changes=[])
    assert row.version is None


@pytest.mark.parametrize("role", ["manager", "reviewer", "technician", "accountant", "administrator"])
def test_everybody_may_speak(by, role):
    order, cause = make_order(by=by()), by(role)
    assert not comment_on_order(order.pk, cause, text="Good").is_internal
    assert_booked(order, "comment", cause, role=role)
