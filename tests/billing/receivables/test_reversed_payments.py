"""A payment that never was: charges open again, tied advances gone, one entry reversed, in no sum any more."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from billing.balance_sheet import balances_of, grouped, sheets
from billing.ledger import receivables
from billing.ledger.receivables import IsRefunded, NotEnoughAdvance, ReversedAlready
from billing.models import Allocation, Payment, ReceivableEntry
from billing.standing import (
    balances,
    debt_of,
    free_advance,
    free_part_by_payment,
    orders_of,
    reversals_of,
    tied_advance_of,
)
from tests.billing.receivables.booking import wrongs_of_payments
from tests.factories.billing import (
    make_charged_order,
    make_event,
    make_payment,
    make_priced_order,
    make_refund,
    today,
)
from tests.factories.customers import make_counterparty

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return make_counterparty()


def reverse(payment):
    event = make_event("reverse_payment", reason="the bank took it back")
    return receivables.reverse_payment(payment, event=event, on=today())


def test_what_it_paid_is_open_again_and_what_it_was_tied_to_loses_it(customer):
    charged, waiting = make_charged_order("70.00", customer=customer), make_priced_order(customer=customer)
    parts = [(charged, Decimal(70)), (waiting, Decimal(20))]
    payment = receivables.receive_payment(
        customer, Decimal(100), "EUR", today(), "bank", "", parts=parts, event=make_event()
    )
    assert reverse(payment) == parts
    assert (debt_of(charged), tied_advance_of(waiting), free_advance(customer, "EUR")) == (70, 0, 0)
    assert balances(customer) == {"EUR": Decimal(70)}
    entries = ReceivableEntry.objects.filter(payment=payment).order_by("pk")
    assert [(row.amount, row.reverses_id is not None) for row in entries] == [(-100, False), (100, True)]
    assert (orders_of(payment), free_part_by_payment([payment])) == ([], {payment.pk: 0})
    assert wrongs_of_payments() == {}


def test_it_stands_in_no_sum_and_gives_nothing_more(customer):
    gone, kept = make_payment(customer, "100.00"), make_payment(customer, "7.00")
    reverse(gone)
    order = make_charged_order("50.00", customer=customer)
    (standing,) = balances_of(grouped(ReceivableEntry.objects.filter(customer=customer)))
    assert (standing.free, standing.tied, standing.debt) == (7, 0, 50)
    (sheet,) = sheets(customer, None, None)
    assert (sheet.paid, sheet.closing) == (7, 43)
    assert list(Payment.objects.standing()) == [kept]
    with pytest.raises(NotEnoughAdvance, match=r"only 7\.00 EUR"):
        receivables.use_advance(customer, order, Decimal(50), event=make_event())
    with pytest.raises(NotEnoughAdvance, match=r"only 7\.00 EUR"):
        make_refund(customer, "8.00")


def test_who_reversed_it_and_why_is_told_and_it_happens_once(customer):
    payment = make_payment(customer)
    reverse(payment)
    (told,) = reversals_of(payments=[payment])
    assert told.event.reason == "the bank took it back"
    assert Payment.objects.get().number == payment.number
    with pytest.raises(ReversedAlready, match=f"{payment.number} is reversed already"):
        reverse(payment)


def test_a_refunded_payment_is_reversed_only_after_its_refund(customer):
    payment = make_payment(customer, "100.00")
    refund = make_refund(customer, "40.00")
    with pytest.raises(IsRefunded) as refused:
        reverse(payment)
    assert str(refused.value) == (
        f"40.00 EUR of payment {payment.number} was refunded ({refund.number}). Reverse the refund first."
    )
    receivables.reverse_refund(refund, event=make_event(), on=today())
    reverse(payment)
    assert balances(customer) == {"EUR": Decimal(0)}
    assert wrongs_of_payments() == {}


def test_the_database_itself_refuses_to_give_out_more_than_was_paid(customer):
    payment, event = make_payment(customer, "100.00"), make_event()
    order = make_charged_order("500.00", customer=customer)
    Allocation.objects.create(payment=payment, order=order, amount=Decimal(60), event=event)
    with pytest.raises(IntegrityError, match="within_its_payment"), transaction.atomic():
        Allocation.objects.create(payment=payment, order=order, amount=Decimal("40.01"), event=event)
    Allocation.objects.create(payment=payment, order=order, amount=Decimal(40), event=event)


def test_an_allocation_is_of_an_order_or_of_a_refund(customer):
    payment, event = make_payment(customer, "100.00"), make_event()
    with (
        pytest.raises(IntegrityError, match="an_allocation_is_of_an_order_or_a_refund"),
        transaction.atomic(),
    ):
        Allocation.objects.create(payment=payment, amount=Decimal(1), event=event)
