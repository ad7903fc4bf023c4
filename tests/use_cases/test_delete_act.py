"""Delete a draft act by hand. A posted one is unposted instead."""

import pytest

from billing.models import Act
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.acts.delete_act import delete_act
from workflow.acts.post_act import post_act
from workflow.moving import StaleOrder, StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(by, lab):
    return make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, by=by())


def test_it_goes_and_is_not_made_anew(by, lab, order):
    cause = by(person=lab.anna, version=2)
    order = delete_act(order.pk, cause, act_id=Act.objects.get().pk)

    assert not Act.objects.exists()
    assert (order.acts_automatic, order.version) == (False, 3)
    assert_booked(
        order, "delete_act", cause, role="technician",
        changes=[
            {"field": "act", "before": f"Anna: 1 × {lab.crown.code}", "after": ""},
            {"field": "acts", "before": "automatic", "after": "by hand"},
        ],
    )  # fmt: skip


def test_a_posted_act_or_one_of_another_order_is_not_deleted(by, order):
    cause, other = by("technician"), make_order(status=Status.PRODUCTION, by=by())
    foreign, own = Act.objects.get(order=other), Act.objects.get(order=order)
    post_act(order.pk, by(), act_id=own.pk)
    for act in (foreign, own):
        with refused("This draft act is not there any more", StepRefused):
            delete_act(order.pk, cause, act_id=act.pk)


def test_a_stale_page_changes_nothing(by, order):
    act, cause = Act.objects.get(), by("technician", version=1)
    with refused("The order has changed", StaleOrder):
        delete_act(order.pk, cause, act_id=act.pk)


def test_a_technician_deletes_no_act_of_another(by, lab, order):
    act, cause = Act.objects.get(), by(person=lab.ben)
    with refused("This is the act of Anna. A manager or a reviewer may change it.", StepRefused):
        delete_act(order.pk, cause, act_id=act.pk)
