"""Mark: the laboratory's coloured labels leave the version of the order alone."""

import pytest

from orders.models import Marker
from orders.states import Status
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, last_event, refused
from workflow.drawing_up.mark_order import mark_order
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def markers():
    return [Marker.objects.create(name=name) for name in ("Urgent", "Remake")]


@pytest.mark.parametrize("role", ["manager", "technician", "reviewer"])
def test_labels_come_and_go_without_a_version(by, markers, role):
    order, cause = make_order(by=by()), by(role)
    mark_order(order.pk, cause, markers=markers)
    row = assert_booked(
        order, "mark", cause, role=role,
        changes=[{"field": "markers", "before": "", "after": "Remake, Urgent"}],
    )  # fmt: skip
    order.refresh_from_db()
    assert (order.version, row.version) == (1, None)
    mark_order(order.pk, by(), markers=markers[:1])
    assert list(order.markers.all()) == markers[:1]
    mark_order(order.pk, by(), markers=[])
    assert not order.markers.exists()


def test_the_same_labels_book_nothing(by, markers):
    order = make_order(by=by())
    mark_order(order.pk, by(), markers=markers)
    before = last_event(order)
    mark_order(order.pk, by(), markers=reversed(markers))
    assert last_event(order) == before


@pytest.mark.parametrize("status", [Status.REALIZED, Status.CANCELLED])
def test_what_is_over_keeps_its_labels(by, markers, status):
    order, cause = make_order(status=status, by=by()), by("manager")
    with refused("This cannot be changed while the order is in the state", StepRefused):
        mark_order(order.pk, cause, markers=markers)
