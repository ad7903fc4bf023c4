"""Eight people in the same moment, through the use cases: one effect, seven refusals. Races R1, R2, R5, R9–R11, R14.

Each race has a control: with the lock switched off and a pause between reading and writing, the same trial has to go
wrong at least every second time, or else it would prove nothing. Often the database's own constraint (one event per
version of an order) then catches the second writer; that too means that the race took place, and counts.
"""

import threading
import time
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.ledger import allocations
from billing.ledger.acts import ActLineDraft
from billing.standing import free_advance, tied_advance_of
from orders.models import Order
from orders.states import Status
from stock.ledger import NotEnoughStock
from stock.ledger import write_offs as stock
from stock.models import StockItem
from tests.factories.orders import make_draft, make_line
from tests.factories.stock import item_of, make_stocked
from tests.races import AT_ONCE, at_once, goes_wrong
from tests.races.floor import MOVES, PAUSE, Floor, act_of, one_did_it, unlock_orders
from tests.use_cases.test_edit_order import as_it_stands
from verification.invariants import violations
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.edit_order import edit_order
from workflow.life.cancel_order import cancel_order
from workflow.life.produce_order import produce_order
from workflow.money.record_payment import record_payment
from workflow.moving import StaleOrder

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TRIALS, CONTROLS = 2, 4
MONEY = Decimal(80)


@pytest.fixture
def orders_unlocked(monkeypatch):
    return lambda: unlock_orders(monkeypatch)


def went_wrong(race, trials=CONTROLS) -> bool:
    return goes_wrong(lambda _turn: race(), within=trials)


def runs_well(race, trials=TRIALS) -> bool:
    return [race() for _ in range(trials)] == [True] * trials and violations() == {}


@pytest.mark.parametrize("move", MOVES)
def test_r1_a_step_taken_by_eight_people_at_once_is_taken_once(move):
    floor = Floor(norms={make_stocked("100"): Decimal(1)})
    assert runs_well(lambda: floor.several_move_at_once(move))


@pytest.mark.parametrize("move", MOVES)
def test_r1_control_without_the_lock_steps_collide(move, orders_unlocked, monkeypatch):
    floor = Floor(norms={make_stocked("100"): Decimal(1)})
    orders = [floor.order_before(move) for _ in range(CONTROLS)]
    monkeypatch.setattr(floor, "order_before", lambda _move: orders.pop())
    orders_unlocked()
    assert went_wrong(lambda: floor.several_move_at_once(move, people=3))


def two_steps(floor, prepared=None) -> bool:
    """Half put an order on hold, half send it to review."""
    order = prepared or floor.order(Status.PRODUCTION)
    cause = floor.cause(order)
    moves = [MOVES["hold"][1], MOVES["send_to_review"][1]]
    return one_did_it(at_once(lambda person: moves[person % 2](order.pk, cause)), order)


def test_r2_of_two_different_steps_one_is_taken():
    floor = Floor()
    assert runs_well(lambda: two_steps(floor), 3)


def test_r2_control_without_the_lock_both_are_tried(orders_unlocked):
    floor = Floor()
    orders = [floor.order(Status.PRODUCTION) for _ in range(CONTROLS)]
    orders_unlocked()
    assert went_wrong(lambda: two_steps(floor, orders.pop()))


def edit_against_produce(floor, prepared=None) -> bool:
    """Half change the line, half produce; whether the line that is frozen is the line that was paid."""
    order = prepared or floor.order(Status.PRODUCTION)
    cause, draft = floor.cause(order), as_it_stands(order)
    draft = replace(draft, lines=(replace(draft.lines[0], quantity=Decimal(2)),))
    act = [lambda: edit_order(order.pk, draft, cause), lambda: produce_order(order.pk, cause)]
    said = at_once(lambda person: act[person % 2]())
    now, quantity = Order.objects.get(pk=order.pk), order.lines.get().quantity
    true = {(Status.PRODUCTION, 2, None), (Status.PRODUCED, 1, Decimal(100))}
    return one_did_it(said, order) and (now.status, quantity, now.final_price) in true


def test_r5_a_line_is_changed_before_it_is_produced_or_not_at_all():
    floor = Floor()
    assert runs_well(lambda: edit_against_produce(floor), 3)


def test_r5_control_without_the_lock_they_collide(orders_unlocked):
    floor = Floor()
    orders = [floor.order(Status.PRODUCTION) for _ in range(CONTROLS)]
    orders_unlocked()
    assert went_wrong(lambda: edit_against_produce(floor, orders.pop()))


def eight_edits(floor, prepared=None) -> bool:
    """Everybody saves the same form; whether one is written and the others see what changed."""
    order = prepared or floor.order(Status.DRAFTING)
    cause, draft = floor.cause(order), as_it_stands(order)
    said = at_once(lambda person: edit_order(order.pk, replace(draft, instructions=f"by {person}"), cause))
    stale = [one for one in said if isinstance(one, StaleOrder)]
    return one_did_it(said, order) and len(stale) == AT_ONCE - 1


def test_r14_of_eight_edits_of_one_version_one_is_saved():
    floor = Floor()
    assert runs_well(lambda: eight_edits(floor))


def test_r14_control_without_the_lock_edits_collide(orders_unlocked):
    floor = Floor()
    orders = [floor.order(Status.DRAFTING) for _ in range(CONTROLS)]
    orders_unlocked()
    assert went_wrong(lambda: eight_edits(floor, orders.pop()))


def last_unit(people=AT_ONCE) -> bool:
    """Eight orders need the only unit; whether one gets it."""
    material = make_stocked("1")
    floor = Floor(norms={material: Decimal(1)})
    orders = [floor.order(Status.PRODUCTION) for _ in range(people)]
    said = at_once(
        lambda person: produce_order(orders[person].pk, floor.cause(orders[person])), people=people
    )
    short = [one for one in said if isinstance(one, NotEnoughStock)]
    return len(short) == people - 1 and item_of(material).on_hand == 0


def test_r9_the_last_unit_goes_to_one_order():
    assert runs_well(last_unit, 1)


def test_r9_control_without_the_lock_it_goes_to_several(monkeypatch):
    count = stock._short_items

    def count_and_wait(*asked):
        found = count(*asked)
        time.sleep(PAUSE)
        return found

    monkeypatch.setattr(stock, "lock_items", lambda _ids: None)
    monkeypatch.setattr(stock, "_short_items", count_and_wait)
    assert went_wrong(lambda: last_unit(3))
    assert 30 in violations()


def acts_of_two_materials(floor, materials, people) -> list[tuple[int, int]]:
    """(order, act) for each person; every second act names the two materials the other way round."""
    found = []
    for person in range(people):
        order = floor.order(Status.PRODUCTION)
        delete_act(order.pk, floor.cause(), act_id=act_of(order.pk, "drafts"))
        used = [(material.pk, Decimal(1)) for material in materials]
        act = draft_act(
            order.pk,
            floor.cause(),
            performer=floor.performer,
            lines=[ActLineDraft(order.lines.get().pk, Decimal(1))],
            materials=used[:: -1 if person % 2 else 1],
        )
        found.append((order.pk, act.pk))
    return found


def post_all(floor, acts, before=lambda person: None) -> bool:
    def post(person):
        before(person)
        order_id, act_id = acts[person]
        return post_act(order_id, floor.cause(), act_id=act_id)

    return not any(isinstance(one, Exception) for one in at_once(post, people=len(acts)))


def test_r10_materials_in_opposite_order_never_deadlock():
    floor, materials = Floor(), [make_stocked("100"), make_stocked("100")]
    acts = acts_of_two_materials(floor, materials, AT_ONCE)
    assert post_all(floor, acts)
    assert [item_of(material).on_hand for material in materials] == [92, 92]
    assert violations() == {}


def test_r10_control_items_locked_in_any_order_do_deadlock(monkeypatch):
    person_here = threading.local()

    def in_ones_own_order(ids):
        for pk in sorted(ids, reverse=person_here.number % 2 == 1):
            StockItem.objects.select_for_update(no_key=True).get(pk=pk)
            time.sleep(PAUSE)

    floor, materials = Floor(), [make_stocked("100"), make_stocked("100")]
    trials = [acts_of_two_materials(floor, materials, 2) for _ in range(CONTROLS)]
    monkeypatch.setattr(stock, "lock_items", in_ones_own_order)
    assert went_wrong(
        lambda: post_all(floor, trials.pop(), lambda person: setattr(person_here, "number", person))
    )


def cancel_against_payment(floor, prepared=None) -> bool:
    """One cancels, one records a payment; whether the money is the customer's free advance, or refused."""
    order = prepared or floor.order(Status.PENDING)

    def pay():
        return record_payment(
            order.customer, floor.cause(), amount=MONEY, currency="EUR", received_on=timezone.localdate(),
            method="cash", order_id=order.pk,
        )  # fmt: skip

    act = [lambda: cancel_order(order.pk, floor.cause(order), reason="no"), pay]
    said = at_once(lambda person: act[person](), people=2)
    paid = not isinstance(said[1], Exception)
    where = (tied_advance_of(order), free_advance(order.customer, "EUR"))
    return where == (0, MONEY if paid else 0) and isinstance(said[0], Order)


def test_r11_money_for_an_order_cancelled_in_the_same_moment_is_never_lost():
    floor = Floor()
    assert runs_well(lambda: cancel_against_payment(floor), 4)


def test_r11_control_without_the_lock_it_is_tied_to_the_cancelled_order(orders_unlocked, monkeypatch):
    allocate = allocations.allocate

    def allocate_late(*asked, **more):
        time.sleep(3 * PAUSE)
        return allocate(*asked, **more)

    floor = Floor()
    orders = [floor.order(Status.PENDING) for _ in range(CONTROLS)]
    orders_unlocked()
    monkeypatch.setattr(allocations, "allocate", allocate_late)
    assert went_wrong(lambda: cancel_against_payment(floor, orders.pop()))
    assert 18 in violations()


def test_eight_orders_drawn_up_at_once_have_eight_numbers_in_a_row():
    floor = Floor()
    drafts = [make_draft(make_line(floor.service)) for _ in range(AT_ONCE)]
    said = at_once(lambda person: create_order(drafts[person], floor.cause()))
    assert sorted(order.number_serial for order in said) == list(range(1, AT_ONCE + 1))
    assert violations() == {}
