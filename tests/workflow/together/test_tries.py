"""What was refused is tried again, and no order that had its turn by then is done a second time."""

import sqlite3

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from background.models import Job
from orders.models import Batch, BatchOrder, Comment
from orders.models.batch import BatchState, RowState
from orders.states import Status
from tests.factories.background import work_off
from tests.factories.batches import done_together
from tests.factories.lab import make_cause
from tests.factories.orders import make_order
from tests.workflow.together.pressing import PAGE, press, text_of, ticked
from workflow.together import carry_on as carrying

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders():
    return [make_order(status=Status.PRODUCTION) for _each in range(3)]


@pytest.fixture
def refused(mary, orders):
    """A comment on three orders, of which somebody held the last two for too long."""
    batch = done_together(orders, make_cause(mary))
    Comment.objects.exclude(order=orders[0]).delete()
    batch.rows.exclude(order=orders[0]).update(state=RowState.REFUSED, event=None)
    return batch


def page(batch) -> str:
    return f"{PAGE}{batch.pk}/"


def comments(orders) -> list[int]:
    return [order.comments.count() for order in orders]


def test_what_a_later_try_has_done_is_not_done_again(client, orders, refused):
    again = client.get(page(refused)).context["again_url"]
    assert press(client, again, text="Good", count="2").status_code == 302
    assert comments(orders) == [1, 1, 1]
    assert "Nothing of it is left" in text_of(press(client, again, text="Good", count="2"))  # an old tab
    assert comments(orders) == [1, 1, 1]
    shown = client.get(page(refused))
    assert shown.context["again_url"] == ""
    assert "2 of the refused ones are left to a later try." in text_of(shown)


def test_of_a_try_that_was_refused_again_only_that_is_left_at_every_press(client, orders, refused):
    press(client, client.get(page(refused)).context["again_url"], text="Good", count="2")
    second = Batch.objects.first()
    second.rows.filter(order=orders[2]).update(state=RowState.FAILED, event=None)
    addresses = [client.get(page(batch)).context["again_url"] for batch in (refused, second)]
    for address in addresses:
        assert list(client.get(address).context["chosen"].orders) == [orders[2]]
    assert press(client, addresses[1], text="Good", count="1").status_code == 302
    assert Batch.objects.first().first == refused
    assert [client.get(page(batch)).context["again_url"] for batch in (refused, second)] == ["", ""]


def test_what_waits_in_a_later_try_is_left_to_that(client, refused):
    press(client, client.get(page(refused)).context["again_url"], text="Good", count="2")
    BatchOrder.objects.filter(batch=Batch.objects.first()).update(state=RowState.WAITING, at=None, event=None)
    assert "Nothing of it is left" in text_of(client.get(f"{PAGE}?of={refused.pk}"))


def test_another_action_on_the_refused_ones_is_no_try_of_it(client, refused):
    address = f"{PAGE}do/cancel/?of={refused.pk}"
    assert press(client, address, reason="not wanted", count="2").status_code == 302
    assert Batch.objects.first().first is None
    assert client.get(page(refused)).context["again_url"]


def test_the_page_asks_the_same_however_often_it_was_tried(client, refused):
    asked = []
    for _time in range(2):
        client.get(page(refused))
        with CaptureQueriesContext(connection) as captured:
            client.get(page(refused))
        asked.append(len(captured))
        press(client, f"{PAGE}do/comment/?of={refused.pk}", text="Good", count="2")
    assert asked[0] == asked[1]


def test_a_database_that_others_keep_busy_leaves_the_rest_to_a_worker(client, orders, monkeypatch):
    """At SQLite one writes at a time: whoever waits for longer than anybody may has changed nothing yet."""
    busy = OperationalError("database is locked")
    busy.__cause__ = sqlite3.OperationalError("database is locked")
    busy.__cause__.sqlite_errorcode = sqlite3.SQLITE_BUSY
    find_next, times = carrying._next, iter([True, False])

    def find(batch_id: int):
        if next(times, False):
            return find_next(batch_id)
        raise busy

    monkeypatch.setattr(carrying, "_next", find)
    assert press(client, ticked(*orders, action="comment"), text="Good").status_code == 302
    assert Batch.objects.get().state == BatchState.WORKING
    assert sorted(comments(orders)) == [0, 0, 1]
    monkeypatch.setattr(carrying, "_next", find_next)
    Job.objects.update(due_at=timezone.now())  # of the worker who looks a minute later
    work_off()
    assert comments(orders) == [1, 1, 1]
