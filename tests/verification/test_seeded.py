"""Each rule of the books, broken behind its back, is named by the oracle."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from billing.models import Act, Allocation, ClosingDocument, OpenDebt, Payment, ReceivableEntry, Refund
from common.frozen import snapshot_hash
from common.models import Counter
from lab.models import Event
from orders.models import Order, OrderEvent, OrderLine, Task
from orders.states import Status
from payroll.models import PayMark, PayrollEntry, PlannedPay
from stock.models import StockMovement
from tests.factories.customers import make_counterparty
from tests.factories.orders import make_technician
from tests.verification.behind_our_back import double, one, raw
from verification.invariants import INVARIANTS

pytestmark = pytest.mark.django_db


def unnamed(seeds: dict, *, number_of) -> list:
    """Which of the seeds, each sown alone and taken back, the invariant of that number does not name."""
    checks = {rule.number: rule.check for rule in INVARIANTS}
    missed = []
    for wrong, sow in seeds.items():
        with transaction.atomic():
            sow()
            if not checks[number_of(wrong)]().wrong:
                missed.append(wrong)
            transaction.set_rollback(True)
    return missed


def test_a_seed_that_changes_nothing_is_told(worked):
    """The control."""
    assert unnamed({4: lambda: None}, number_of=int) == [4]


SEEDS = {
    2: lambda: one(OrderEvent, to_status=Status.REVIEW).update(to_status=Status.PENDING),
    3: lambda: raw(Event).filter(verb="realize").update(role="technician"),
    4: lambda: one(Order, status=Status.REVIEW).update(version=77),
    6: lambda: one(OrderEvent, from_status=Status.REALIZED).update(verb="reopen"),
    8: lambda: raw(Task).filter(order__status=Status.PRODUCED).update(performer=None),
    9: lambda: raw(Event).filter(verb="realize").update(at=timezone.now() - timezone.timedelta(days=9)),
    10: lambda: raw(Act).update(currency="USD"),
    11: lambda: one(Order, status=Status.PRODUCED).update(final_price=Decimal(1)),
    12: lambda: raw(OrderLine).filter(order__status=Status.DRAFTING).update(gross=Decimal(9), amount=Decimal(9)),
    13: lambda: one(ReceivableEntry, kind="charge", reverses=None, reversed_by=None).update(amount=Decimal(1)),
    14: lambda: one(ReceivableEntry, kind="payment", reverses=None).update(amount=Decimal(-1)),
    15: lambda: one(Allocation, order__isnull=False, reverses=None, reversed_by=None).update(amount=Decimal(9999)),
    17: lambda: one(PayrollEntry, reverses__isnull=False).update(amount=Decimal(-1)),
    18: lambda: one(StockMovement, reverses__isnull=False).delete(),
    19: lambda: one(ClosingDocument.orders.rel.related_model, amount__gt=0).update(amount=Decimal(1)),
    22: lambda: one(ReceivableEntry, kind="refund", reverses=None).update(customer=make_counterparty()),
    24: lambda: one(PayrollEntry, source_kind="act_line", reverses=None, reversed_by=None).update(quantity=Decimal(5)),
    25: lambda: one(PayrollEntry, reverses=None, reversed_by=None, rate__isnull=False).update(amount=Decimal("0.01")),
    30: lambda: one(StockMovement, kind="receipt").update(quantity=Decimal(1)),
    32: lambda: one(StockMovement, kind="write_off", reverses=None, reversed_by=None).update(quantity=Decimal(-1)),
    34: lambda: raw(Counter).filter(series="act").update(last=99),
    36: lambda: one(ClosingDocument, kind="closing").update(snapshot={"total": "1.00"}),
    46: lambda: raw(Event).filter(verb="submit").update(role=""),
    76: lambda: one(ReceivableEntry, kind="charge", reverses__isnull=False).update(amount=Decimal(-1)),
    77: lambda: one(ClosingDocument, kind="closing").update(due_on=date(2199, 1, 1)),
    84: lambda: raw(OpenDebt).update(amount=Decimal("0.01")),
    62: lambda: raw(PayMark).update(turn=3),
    68: lambda: raw(OrderLine).filter(order__status=Status.DRAFTING).update(catalog_price=Decimal(7)),
    63: lambda: one(Payment).update(amount=Decimal("50.001")),
    58: lambda: one(Allocation, order__isnull=False, reverses=None, reversed_by=None).update(is_advance=True),
}  # fmt: skip


def test_a_seeded_violation_is_named(worked):
    assert unnamed(SEEDS, number_of=int) == []


STANDING, REVERSAL = {"reverses": None, "reversed_by": None}, {"reverses__isnull": False}


def entry(kind, **wanted):
    return one(ReceivableEntry, kind=kind, **wanted)


def refunded(**wanted):
    return one(Allocation, refund__isnull=False, **wanted)


def of_act(**said):
    """The paper of the last posted act, as one would have it, with a hash that fits."""
    act = Act.objects.posted().with_papers().last()
    paper = act.snapshot | said
    return one(Act, pk=act.pk).update(snapshot=paper, snapshot_hash=snapshot_hash(paper))


OF_PAPERS = {
    "36 an act with other words": lambda: one(Act, event__isnull=False).update(snapshot={"total": "1.00"}),
    "36 an act with another hash": lambda: one(Act, event__isnull=False).update(snapshot_hash="0" * 64),
    "36 an act with the paper of another": lambda: of_act(number="A-1999-00001"),
    "12 an act whose paper comes to something else": lambda: of_act(total="1.00"),
    "12 an act with other taxes": lambda: of_act(taxes=[]),
    "12 an act with other lines": lambda: of_act(lines=[]),
}  # fmt: skip


def test_what_is_wrong_with_papers_is_named(worked):
    assert unnamed(OF_PAPERS, number_of=lambda wrong: int(wrong.split()[0])) == []


OF_PAYMENTS = {
    "14 a payment booked twice": lambda: double(entry("payment", **STANDING).get()),
    "14 a refund of another sum": lambda: entry("refund", **STANDING).update(amount=Decimal(9)),
    "14 a refund that no ledger knows": lambda: entry("refund", **STANDING).delete(),
    "15 a refund that took too little": lambda: refunded(**STANDING).update(amount=Decimal(9)),
    "15 more refunded than paid": lambda: raw(Payment).filter(amount=70).update(amount=Decimal(9)),
    "15 a reversed payment that pays": lambda: double(
        one(Allocation, order__isnull=False, **STANDING).get(), payment=Payment.objects.reversed().get()
    ),
    "15 a reversed refund that took": lambda: refunded(**REVERSAL).delete(),
    "15 a refund of a stranger's payment": lambda: raw(Refund).update(customer=make_counterparty()),
    "17 a reversal of another sum": lambda: entry("payment", **REVERSAL).update(amount=Decimal(1)),
    "17 a reversal for somebody else": lambda: entry("payment", **REVERSAL).update(customer=make_counterparty()),
    "17 a reversal of a reversal": lambda: double(
        entry("refund", **REVERSAL).get(), reverses=entry("refund", **REVERSAL).get(), amount=Decimal(5)
    ),
    "22 a payment that is not booked": lambda: entry("payment", **STANDING).delete(),
    "34 a refund's number": lambda: raw(Counter).filter(series="refund").update(last=9),
}  # fmt: skip


def test_what_is_wrong_with_payments_and_refunds_is_named(worked, unchecked):
    unchecked("billing_receivableentry", "an_entry_has_the_sign_of_its_kind")
    assert unnamed(OF_PAYMENTS, number_of=lambda wrong: int(wrong.split()[0])) == []


PLANNED_WRONG = {
    "another sum": lambda: one(PlannedPay, employee=None).update(amount=Decimal(1)),
    "taken back and paid": lambda: one(PlannedPay, employee=None).update(lifted_by=Event.objects.first()),
    "somebody else": lambda: one(PlannedPay, task=None).update(employee=make_technician()),
    "set and not paid": lambda: one(PayrollEntry, source_kind="set_sum").delete(),
}


def test_25_a_sum_that_is_not_paid_as_it_was_set_is_named(worked):
    assert unnamed(PLANNED_WRONG, number_of=lambda _wrong: 25) == []
