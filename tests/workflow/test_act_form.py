"""Whom a new act proposes as performer."""

import pytest

from orders.states import Status
from tests.factories.orders import make_line, make_order, make_technician
from workflow.forms.act import ActForm

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_whoever_is_on_the_tasks_is_proposed_and_nobody_else():
    performer, other = make_technician(), make_technician()
    order = make_order(make_line(performer=performer), status=Status.PRODUCTION)
    assert ActForm(order=order, actor=performer)["performer"].value() == performer.pk
    assert ActForm(order=order, actor=other)["performer"].value() is None
