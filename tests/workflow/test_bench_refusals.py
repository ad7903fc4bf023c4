"""What a bench refuses, and what it tells instead."""

import pytest

from orders.bench_codes import Action, Kind, written
from orders.models import OrderEvent, Task
from orders.states import Status
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_technician
from tests.workflow.benches import act, code_of, order_for, scan, state, wrong_check
from workflow.life.cancel_order import cancel_order

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def anna():
    return make_technician(name="Anna Keller")


@pytest.fixture
def client(anna):
    return client_of(anna)


@pytest.mark.parametrize("typed", ["\x00", "2026\x00", "9" * 70, "²", "1" + "9" * 18, "-1"])
def test_nonsense_is_no_order(client, typed):
    for name in ("code", "typed"):
        told = scan(client, **{"code": "", name: typed})
        assert (told["tone"], told["number"]) == ("refused", "")


def test_who_has_it_only_tells(client, anna):
    order = order_for(make_technician(name="Nadia Orlova"))
    before = OrderEvent.objects.count()
    act(client, Action.WHO)
    told = scan(client, code_of(order))
    assert (told["tone"], told["title"], told["what"]) == ("told", "Nadia Orlova", "Crown")
    assert (OrderEvent.objects.count(), state(order)) == (before, ["todo"])


def test_anothers_task_is_asked_about_and_not_taken(client, anna):
    nadia = make_technician(name="Nadia Orlova")
    order = order_for(nadia)
    asked = scan(client, code_of(order))
    assert (asked["tone"], asked["title"]) == ("asks", "Nadia Orlova")
    assert state(order) == ["todo"]
    page = client.get("/bench/").content.decode()
    assert "Take it over" in page
    assert "Mark it for Nadia Orlova" in page
    scan(client, whose="theirs", **{name: asked["choice"][name] for name in ("code", "task", "action")})
    task = Task.objects.get(order=order)
    assert (task.state, task.performer) == ("in_progress", nadia)


def test_bad_scans_are_refused_with_a_sentence(client, anna):
    cancelled, waiting = order_for(anna, status=Status.PENDING), order_for(anna, status=Status.PENDING)
    cancel_order(cancelled.pk, cause(), reason="no")
    finished = order_for(anna)
    finished.tasks.update(state="done")
    bare = order_for(anna)
    bare.tasks.update(is_removed=True)
    tried = {
        written(Kind.ORDER, 987654): "No order has this code or number.",
        "2019-000001": "No order has this code or number.",
        "": "Nothing was scanned.",
        wrong_check(waiting): "The code was read wrong. Scan it again.",
        written(Kind.ACTION, 17): "This code is not known here.",
        written(Kind.BADGE, 12345): "Badges are for a shared bench. Here you are Anna Keller.",
        code_of(
            cancelled
        ): f"Order {cancelled.number} is in the state “Cancelled”: nobody can work on it now.",
        code_of(waiting): f"Order {waiting.number} is in the state “Pending”: nobody can work on it now.",
        code_of(finished): f"All tasks of order {finished.number} are finished.",
        code_of(bare): f"Order {bare.number} has no tasks: plan its work first.",
        "<script>" * 20: "No order has this code or number.",
        "1" * 5000: "No order has this code or number.",
    }
    before = OrderEvent.objects.count()
    for code, sentence in tried.items():
        answer = scan(client, code)
        assert (answer["tone"], answer["what"]) == ("refused", sentence), code
    assert OrderEvent.objects.count() == before


def test_a_person_who_is_no_performer_takes_nothing(anna):
    order = order_for(anna)
    client = client_of(make_employee("Mara Chief", roles=["manager"]))
    answer = scan(client, code_of(order))
    assert answer["tone"] == "refused"
    assert answer["what"] == "You are no performer here. Next is “Crown”: Anna Keller."
    act(client, Action.WHO)
    assert scan(client, code_of(order))["tone"] == "told"


def test_digits_that_are_the_code_of_one_order_and_the_number_of_another_are_refused(client, anna):
    order, other = order_for(anna), order_for(anna)
    other.number = code_of(order)
    other.save()
    assert "the code of one order and the number of another" in scan(client, code_of(order))["what"]
    assert (state(order), state(other)) == (["todo"], ["todo"])


def test_pausing_what_does_not_run_is_refused(client, anna):
    order = order_for(anna)
    act(client, Action.PAUSE)
    assert scan(client, code_of(order))["what"] == "Nothing of yours is running on this order."
