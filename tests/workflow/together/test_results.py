"""What became of many orders: how far it is, who was refused and why, stopping, going on, the list of all."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from background.models import Job, State
from orders.models import Batch, Comment
from orders.models.batch import BatchState
from orders.states import Status
from tests.factories.background import work_off
from tests.factories.batches import done_together, make_batch
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.orders import make_order
from tests.lab.lists import read_csv
from tests.workflow.together.pressing import text_of
from workflow.together import carry_on as carrying
from workflow.together.carry_on import have_it_carried_on
from workflow.together.stop_together import stop_together

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def orders():
    return [make_order(status=status) for status in (Status.DRAFTING, Status.REALIZED, Status.DRAFTING)]


@pytest.fixture
def going(mary, orders, monkeypatch):
    """A long one, which a worker has not begun yet."""
    monkeypatch.setattr(carrying, "WHILE_ONE_WAITS", 1)
    batch = make_batch(orders, cause := make_cause(mary))
    have_it_carried_on(batch, cause.at)
    return batch


def url(batch, what="") -> str:
    return f"/orders/together/{batch.pk}/{what}"


def do(client, batch, what):
    return client.post(url(batch, what), {"form_token": uuid.uuid4()}, follow=True)


def numbers(answer) -> list[str]:
    return [row.order.number for row in answer.context["rows"]]


def test_totals_come_first_and_then_the_refused_with_their_reasons(client, mary, orders):
    batch = done_together(orders, make_cause(mary), "start")
    page = client.get(url(batch))
    said = text_of(page)
    assert page.context["heading"] == "Start production"
    assert "2 done 1 refused" in said
    assert "waiting" not in said.split("Order State")[0].replace("Waiting", "")
    assert "This is not possible while the order is in the state “Realized”." in said
    assert numbers(page) == [orders[1].number]
    assert f'href="/orders/{orders[1].number}/"' in page.content.decode()
    assert numbers(client.get(url(batch) + "?state=done")) == [orders[0].number, orders[2].number]
    assert numbers(client.get(url(batch) + "?state=all")) == [order.number for order in orders]


def test_it_can_be_taken_along_as_a_file(client, mary, orders):
    batch = done_together(orders, make_cause(mary), "start")
    head, *rows = read_csv(client.get(url(batch) + "?state=all&format=csv"))
    assert head == ["Order", "State", "Customer", "What became of it"]
    assert [row[1] for row in rows] == ["Done", "Refused", "Done"]
    assert rows[1][3] == "This is not possible while the order is in the state “Realized”."


def test_it_says_how_far_it_is_and_when_it_is_over(client, going):
    page = client.get(url(going)).content.decode()
    assert 'max="3"' in page
    assert "0 of 3" in page
    assert "0 done" in page
    part = client.get(url(going, "progress/"), headers=HX)
    assert "<html" not in part.content.decode()
    assert "0 of 3" in part.content.decode()
    work_off()
    assert client.get(url(going, "progress/"), headers=HX)["HX-Refresh"] == "true"
    assert client.get(url(going, "progress/")).url == url(going)
    assert "3 done" in text_of(client.get(url(going)))


def test_it_is_stopped_and_goes_on(client, going):
    said = text_of(do(client, going, "stop/"))
    assert "It is stopped. What is done stays done." in said
    assert "Stopped by Mary" in said
    work_off()  # which finds it stopped
    assert not Comment.objects.exists()
    assert "Stop" not in [button.strip() for button in said.split("  ")]
    assert "3 waiting" in text_of(do(client, going, "go-on/"))
    work_off()
    assert "3 done" in text_of(client.get(url(going)))


def test_what_is_left_of_it_is_done_at_once_where_it_is_little(client, going, monkeypatch):
    stop_together(going.pk, make_cause(going.asked_by))
    monkeypatch.setattr(carrying, "WHILE_ONE_WAITS", 3)
    assert "3 done" in text_of(do(client, going, "go-on/"))


def test_where_its_worker_gave_up_that_is_said(client, going):
    Job.objects.update(state=State.FAILED, ended_at=going.event.at)
    assert "Nobody works on it any more." in text_of(client.get(url(going)))


def test_stopping_too_late_is_said_in_words(client, mary, orders):
    batch = done_together(orders, make_cause(mary))
    assert "This is done by now." in text_of(do(client, batch, "stop/"))
    assert "This is done by now." in text_of(do(client, batch, "go-on/"))
    assert Batch.objects.get().state == BatchState.DONE


def test_everybody_sees_ones_own_and_an_administrator_all(client, going):
    other, ada = (client_of(make_employee(roles=[role])) for role in ("manager", "administrator"))
    for what in ("", "progress/"):
        assert other.get(url(going, what)).status_code == 404
        assert ada.get(url(going, what)).status_code == 200
    assert other.post(url(going, "stop/"), {"form_token": uuid.uuid4()}).status_code == 404
    assert [one.pk for one in client.get("/orders/together/done/").context["rows"]] == [going.pk]
    assert "Nothing was done together yet" in text_of(other.get("/orders/together/done/"))
    assert "Mary" in text_of(ada.get("/orders/together/done/"))
    assert "It is stopped." in text_of(do(ada, going, "stop/"))


def test_the_list_says_of_each_how_far_it_came_in_few_statements(client, mary, orders):
    batches = [done_together(orders, make_cause(mary), "start") for _time in range(2)]
    answer = client.get("/orders/together/done/")
    said = [(one.pk, one.done, one.refused, one.waiting) for one in answer.context["rows"]]
    assert said == [(batches[1].pk, 0, 3, 0), (batches[0].pk, 2, 1, 0)]
    asked = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get("/orders/together/done/")
        asked.append(len(captured))
        done_together(orders, make_cause(mary), "comment", text="Good", is_internal=False)
    assert asked[0] == asked[1]


def test_the_page_costs_the_same_for_few_and_for_many(client, mary, orders):
    asked = []
    for some in (orders[:1], orders):
        batch = done_together(some, make_cause(mary))
        client.get(url(batch))
        with CaptureQueriesContext(connection) as captured:
            client.get(url(batch))
        asked.append(len(captured))
    assert asked[0] == asked[1]
