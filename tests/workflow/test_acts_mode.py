"""Whether the acts of an order are made automatically: said once, warned of before it changes, taken up again."""

import re

import pytest

from billing.models import Act
from lab.once import new_token
from orders.models import Order
from orders.states import Status
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from workflow.acts.delete_act import delete_act

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
AGAIN = "Make automatically"


@pytest.fixture
def order():
    lines = [make_line(performer=make_technician(name=name)) for name in ("Anna", "Ben")]
    return make_order(*lines, status=Status.PRODUCTION)


@pytest.fixture
def by_hand(order):
    delete_act(order.pk, cause(), act_id=Act.objects.filter(order=order).first().pk)
    return Order.objects.get(pk=order.pk)


def acts_panel(order, role="manager") -> str:
    text = client_of(make_employee(roles=[role])).get(f"/orders/{order.number}/").text
    return re.search(r'id="panel-acts".*?</section>', text, re.S)[0]


def modes_said(panel: str) -> list[str]:
    return re.findall(r"</i>\s*(automatic|by hand)", panel)


def test_what_is_made_automatically_is_not_said(order):
    assert Act.objects.filter(order=order).count() == 2
    assert modes_said(acts_panel(order)) == []
    assert AGAIN not in acts_panel(order)


def test_after_a_change_by_hand_it_says_so_and_offers_the_way_back(by_hand):
    assert modes_said(acts_panel(by_hand)) == ["by hand"]
    make_order(make_line(performer=make_technician(name="Cleo")), status=Status.PRODUCTION)
    listed = client_of(make_employee(roles=["manager"])).get("/acts/").text
    assert modes_said(listed) == ["by hand"], "only where somebody did it"
    assert AGAIN in acts_panel(by_hand)
    assert AGAIN in acts_panel(by_hand, "reviewer")
    assert AGAIN not in acts_panel(by_hand, "technician")


def test_every_change_by_hand_warns_first_and_none_warns_twice(order):
    act, client = Act.objects.filter(order=order).first(), client_of(make_employee(roles=["manager"]))
    warning = "A change by hand switches that off."
    for path in ("new", *(f"{act.pk}/{verb}" for verb in ("edit", "post", "delete"))):
        assert client.get(f"/orders/{order.number}/acts/{path}/").text.count(warning) == 1, path
    delete_act(order.pk, cause(), act_id=act.pk)
    assert warning not in client.get(f"/orders/{order.number}/acts/new/").text


def test_the_dialog_says_what_becomes_of_the_drafts_and_then_it_happens(by_hand):
    client, url = client_of(make_employee(roles=["manager"])), f"/orders/{by_hand.number}/acts/automatic/"
    said = client.get(url).text
    assert "Draft act of Anna is made" in said
    assert "Draft act of Ben is made" in said
    assert "1 draft act is deleted" in said
    assert "what was typed into them is lost" in said
    answer = client.post(url, {"form_token": new_token(), "version": by_hand.version})
    assert answer.status_code == 302
    assert modes_said(acts_panel(by_hand)) == []
    again = client.get(url)
    assert again.status_code == 409
    assert "made automatically already" in again.text
