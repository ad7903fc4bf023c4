"""Four writers on a SQLite file: the same results as on PostgreSQL, and nobody is told that the database is locked.

SQLite lets one writer in at a time, so there is no control here: what these tests watch for is the error, not the race.
"""

import threading
import time
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from orders.models import Order
from orders.states import Status
from stock.ledger import NotEnoughStock
from tests.factories.orders import make_draft, make_line
from tests.factories.stock import item_of, make_stocked
from tests.races import at_once
from tests.races.floor import MOVES, Floor, one_did_it
from verification.invariants import violations
from workflow.drawing_up.create_order import create_order
from workflow.life.produce_order import produce_order
from workflow.money.record_payment import record_payment
from workflow.preview.rehearsing import rehearse

WRITERS = 4


def test_the_file_is_opened_as_an_installation_opens_it(sqlite_file):
    def journal():
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA journal_mode").fetchone()[0]

    assert connection.transaction_mode == "IMMEDIATE"
    assert sqlite_file(journal) == "wal"


def test_every_step_taken_by_four_at_once_is_taken_once(sqlite_file):
    floor = sqlite_file(lambda: Floor(norms={make_stocked("100"): Decimal(1)}))

    def moved_once(move):
        order = sqlite_file(lambda: floor.order_before(move))
        cause, take = floor.cause(order), MOVES[move][1]
        said = at_once(lambda _person: take(order.pk, cause), people=WRITERS)
        return sqlite_file(lambda: one_did_it(said, order))

    assert [move for move in MOVES if not moved_once(move)] == []
    assert sqlite_file(violations) == {}


def test_four_writers_of_orders_payments_and_steps_never_find_it_locked(sqlite_file):
    floor = sqlite_file(Floor)
    pending = sqlite_file(lambda: [floor.order(Status.PENDING) for _ in range(WRITERS)])
    draft = sqlite_file(lambda: make_draft(make_line(floor.service)))

    def work(person):
        create_order(draft, floor.cause())
        order = pending[person]
        MOVES["start"][1](order.pk, floor.cause(order))
        return record_payment(
            order.customer, floor.cause(), amount=Decimal(5), currency="EUR", received_on=timezone.localdate(),
            method="cash", order_id=order.pk,
        )  # fmt: skip

    said = at_once(work, people=WRITERS)
    assert [one for one in said if isinstance(one, Exception)] == []
    assert sqlite_file(lambda: set(Order.objects.values_list("status", flat=True))) == {
        "production",
        "drafting",
    }
    assert sqlite_file(violations) == {}


def test_the_last_unit_goes_to_one_order(sqlite_file):
    material = sqlite_file(lambda: make_stocked("1"))
    floor = sqlite_file(lambda: Floor(norms={material: Decimal(1)}))
    orders = sqlite_file(lambda: [floor.order(Status.PRODUCTION) for _ in range(WRITERS)])
    said = at_once(
        lambda person: produce_order(orders[person].pk, floor.cause(orders[person])), people=WRITERS
    )
    assert sum(isinstance(one, NotEnoughStock) for one in said) == WRITERS - 1
    assert sqlite_file(lambda: item_of(material).on_hand) == 0


def test_a_dialog_waits_for_nobody_who_writes_and_shows_what_will_be_booked_after_that(sqlite_file):
    floor = sqlite_file(Floor)
    order = sqlite_file(lambda: floor.order(Status.PRODUCTION))
    writes, seen = threading.Event(), threading.Event()

    def look():
        return rehearse(order.pk, lambda: produce_order(order.pk, floor.cause(order)))

    def work(person):
        if person == 0:
            with transaction.atomic():
                writes.set()
                return seen.wait(20)
        assert writes.wait(20)
        began = time.monotonic()
        rehearsal = look()
        seen.set()
        return rehearsal.is_busy and time.monotonic() - began < 5

    assert at_once(work, people=2) == [True, True]
    assert sqlite_file(look).booked.acts


def test_who_books_waits_for_a_dialog_and_is_not_turned_away(sqlite_file):
    floor = sqlite_file(Floor)
    orders = sqlite_file(lambda: [floor.order(Status.PRODUCTION) for _ in range(WRITERS)])

    def work(person):
        order = orders[person]
        if person % 2:
            return [rehearse(order.pk, lambda: produce_order(order.pk, floor.cause(order))) for _ in range(3)]
        return produce_order(order.pk, floor.cause(order)).status

    said = at_once(work, people=WRITERS)
    assert [one for one in said if isinstance(one, Exception)] == []
    assert said[::2] == ["produced"] * (WRITERS // 2)
    assert sqlite_file(violations) == {}
