"""Submit: the order is drawn up and waits, perhaps for something awaited."""

from dataclasses import replace
from datetime import date

import pytest

from orders.states import Status
from tests.factories.customers import make_owner
from tests.factories.lab import make_settings
from tests.factories.orders import make_draft, make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.drawing_up.create_order import create_order
from workflow.life.submit_order import submit_order
from workflow.moving import StaleOrder, StepRefused

pytestmark = pytest.mark.django_db


def test_it_waits_for_what_is_awaited(by):
    order, cause = make_order(by=by()), by("manager", version=1)
    order = submit_order(order.pk, cause, awaited="the impression", expected_on=date(2035, 12, 1))

    order.refresh_from_db()
    assert (order.status, order.version) == (Status.PENDING, 2)
    assert (order.awaited, order.expected_on) == ("the impression", date(2035, 12, 1))
    row = assert_booked(
        order, "submit", cause, role="manager", reason="the impression", moved=("drafting", "pending")
    )
    assert row.version == 2


def test_nothing_need_be_awaited(by):
    order = submit_order(make_order(by=by()).pk, by("manager"))
    assert (order.awaited, order.expected_on) == ("", None)


def test_an_order_without_services_is_refused(by):
    order, cause = create_order(replace(make_draft(), lines=()), by()), by("manager")
    with refused("Add at least one service first.", StepRefused):
        submit_order(order.pk, cause)


def test_an_order_without_a_due_date_is_refused(by):
    order, cause = create_order(replace(make_draft(), due_on=None), by()), by("manager")
    with refused("Set the due date first.", StepRefused):
        submit_order(order.pk, cause)


def test_an_owners_order_is_refused_once_the_settings_say_no(by):
    make_settings(owners_may_order=True)
    order, cause = make_order(customer=make_owner(), by=by()), by("manager")
    make_settings(owners_may_order=False)
    with refused("Orders of animal owners are not taken", StepRefused):
        submit_order(order.pk, cause)
    make_settings(owners_may_order=True)
    assert submit_order(order.pk, cause).status == Status.PENDING


def test_a_stale_page_is_told_both_versions(by):
    order, cause = make_order(by=by()), by("manager", version=7)
    with refused(
        "The order has changed since you opened it: you saw version 7, now it is version 1.", StaleOrder
    ):
        submit_order(order.pk, cause)
