"""The bench: what a scan does, what it refuses, and what the page says of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lab.models import Holiday
from lab.once import new_token
from orders.bench_codes import Action
from orders.models import Order, Task, WorkSpan
from tests.factories.lab import client_of
from tests.factories.orders import cause, make_technician
from tests.workflow.benches import act, code_of, later, order_for, scan, state
from workflow.plan.add_task import add_task

pytestmark = pytest.mark.django_db

MOST_STATEMENTS, OF_THE_PAGE = 70, 6
"""Of a scan that starts a task and pauses another, with savepoints and the page that follows."""


@pytest.fixture
def anna():
    return make_technician(name="Anna Keller")


@pytest.fixture
def client(anna):
    return client_of(anna)


def test_a_scan_starts_the_next_task_and_the_next_one_finishes_it(client, anna):
    order = order_for(anna)
    started = scan(client, code_of(order))
    assert (started["tone"], started["title"], started["what"]) == ("started", "Started", "Crown")
    assert state(order) == ["in_progress"]
    assert WorkSpan.objects.running().get().employee == anna
    later()
    done = scan(client, code_of(order))
    assert (done["tone"], done["title"]) == ("done", "Finished")
    assert "Nothing is left to do on this order." in done["notes"]
    assert state(order) == ["done"]


def test_the_number_typed_by_hand_does_the_same(client, anna):
    order = order_for(anna)
    assert scan(client, f" {order.number} ")["tone"] == "started"
    later()
    garbled = order.number.replace("-", "6")  # where the dash stands on the key of the six
    assert scan(client, garbled, typed=order.number)["tone"] == "done"


def test_the_same_scan_twice_within_five_seconds_does_nothing_twice(client, anna):
    order = order_for(anna)
    scan(client, code_of(order))
    later(4)
    again = scan(client, code_of(order))
    assert (again["title"], again["notes"][0]) == ("Started", "Scanned twice: nothing more was done.")
    later(4)
    scan(client, order.number)  # four seconds after the last reading, eight after the first
    assert state(order) == ["in_progress"]
    later(5)
    scan(client, code_of(order))
    assert state(order) == ["done"]


def test_another_person_is_another_scan(client, anna):
    order = order_for(anna)
    boris = make_technician(name="Boris Lang")
    add_task(order.pk, cause(), title="Polish", performer=boris)
    scan(client, code_of(order))
    scan(client_of(boris), code_of(order))
    assert state(order) == ["in_progress", "in_progress"]


def test_a_form_that_arrives_twice_acts_once(client, anna):
    order, token = order_for(anna), new_token()
    scan(client, code_of(order), token=token)
    later()
    assert scan(client, code_of(order), token=token)["title"] == "Started"
    assert state(order) == ["in_progress"]


def test_without_a_token_nothing_is_done(client, anna):
    order = order_for(anna)
    answer = client.post("/bench/", {"code": code_of(order)}, follow=True).context["answer"]
    assert answer["tone"] == "refused"
    assert state(order) == ["todo"]


def test_what_runs_elsewhere_is_paused_and_said(client, anna):
    first, second = order_for(anna, name="Model"), order_for(anna)
    scan(client, code_of(first))
    started = scan(client, code_of(second))
    assert f"“Model” of order {first.number} is paused." in started["notes"]
    assert (state(first), state(second)) == (["paused"], ["in_progress"])


def test_an_action_code_says_what_the_next_order_is_for(client, anna):
    order = order_for(anna)
    scan(client, code_of(order))
    assert act(client, Action.PAUSE)["title"] == "Pause"
    assert client.get("/bench/").context["armed"][0] == "Pause"
    paused = scan(client, code_of(order))
    assert (paused["tone"], state(order)) == ("paused", ["paused"])
    assert client.get("/bench/").context["armed"] is None
    assert scan(client, code_of(order))["notes"][0] == "Scanned twice: nothing more was done."
    act(client, Action.START)
    assert scan(client, code_of(order))["tone"] == "started"
    act(client, Action.FINISH)
    assert (scan(client, code_of(order))["tone"], state(order)) == ("done", ["done"])


def test_finish_ends_what_was_never_started(client, anna):
    order = order_for(anna)
    act(client, Action.FINISH)
    assert (scan(client, code_of(order))["tone"], state(order)) == ("done", ["done"])


def test_hold_names_the_bench_and_the_next_working_day(client, anna):
    order = order_for(anna)
    scan(client, code_of(order))
    act(client, Action.HOLD)
    held = scan(client, code_of(order))
    order = Order.objects.get(pk=order.pk)
    assert (held["tone"], order.status, order.awaited) == ("held", "pending", "Put on hold at the bench")
    assert timezone.localdate() < order.expected_on <= timezone.localdate() + timedelta(days=4)
    assert not WorkSpan.objects.running().exists()


def test_hold_is_refused_in_words_where_the_house_never_works_again(client, anna):
    order = order_for(anna)
    Holiday.objects.create(first=date(2020, 1, 1), last=date(2199, 12, 31), name="Given up")
    act(client, Action.HOLD)
    told = scan(client, code_of(order))
    assert (told["tone"], Order.objects.get(pk=order.pk).status) == ("refused", "production")
    assert "no working day" in told["what"]


def test_a_task_is_taken_over_by_the_button(client, anna):
    order = order_for(make_technician())
    choice = scan(client, code_of(order))["choice"]
    scan(client, whose="taken_over", **{name: choice[name] for name in ("code", "task", "action")})
    assert Task.objects.get(order=order).performer == anna


def test_what_nobody_has_is_offered(client, anna):
    order = order_for(None)
    asked = scan(client, code_of(order))
    assert (asked["tone"], asked["title"]) == ("asks", "Nobody has it yet")
    choice = asked["choice"]
    scan(client, whose="taken_over", **{name: choice[name] for name in ("code", "task", "action")})
    task = Task.objects.get(order=order)
    assert (task.performer, task.state) == (anna, "in_progress")


def test_the_answer_is_read_out_and_the_page_may_use_the_camera(client, anna):
    page = client.get("/bench/")
    assert 'aria-live="assertive"' in page.content.decode()
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert "camera=()" in client.get("/work/").headers["Permissions-Policy"]


def test_an_old_answer_is_not_shown_any_more(client, anna):
    scan(client, code_of(order_for(anna)))
    session = client.session
    session["bench"]["answer"]["at"] = (timezone.now() - timedelta(minutes=3)).isoformat()
    session.save()
    assert client.get("/bench/").context["answer"] is None


def test_a_scan_takes_the_same_statements_however_long_the_plan_is(client, anna):
    def statements(tasks: int) -> int:
        order = order_for(anna)
        for number in range(tasks):
            add_task(order.pk, cause(), title=f"Step {number}", performer=anna)
        with CaptureQueriesContext(connection) as seen:
            scan(client, code_of(order))
        return len(seen)

    scan(client, code_of(order_for(anna)))
    few, many = statements(1), statements(9)
    assert few == many
    assert many <= MOST_STATEMENTS


def test_the_page_asks_little(client, anna, django_assert_max_num_queries):
    scan(client, code_of(order_for(anna)))
    with django_assert_max_num_queries(OF_THE_PAGE):
        client.get("/bench/")


def test_the_sheet_of_codes_is_a_paper(client):
    answer = client.get("/bench/codes.pdf")
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
