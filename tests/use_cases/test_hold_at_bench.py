"""Hold at the bench: the reason says where, and the next working day is expected."""

import pytest

from lab.calendar import calendar_of_the_house
from lab.events import local_day
from lab.models import WeekdayHours
from orders.states import Status
from tests.factories.lab import make_week
from tests.use_cases.evidence import assert_booked, refused
from workflow.life.hold_at_bench import hold_at_bench

pytestmark = pytest.mark.django_db


def test_the_order_waits_for_the_next_working_day(planned, by, lab):
    cause = by(person=lab.anna)
    order = hold_at_bench(planned.pk, cause)
    order.refresh_from_db()
    expected = calendar_of_the_house().after(local_day(cause.at), 1)
    assert (order.status, order.awaited) == (Status.PENDING, "Put on hold at the bench")
    assert order.expected_on == expected > local_day(cause.at)
    assert_booked(
        order, "hold", cause, role="technician", reason=order.awaited, moved=("production", "pending")
    )


def test_without_any_working_day_it_is_held_on_its_own_page(planned, by, lab):
    make_week(is_open=False)
    assert not WeekdayHours.objects.filter(is_open=True).exists()
    cause = by(person=lab.anna)
    with refused("The calendar has no working day ahead"):
        hold_at_bench(planned.pk, cause)
