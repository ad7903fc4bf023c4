"""One payment over many charges: chosen parts, the oldest first; and the same from the advance."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing.ledger import receivables
from billing.ledger.receivables import MoreThanOpen, MoreThanPaid, NotAPayment, NotEnoughAdvance
from billing.models import Allocation, Payment
from billing.standing import debt_of, free_advance, open_charges, open_currencies, tied_advance_of
from tests.factories.billing import (
    make_charged_order,
    make_event,
    make_payment,
    make_priced_order,
    today,
)
from tests.factories.customers import make_counterparty

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return make_counterparty()


@pytest.fixture
def owed(customer):
    """97.00, 40.00 and 60.00, charged three, two and one days ago."""
    prices = ["97.00", "40.00", "60.00"]
    days = [today() - timedelta(days=ago) for ago in (3, 2, 1)]
    return [
        make_charged_order(price, customer=customer, on=day) for price, day in zip(prices, days, strict=True)
    ]


def pay(customer, amount, parts, *, currency="EUR"):
    parts = [(order, Decimal(part)) for order, part in parts]
    return receivables.receive_payment(
        customer, Decimal(amount), currency, today(), Payment.Method.BANK, "", parts=parts,
        event=make_event("record_payment"), on=today(),
    )  # fmt: skip


def use(customer, *parts):
    parts = [(order, Decimal(part)) for order, part in parts]
    return receivables.pay_from_advance(customer, "EUR", parts, event=make_event("use_advance"))


def test_open_charges_come_oldest_first_with_what_is_open(customer, owed):
    make_charged_order("1.00")  # somebody else's
    pay(customer, "50", [(owed[0], "50")])
    pay(customer, "40", [(owed[1], "40")])
    charges = open_charges(customer, "EUR")
    assert [(one.order, one.charged, one.open) for one in charges] == [(owed[0], 97, 47), (owed[2], 60, 60)]
    assert (charges[0].day, charges[0].currency) == (today() - timedelta(days=3), "EUR")
    assert charges[0].document.number
    assert open_charges(customer, "EUR", most=1) == charges[:1]
    assert (open_charges(customer, "USD"), open_currencies(customer)) == ([], ["EUR"])


def test_open_charges_are_read_in_one_query(customer, owed, django_assert_num_queries):
    with django_assert_num_queries(1):
        for one in open_charges(customer, "EUR"):
            str((one.order.number, one.document.number, one.open))


def test_a_payment_goes_to_the_charges_that_it_names_and_the_rest_is_free(customer, owed):
    payment = pay(customer, "180", [(owed[2], "60"), (owed[0], "97")])
    assert {a.order: a.amount for a in payment.allocations.all()} == {owed[0]: 97, owed[2]: 60}
    assert [debt_of(order) for order in owed] == [0, 40, 0]
    assert free_advance(customer, "EUR") == 23


def test_a_part_may_be_less_than_the_charge(customer, owed):
    pay(customer, "30", [(owed[0], "12.50"), (owed[1], "17.50")])
    assert [debt_of(order) for order in owed] == [Decimal("84.50"), Decimal("22.50"), 60]
    assert free_advance(customer, "EUR") == 0


def test_a_part_of_an_order_not_charged_yet_is_tied_to_it(customer, owed):
    waiting = make_priced_order(customer=customer)
    pay(customer, "150", [(waiting, "53"), (owed[0], "97")])
    assert (tied_advance_of(waiting), debt_of(owed[0]), free_advance(customer, "EUR")) == (53, 0, 0)


@pytest.mark.parametrize(
    ("parts", "refusal", "sentence"),
    [
        ([(0, "97.01")], MoreThanOpen, "Only 97.00 EUR is open on order"),
        (
            [(0, "97"), (1, "40"), (2, "13.01")],
            MoreThanPaid,
            "150.01 EUR would go to orders, but only 150.00 EUR",
        ),
        ([(0, "10"), (0, "10")], NotAPayment, "is named twice."),
        ([(0, "0")], NotAPayment, "A payment is more than 0."),
        ([(0, "-5")], NotAPayment, "A payment is more than 0."),
    ],
)
def test_parts_beyond_the_charge_or_the_payment_are_refused(customer, owed, parts, refusal, sentence):
    with pytest.raises(refusal) as refused:
        pay(customer, "150", [(owed[at], part) for at, part in parts])
    assert sentence in str(refused.value)
    assert not Payment.objects.exists()


def test_orders_of_others_and_other_currencies_are_refused(customer, owed):
    with pytest.raises(NotAPayment, match="is of another customer"):
        pay(customer, "150", [(make_charged_order(), "1")])
    foreign = make_charged_order(customer=customer, currency="USD")
    with pytest.raises(NotAPayment, match="is in USD"):
        pay(customer, "150", [(owed[0], "1"), (foreign, "1")])


def test_the_advance_pays_over_many_charges_the_oldest_payment_first(customer, owed):
    older, younger = make_payment(customer, "100.00"), make_payment(customer, "50.00")
    assert use(customer, (owed[0], "97"), (owed[1], "13")) == 110
    given = [(a.payment, a.order, a.amount) for a in Allocation.objects.order_by("pk")]
    assert given == [(older, owed[0], 97), (older, owed[1], 3), (younger, owed[1], 10)]
    assert free_advance(customer, "EUR") == 40


def test_the_advance_pays_no_more_than_is_free_and_open(customer, owed):
    make_payment(customer, "100.00")
    with pytest.raises(NotEnoughAdvance, match=r"only 100\.00 EUR"):
        use(customer, (owed[0], "97"), (owed[1], "4"))
    with pytest.raises(MoreThanOpen, match=r"Only 40\.00 EUR is open"):
        use(customer, (owed[1], "41"))
    with pytest.raises(NotAPayment, match="Say what shall be paid"):
        use(customer)
    assert not Allocation.objects.exists()
