"""The order page where something is decided: buttons that act at once, names at the start, queue, banners, menus."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from lab.once import new_token
from orders.states import Status
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, finished, make_line, make_order, make_technician
from workflow.life.cancel_order import cancel_order
from workflow.life.hold_order import hold_order
from workflow.life.return_order_to_production import return_order_to_production
from workflow.life.start_order import start_order

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def client(*roles):
    return client_of(make_employee(roles=roles or ["administrator"]))


def page_of(order) -> str:
    return f"/orders/{order.number}/"


def send(person, order, address, **typed):
    """The button of the page, followed to where it leads."""
    typed = {"version": order.version, "form_token": new_token(), **typed}
    return person.post(page_of(order) + address, typed, follow=True)


def test_a_step_acts_at_once_and_its_line_takes_it_back_without_a_script():
    order, person = make_order(), client("manager")
    assert f'action="{page_of(order)}do/submit/"' in person.get(page_of(order)).text
    shown = send(person, order, "do/submit/", awaited="", expected_on="")
    assert f'action="{page_of(order)}take-back/?version={order.version + 1}"' in shown.text
    order.refresh_from_db()
    shown = send(person, order, "take-back/")
    assert "Taken back: the order stands as it stood before." in shown.text
    order.refresh_from_db()
    assert order.status == Status.DRAFTING
    assert "This is not possible while the order is in the state" in send(person, order, "take-back/").text


def test_the_line_of_one_step_does_not_take_back_the_next_of_somebody_else():
    order, person = make_order(), client("manager")
    shown = send(person, order, "do/submit/")
    (offered,) = re.findall(r'action="([^"]*/take-back/[?][^"]*)"', shown.text)
    start_order(order.pk, cause())
    for address in (offered, f"{page_of(order)}take-back/"):
        shown = person.post(address, {"form_token": new_token()}, follow=True)
        assert "The order has changed since you opened it" in shown.text
    order.refresh_from_db()
    assert order.status == Status.PRODUCTION


def test_the_same_way_back_twice_goes_once():
    order, person = make_order(status=Status.PRODUCTION), client("technician")
    token = new_token()
    for _time in range(2):
        assert "Taken back" in send(person, order, "take-back/", form_token=token).text
    assert order.events.filter(verb="take_back").count() == 1


def test_whoever_starts_names_who_does_what_nobody_has():
    anna = make_technician(name="Anna")
    order, chief = make_order(make_line(), status=Status.PENDING), client("manager")
    task = order.tasks.get()
    assert chief.get(page_of(order)).context["primary"].token == ""
    asked = chief.get(page_of(order) + "do/start/").text
    assert "1 task has nobody. Name somebody here, or start all the same." in asked
    assert chief.get(page_of(make_order(make_line(performer=anna)))).context["primary"].token
    send(chief, order, "do/start/", **{f"performer_{task.pk}": anna.pk})
    task.refresh_from_db()
    assert task.performer == anna
    assert task.order.status == Status.PRODUCTION


def test_a_technician_is_not_asked_for_names_that_others_give():
    order = make_order(make_line(), status=Status.PENDING)
    assert client("technician").get(page_of(order)).context["primary"].token


def test_after_a_decision_the_reviewer_is_led_on_by_due_date():
    day = timezone.localdate()
    orders = [make_order(status=Status.REVIEW, due_on=day + timedelta(days=n)) for n in (9, 3, 5)]
    viktor = client("reviewer")
    shown = viktor.get(page_of(orders[1]))
    assert [item.label for item in shown.context["beside_primary"]] == ["Return to production"]
    shown = send(viktor, orders[1], "do/produce/")
    assert f'href="{page_of(orders[2])}">Next in review (2)' in shown.text
    shown = send(viktor, orders[0], "do/return-to-production/", reason="it", task_ids=finished(orders[0].pk))
    assert f'href="{page_of(orders[2])}">Next in review (1)' in shown.text
    assert "Next in review" not in send(viktor, orders[2], "do/produce/").text


def test_what_was_decided_stands_above_the_page_until_it_is_resolved():
    order, chief = make_order(status=Status.REVIEW), client()

    def banners():
        return [(one.kind, one.reason) for one in chief.get(page_of(order)).context["banners"]]

    return_order_to_production(order.pk, cause(), reason="the margin", task_ids=finished(order.pk))
    hold_order(order.pk, cause(), awaited="the model", expected_on=date(2027, 1, 4))
    assert banners() == [("returned", "the margin"), ("hold", "the model")]
    order.tasks.update(state="done")
    assert banners() == [("hold", "the model")]
    cancel_order(order.pk, cause(), reason="not wanted")
    assert banners() == [("cancelled", "not wanted")]


def test_the_menu_shows_what_is_possible_and_folds_the_rest_by_when():
    menu, *_payment = client("manager").get(page_of(make_order(status=Status.PRODUCTION))).context["menus"]
    possible = [str(item.label) for group in menu.groups for item in group]
    folded = {str(heading): {str(one.label): one.why_not for one in items} for heading, items in menu.folded}
    assert possible[:2] == ["Take back “Production started”", "Put on hold"]
    assert not set(possible) & {label for items in folded.values() for label in items}
    assert folded["Not yet"]["Record delivery"] == "Possible from the state “Produced” on."
    assert folded["No longer"]["Take down"] == "Possible up to the state “Pending”."
    assert "Unrealize" in folded["Not with your role"]
    assert menu.folded_count == sum(len(items) for items in folded.values())
