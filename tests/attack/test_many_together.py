"""Forged addresses and hasty hands at the page of many orders: nobody's orders are touched, nothing breaks."""

import uuid

import pytest

from lab.models import Employee
from orders.models import Batch, BatchOrder, Comment
from orders.models.batch import BatchState, RowState
from tests.factories.batches import make_batch, what_became
from tests.factories.lab import client_of, make_cause, make_employee
from tests.factories.orders import make_order
from tests.workflow.together.pressing import PAGE, press, text_of, ticked
from verification.invariants import violations
from workflow.together.carry_on import carry_on

pytestmark = pytest.mark.django_db
DO = f"{PAGE}do/comment/"


@pytest.fixture
def mary():
    return make_employee("Mary", roles=["manager"])


@pytest.fixture
def client(mary):
    return client_of(mary)


@pytest.fixture
def orders():
    return [make_order() for _each in range(3)]


NONSENSE = ["due_from=31.02.2026", "customer=nobody", "only=1,x", "due=never", "marker=%00x", "standing=lost"]


NOBODY = ["customer=0", "performer=00", "marker=0"]


@pytest.mark.parametrize("asked", NOBODY)
def test_an_id_that_nobody_has_is_nobody_and_not_everybody(client, orders, asked):
    assert "No order is chosen" in text_of(client.get(f"{DO}?all=yes&{asked}"))
    assert press(client, f"{DO}?all=yes&{asked}", text="Good", count="3").status_code == 422
    assert client.get(f"/orders/?{asked}").context["rows"] == []


@pytest.mark.parametrize("asked", NONSENSE)
def test_a_filter_that_makes_no_sense_does_not_choose_every_order(client, orders, asked):
    for address in (f"{PAGE}?all=yes&{asked}", f"{DO}?all=yes&{asked}"):
        assert "So no order is chosen." in text_of(client.get(address))
    answer = press(client, f"{DO}?all=yes&{asked}", text="Good")
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_a_tab_that_is_none_does_not_choose_every_order(client, orders):
    assert press(client, f"{DO}?all=yes&status=nonsense", text="Good").status_code == 422


ODD = ["q=%00", "q=%ED%A0%80", "q=%F0%9F%A6%B7", "columns=%00", "sort=%00", "sort=-", "after=%00", "before=x"]


@pytest.mark.parametrize("asked", ODD)
def test_odd_signs_break_nothing(client, orders, asked):
    for page in (f"{PAGE}?all=yes&{asked}", f"{DO}?all=yes&{asked}"):
        assert client.get(page).status_code == 200
    assert press(client, f"{DO}?all=yes&{asked}", text="Good \U0001f9b7").status_code in (302, 422)


@pytest.mark.parametrize("of", ["0", "999999999999999999", "9" * 30, "-1", "%00", "²"])
def test_a_press_that_never_was_leaves_nothing_undone(client, orders, of):
    assert client.get(f"{PAGE}?of={of}").status_code == 200
    assert press(client, f"{DO}?of={of}", text="Good").status_code == 422


@pytest.mark.parametrize("entry", ["1:999999999", "999999999999999999:1", "1:0", "0:1", "%00", "1:1:1"])
def test_forged_rows_are_none_or_refused(client, orders, entry):
    entry = entry.replace("1:", f"{orders[0].pk}:", 1) if entry.startswith("1:") else entry
    answer = press(client, f"{DO}?ticked=yes&entry={entry}", text="Good")
    assert answer.status_code in (302, 422)
    assert violations() == {}


def test_one_order_twice_in_a_selection_is_done_once(client, orders):
    one = orders[0]
    address = f"{ticked(one, action='comment')}&entry={one.pk}:{one.version}&entry={one.pk}"
    assert press(client, address, text="Good").status_code == 302
    assert Comment.objects.count() == BatchOrder.objects.count() == 1


def test_the_same_press_twice_acts_once_and_another_persons_token_is_refused(client, orders):
    token = uuid.uuid4()
    first = press(client, ticked(*orders, action="comment"), token=token, text="Good")
    again = press(client, ticked(*orders, action="comment"), token=token, text="Good")
    assert first["Location"] == again["Location"]
    stranger = client_of(make_employee(roles=["manager"]))
    assert press(stranger, ticked(*orders, action="comment"), token=token, text="Good").status_code == 422
    assert Comment.objects.count() == 3


@pytest.mark.parametrize("verb", ["realize", "rush", "discount", "pay", "delete", "__class__", "comment%00"])
def test_an_action_that_is_not_offered_is_none(client, orders, verb):
    assert press(client, f"{PAGE}do/{verb}/?{ticked(*orders).partition('?')[2]}", text="x").status_code == 404
    assert not Batch.objects.exists()


@pytest.mark.parametrize("pk", ["999999999999999999", "9" * 25])
@pytest.mark.parametrize("page", ["", "progress/", "stop/", "go-on/"])
def test_a_batch_that_is_none_is_not_found(client, pk, page):
    method = client.post if page in ("stop/", "go-on/") else client.get
    assert method(f"{PAGE}{pk}/{page}", {"form_token": uuid.uuid4()}).status_code == 404


def test_whoever_lost_the_role_or_left_in_the_middle_does_nothing_more(orders, mary):
    batch = make_batch(orders, make_cause(mary))
    done = iter([False, True])
    carry_on(batch.pk, enough=lambda: next(done))
    Employee.objects.filter(pk=mary.pk).update(is_active=False)
    carry_on(batch.pk)
    assert [state for state, _said in what_became(batch)] == [RowState.DONE, RowState.DONE, RowState.REFUSED]
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert violations() == {}


@pytest.mark.parametrize("text", ["x" * 50_000, "\x00", " \u200b ", "=cmd|' /C calc'!A1", "<script>"])
def test_huge_and_odd_reasons_come_back_or_are_kept(client, orders, text):
    address = ticked(*orders, action="cancel")
    answer = press(client, address, reason=text)
    assert answer.status_code in (302, 422)
    assert violations() == {}
