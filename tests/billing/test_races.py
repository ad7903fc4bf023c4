"""Two at once: no debt is settled twice, no advance is spent twice, numbers run 1…n. Invariants 15, 34, 35.

Each race has a control: with the lock switched off the same trial has to go wrong at least every second time,
or else it would prove nothing.
"""

import random
from contextlib import suppress
from datetime import date
from decimal import Decimal
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import IntegrityError, models, transaction

from billing.ledger import acts, receivables
from billing.models import Act
from billing.standing import free_advance, settled_on
from common.models import Counter
from common.numbering import NumberIsTaken
from customers.models import Counterparty
from customers.models.counterparty import CounterpartyQuerySet
from tests.factories.billing import (
    make_act,
    make_charged_order,
    make_event,
    make_payment,
    make_priced_order,
    make_refund,
    today,
)
from tests.factories.customers import make_counterparty
from tests.races import AT_ONCE, at_once, goes_wrong
from tests.sizes import CONTROLS, TRIALS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

HUNDRED = Decimal(100)


@pytest.fixture
def customers_unlocked(monkeypatch):
    monkeypatch.setattr(CounterpartyQuerySet, "locked", lambda self, pk: self.get(pk=pk))
    monkeypatch.setitem(globals(), "PATIENCE", 10)


@pytest.fixture
def counters_unlocked(monkeypatch):
    locking = models.QuerySet.select_for_update

    def unlocked(self, *args, **kwargs):
        return self.all() if self.model is Counter else locking(self, *args, **kwargs)

    monkeypatch.setattr(models.QuerySet, "select_for_update", unlocked)


def two_payments_exceed_a_debt() -> bool:
    """Two people record 80.00 for a debt of 100.00; whether the books are still true."""
    order, events = make_charged_order("100.00"), [make_event(), make_event()]

    def pay(event):
        with transaction.atomic():
            make_payment(order.customer, "80.00", order=order, event=event)

    said = at_once(lambda person: pay(events[person]), people=2)
    both_took_it = said == [
        None,
        None,
    ]  # a refusal too would say that one saw the debt change under its hands
    return (
        both_took_it and settled_on(order) == HUNDRED and free_advance(order.customer, "EUR") == Decimal(60)
    )


def one_advance_is_used_twice() -> bool:
    """Two orders want the same advance; whether only one got it."""
    customer = make_counterparty()
    orders = [make_charged_order("100.00", customer=customer) for _ in range(2)]
    make_payment(customer, "100.00")
    events = [make_event(), make_event()]

    def use(person):
        receivables.use_advance(customer, orders[person], HUNDRED, event=events[person])

    said = _both(lambda: use(0), lambda: use(1))
    refused = [isinstance(one, receivables.NotEnoughAdvance) for one in said]
    return sorted(refused) == [False, True] and sum(settled_on(order) for order in orders) == HUNDRED


PATIENCE = 0.1
"""Seconds for which who has acted waits for the other before it stands: in vain where a lock keeps the other out."""


def a_payment_is_reversed_while_it_is_given_out() -> bool:
    """One person takes a payment back, another gives its free part to an order; whether none of it pays in the end."""
    customer = make_counterparty()
    order, payment = make_charged_order("100.00", customer=customer), make_payment(customer, "100.00")
    events = [make_event(), make_event()]

    def reverse():
        receivables.reverse_payment(payment, event=events[0], on=today())

    def use():
        receivables.use_advance(customer, order, HUNDRED, event=events[1])

    _both(reverse, use)
    return settled_on(order) == 0 and free_advance(customer, "EUR") == 0


def an_advance_is_used_while_it_is_refunded() -> bool:
    """One person gives the advance back, another pays an order with it; whether only one of them did."""
    customer = make_counterparty()
    order, payment = make_charged_order("100.00", customer=customer), make_payment(customer, "100.00")
    events = [make_event(), make_event()]

    def use():
        receivables.use_advance(customer, order, HUNDRED, event=events[1])

    _both(lambda: make_refund(customer, "100.00", event=events[0]), use)
    given = payment.allocations.aggregate(total=models.Sum("amount"))["total"]
    return given == HUNDRED and free_advance(customer, "EUR") == 0


def _both(*acts) -> list[object]:
    """Both act before either's work stands, unless one has to wait for the other."""
    together = Barrier(len(acts))

    def act(person):
        with transaction.atomic():
            acts[person]()
            with suppress(BrokenBarrierError):
                together.wait(timeout=PATIENCE)

    return at_once(act, people=len(acts))


def two_payments_over_many_exceed_their_debts() -> bool:
    """Two people record the same transfer over the same two charges, in either sequence; whether one was refused."""
    customer = make_counterparty()
    orders = [make_charged_order("100.00", customer=customer) for _ in range(2)]
    events = [make_event(), make_event()]

    def pay(person):
        parts = [(order, HUNDRED) for order in orders[:: 1 if person else -1]]
        with transaction.atomic():
            receivables.receive_payment(
                customer,
                2 * HUNDRED,
                "EUR",
                today(),
                "bank",
                "",
                parts=parts,
                event=events[person],
                on=today(),
            )

    said = at_once(pay, people=2)
    refused = [isinstance(one, receivables.MoreThanOpen) for one in said]
    return sorted(refused) == [False, True] and [settled_on(order) for order in orders] == [HUNDRED] * 2


class Changed(Exception):
    """Somebody's transaction does not go through."""


def eight_people_post_acts(year: int, chance: random.Random) -> bool:
    """Eight acts are posted, about a third of them in vain; whether the numbers run 1…n."""
    drafts = [make_act(make_priced_order()) for _ in range(AT_ONCE)]
    events = [make_event() for _ in range(AT_ONCE)]
    fails = [chance.random() < 0.3 for _ in range(AT_ONCE)]

    def post(draft, event, fail):
        with transaction.atomic():
            acts.post(draft, event=event, on=date(year, 6, 1))
            if fail:
                raise Changed

    said = at_once(lambda person: post(drafts[person], events[person], fails[person]))
    strange = [one for one in said if one is not None and not isinstance(one, Changed)]
    assert all(isinstance(one, IntegrityError | NumberIsTaken) for one in strange), strange
    serials = sorted(Act.objects.filter(number_year=year).values_list("number_serial", flat=True))
    return not strange and serials == list(range(1, AT_ONCE - sum(fails) + 1))


def test_two_payments_at_once_never_settle_more_than_the_debt():
    assert [two_payments_exceed_a_debt() for _ in range(TRIALS)] == [True] * TRIALS


def test_control_without_the_lock_two_payments_do_settle_more(customers_unlocked):
    assert goes_wrong(lambda _turn: two_payments_exceed_a_debt(), within=CONTROLS)


def test_an_advance_wanted_twice_at_once_is_used_once():
    assert [one_advance_is_used_twice() for _ in range(TRIALS)] == [True] * TRIALS


def test_control_without_the_lock_an_advance_is_used_twice(customers_unlocked):
    assert goes_wrong(lambda _turn: one_advance_is_used_twice(), within=CONTROLS)


def test_two_payments_over_many_charges_never_settle_more_than_the_debts():
    assert [two_payments_over_many_exceed_their_debts() for _ in range(TRIALS)] == [True] * TRIALS


def test_control_without_the_lock_payments_over_many_charges_settle_more(customers_unlocked):
    assert goes_wrong(lambda _turn: two_payments_over_many_exceed_their_debts(), within=CONTROLS)


def test_a_payment_is_either_reversed_or_given_out():
    assert [a_payment_is_reversed_while_it_is_given_out() for _ in range(TRIALS)] == [True] * TRIALS


def test_control_without_the_lock_a_reversed_payment_pays(customers_unlocked):
    assert goes_wrong(lambda _turn: a_payment_is_reversed_while_it_is_given_out(), within=CONTROLS)


def test_an_advance_is_either_used_or_refunded():
    assert [an_advance_is_used_while_it_is_refunded() for _ in range(TRIALS)] == [True] * TRIALS


def test_control_without_the_lock_an_advance_is_used_and_refunded(customers_unlocked):
    assert goes_wrong(lambda _turn: an_advance_is_used_while_it_is_refunded(), within=CONTROLS)


def test_numbers_of_acts_have_no_gap_whoever_posts_and_whoever_fails():
    chance = random.Random(6)
    assert [eight_people_post_acts(2000 + trial, chance) for trial in range(TRIALS)] == [True] * TRIALS


def test_control_without_the_lock_numbers_of_acts_go_wrong(counters_unlocked):
    chance = random.Random(6)
    assert goes_wrong(lambda turn: eight_people_post_acts(2000 + turn, chance), within=CONTROLS)


def test_an_act_posted_by_eight_people_at_once_is_posted_once():
    draft, events = make_act(make_priced_order()), [make_event() for _ in range(AT_ONCE)]

    def post(event):
        with transaction.atomic():
            return acts.post(draft, event=event, on=date(2026, 6, 1))

    said = at_once(lambda person: post(events[person]))
    assert sum(isinstance(one, Act) for one in said) == 1
    assert sum(isinstance(one, acts.NotDraft) for one in said) == AT_ONCE - 1
    assert Counter.objects.get(series="act", year=2026).last == 1


def test_an_act_reversed_by_eight_people_at_once_is_reversed_once():
    draft, events = make_act(make_priced_order()), [make_event() for _ in range(AT_ONCE)]
    with transaction.atomic():
        act = acts.post(draft, event=make_event(), on=date(2026, 6, 1))

    def reverse(event):
        with transaction.atomic():
            return acts.reverse(act, event=event, on=date(2026, 6, 1))

    said = at_once(lambda person: reverse(events[person]))
    assert sum(isinstance(one, Act) for one in said) == 1
    assert sum(isinstance(one, acts.NotStanding) for one in said) == AT_ONCE - 1
    assert Act.objects.filter(reverses=act).count() == 1


def test_the_lock_of_a_customer_lets_inserts_that_point_at_it_through():
    """Orders may be drawn up while somebody records a payment: the lock is ``FOR NO KEY UPDATE``."""
    customer = make_counterparty()
    with transaction.atomic():
        Counterparty.objects.locked(customer.pk)
        (order,) = at_once(lambda _person: make_priced_order(customer=customer), people=1)
    assert order.customer_id == customer.pk
