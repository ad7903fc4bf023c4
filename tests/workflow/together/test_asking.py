"""The page that asks what is done to many orders: which they are, what is offered, what is refused and kept."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from background.models import Job
from orders.models import Batch, BatchOrder, Comment, Order
from orders.models.batch import BatchState
from orders.states import Status
from tests.factories.background import work_off
from tests.factories.batches import done_together
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.orders import make_order
from tests.lab.lists import read_csv
from tests.workflow.together.pressing import PAGE, press, text_of, ticked
from workflow.pages.together import chosen
from workflow.together import carry_on as carrying
from workflow.together import do_together as use_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders():
    return [make_order(status=status) for status in (Status.DRAFTING, Status.PENDING, Status.PRODUCTION)]


def offered(answer) -> dict[str, int]:
    """Verb → how many of the orders can take it."""
    return {one.verb: one.can for one in answer.context["offers"]}


# --- which orders -------------------------------------------------------------------------------------------
def test_the_list_leads_here_with_what_is_ticked_and_with_all_of_it(client, orders):
    listed = client.get("/orders/?status=open&q=2026")
    assert [row.tick for row in listed.context["rows"]] == [f"{o.pk}:{o.version}" for o in orders]
    assert f'formaction="{PAGE}"' in listed.content.decode()
    page = client.get(listed.context["together_all"])
    assert page.context["title"] == "3 orders together"
    assert page.context["chosen"].words == ["Open", "“2026”"]
    assert page.context["back_url"] == "/orders/?status=open&q=2026"


def test_ticked_orders_are_named_and_forged_ones_are_none(client, orders):
    answer = client.get(ticked(*orders[:2]) + "&entry=987654:1&entry=x&entry=-1&entry=" + "9" * 40)
    assert answer.context["title"] == "2 orders together"
    assert answer.context["chosen"].words == ["2 ticked orders"]


@pytest.mark.parametrize("asked", ["", "?ticked=yes", "?all=yes&q=nobody", "?of=987654", "?of=x", "?entry=x"])
def test_where_no_order_is_chosen_that_is_said_and_nothing_is_done(client, orders, asked):
    assert "No order is chosen" in text_of(client.get(PAGE + asked))
    answer = press(client, f"{PAGE}do/comment/{asked}", text="Good")
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_the_first_of_them_are_named_before_anything_is_chosen(client, orders):
    many = [make_order() for _order in range(9)]
    page = client.get(ticked(*orders, *many))
    assert [order.number for order in page.context["first_orders"]] == [
        order.number for order in many[::-1]
    ] + [orders[2].number]
    assert "and 2 more" in text_of(page)
    assert "first_orders" not in client.get(ticked(*orders, action="hold")).context


def test_more_than_can_be_done_at_once_says_how_to_narrow(client, orders, monkeypatch):
    for module in (chosen, use_case):
        monkeypatch.setattr(module, "MOST", 2)
    address = f"{PAGE}do/comment/?all=yes"
    assert "At most 2 orders are done at once. Narrow the list" in text_of(client.get(address))
    assert press(client, address, text="Good", count="3").status_code == 422
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("customer=forged", "“forged” makes no sense for “Customer”."),
        ("status=nothing", "This list has no view “nothing”."),
        ("sort=nothing", "This list cannot be sorted by “nothing”."),
        ("q=-", "“-” makes no sense for “Number, patient, customer, doctor”."),
        ("customer=5&customer=", "This address says twice what “customer” is."),
        ("cusomer=3", "This list cannot be narrowed by “cusomer”."),
    ],
)
def test_an_address_that_makes_no_sense_chooses_no_order_and_says_why(client, orders, asked, said):
    address = f"{PAGE}do/comment/?all=yes&{asked}"
    page = text_of(client.get(address))
    assert said in page
    assert "So no order is chosen." in page
    assert press(client, address, text="Good", count="3").status_code == 422
    assert not Batch.objects.exists()


def test_a_press_that_saw_no_number_does_nothing(client, orders):
    answer = press(client, f"{PAGE}do/comment/?all=yes", text="Good")
    assert answer.status_code == 422
    assert "Look at how many orders they are first" in text_of(answer)
    assert not Batch.objects.exists()


def test_what_came_into_the_list_meanwhile_is_not_done_unseen(client, orders):
    address = f"{PAGE}do/comment/?all=yes"
    make_order()
    answer = press(client, address, text="Good", count="3")
    assert answer.status_code == 422
    assert "There are 4 orders by now, not 3." in text_of(answer)
    assert "Good" in answer.content.decode()
    assert press(client, address, text="Good", count="4").status_code == 302


# --- what is offered ----------------------------------------------------------------------------------------
def test_each_action_says_how_many_can_take_it(client, orders):
    told = offered(client.get(ticked(*orders)))
    assert (told["submit"], told["start"], told["hold"], told["cancel"], told["comment"]) == (1, 2, 1, 3, 3)
    assert "reopen" not in told  # reviewers alone
    assert "unrealize" not in told


def test_everybody_is_offered_what_the_role_may(orders):
    technician = client_of(make_employee(roles=["technician"]))
    told = offered(technician.get(ticked(*orders)))
    assert told == {"start": 2, "send-to-review": 1, "hold": 1, "mark": 3, "comment": 3}
    assert technician.get(ticked(*orders, action="cancel")).status_code == 403
    assert press(technician, ticked(*orders, action="cancel"), reason="no").status_code == 403
    assert technician.get(ticked(*orders, action="realize")).status_code == 404
    assert not Batch.objects.exists()


def test_the_page_costs_the_same_for_few_and_for_many(client, orders):
    client.get(ticked(*orders))
    asked = []
    for some in (orders[:1], orders):
        with CaptureQueriesContext(connection) as captured:
            client.get(ticked(*some, action="hold"))
        asked.append(len(captured))
    assert asked[0] == asked[1]
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{PAGE}do/hold/?all=yes&status=open")
    assert len(captured) <= asked[0] + 2


def test_printing_realizing_and_files_have_the_same_orders(client, orders):
    produced = make_order(status=Status.PRODUCED)
    for address in (ticked(orders[0], produced), f"{PAGE}?all=yes&status=all"):
        links = {label: url for _icon, label, url in client.get(address).context["elsewhere"]}
        assert produced.number in text_of(client.get(links["Realize"]))
        assert "Print 2 orders" in text_of(client.get(links["Print"])) or "all=yes" in address
        table = read_csv(client.get(links["Download as CSV"]))
        assert {row[0] for row in table[1:]} >= {orders[0].number, produced.number}
        assert len(table) - 1 == (2 if "entry" in address else 4)


# --- doing it -----------------------------------------------------------------------------------------------
def test_few_are_done_before_the_page_answers(client, orders, mary):
    answer = press(client, ticked(*orders, action="comment"), text="Good", count="3")
    batch = Batch.objects.get()
    assert answer.url == f"/orders/together/{batch.pk}/"
    assert (batch.state, batch.asked_by, batch.count) == (BatchState.DONE, mary, 3)
    assert Comment.objects.count() == 3
    work = Job.objects.get()  # which looks afterwards whether it came to its end
    assert (work.about, work.due_at > timezone.now()) == ("Comment, 3 orders", True)
    Job.objects.update(due_at=timezone.now())
    work_off()
    assert Comment.objects.count() == 3


def test_many_are_done_by_a_worker(client, orders, monkeypatch):
    monkeypatch.setattr(carrying, "WHILE_ONE_WAITS", 2)
    press(client, f"{PAGE}do/comment/?all=yes", text="Good", count="3")
    assert (Batch.objects.get().state, Comment.objects.count()) == (BatchState.WORKING, 0)
    work_off()
    assert (Batch.objects.get().state, Comment.objects.count()) == (BatchState.DONE, 3)


def test_what_takes_too_long_is_left_to_a_worker(client, orders, monkeypatch):
    monkeypatch.setattr(carrying, "PATIENCE", -1)
    press(client, ticked(*orders, action="comment"), text="Good")
    assert Comment.objects.count() == 1
    Job.objects.update(due_at=timezone.now())
    work_off()
    assert Comment.objects.count() == 3


def test_a_worker_lets_others_have_their_turn(client, orders, monkeypatch):
    monkeypatch.setattr(carrying, "WHILE_ONE_WAITS", 2)
    monkeypatch.setattr(carrying, "AT_A_STRETCH", -1)
    press(client, f"{PAGE}do/comment/?all=yes", text="Good", count="3")
    assert work_off() == 3
    assert (Batch.objects.get().state, Comment.objects.count()) == (BatchState.DONE, 3)


def test_the_same_press_twice_does_it_once(client, orders):
    token, address = uuid.uuid4(), ticked(*orders, action="comment")
    first, again = (press(client, address, token=token, text="Good") for _press in range(2))
    assert first.url == again.url
    assert (Batch.objects.count(), Comment.objects.count()) == (1, 3)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, orders):
    address = ticked(*orders, action="hold")
    answer = press(client, address, awaited="the model", expected_on="1.1.2020")
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "This day has passed." in said
    assert 'value="the model"' in said
    assert not Batch.objects.exists()


def test_a_day_is_the_one_that_was_meant_when_it_was_typed(client, orders):
    press(client, ticked(orders[2], action="hold"), awaited="the model", expected_on="+3")
    told = Batch.objects.get().told
    assert told["awaited"] == "the model"
    assert told["expected_on"] == Order.objects.get(pk=orders[2].pk).expected_on.isoformat()
    assert told["expected_on"] > timezone.localdate().isoformat()


def test_an_order_that_changed_since_it_was_ticked_is_refused(client, orders):
    address = ticked(orders[0], action="cancel")
    Order.objects.filter(pk=orders[0].pk).update(version=7)
    press(client, address, reason="no")
    assert "you saw version 1, now it is version 7" in BatchOrder.objects.get().said


def test_refused_ones_are_tried_again_as_they_stand_by_then(client, orders, mary):
    batch = done_together(orders, make_cause(mary), "cancel", reason="not wanted")
    assert [row.state for row in batch.rows.all()] == ["done", "done", "done"]
    stale = make_order(status=Status.PENDING)
    batch = done_together(
        [stale, make_order()], make_cause(mary), "update-due", due_on="2020-01-01", reason=""
    )
    page = client.get(f"/orders/together/{batch.pk}/")
    again = client.get(page.context["again_url"])
    assert again.context["title"] == "2 orders together"
    assert again.context["chosen"].words == ["not done yet: Change the due date"]
    assert 'value="Wed 1 Jan 2020"' in again.content.decode()
    soon = (timezone.localdate() + timedelta(days=9)).isoformat()
    press(client, page.context["again_url"], due_on=soon, count="2")
    assert [row.state for row in Batch.objects.first().rows.all()] == ["done", "done"]


def test_what_another_person_left_undone_is_not_ones_own(orders):
    other = make_cause(make_employee(roles=["manager"]))
    batch = done_together(orders, other, "update-due", due_on="2020-01-01", reason="")
    mine = client_of(make_employee(roles=["manager"]))
    assert "No order is chosen" in text_of(mine.get(f"{PAGE}?of={batch.pk}"))
