"""Charges and payments: what a customer owes, what settles it, what stays as an advance."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import Error, IntegrityError, transaction

from billing.ledger import acts, receivables
from billing.models import Act, Allocation, Payment, ReceivableEntry
from billing.standing import (
    PaymentState,
    balances,
    debt_of,
    free_advance,
    free_part_by_payment,
    paid_on,
    parts_on,
    payment_state,
    payment_states,
    settled_on,
    standing_charge,
    tied_advance_of,
)
from common.refusals import Refused
from lab.models import LabSettings
from orders.models import Order
from tests.factories.billing import (
    charge_order,
    make_charged_order,
    make_event,
    make_payment,
    make_posted_act,
    make_priced_order,
    today,
)
from tests.factories.customers import make_counterparty

pytestmark = pytest.mark.django_db

ZERO = Decimal(0)


def make_produced_order(price="100.00", **fields):
    from tests.factories.billing import Ordered

    order = make_priced_order(Ordered(price), **fields)
    make_posted_act(order)
    return order


def reverse_charge(order):
    return receivables.reverse_charge(order, event=make_event("unrealize"), on=today())


def use_advance(order, amount):
    return receivables.use_advance(order.customer, order, Decimal(amount), event=make_event("use_advance"))


def test_a_charge_is_the_final_price_of_the_order():
    order = make_charged_order("120.00")
    entry = standing_charge(order)
    assert (entry.kind, entry.amount, entry.customer) == ("charge", Decimal(120), order.customer)
    assert entry.document.orders.get().order_id == order.pk
    assert (debt_of(order), payment_state(order)) == (Decimal(120), PaymentState.UNPAID)
    assert balances(order.customer) == {"EUR": Decimal(120)}


def test_an_order_without_a_final_price_is_not_charged():
    order, document = make_priced_order(), charge_order(make_produced_order())
    with pytest.raises(Refused, match="final price"):
        receivables.charge(order, document, event=make_event(), on=today())
    assert standing_charge(order) is None


def test_an_order_is_charged_once():
    order = make_charged_order()
    with pytest.raises(receivables.AlreadyCharged, match=order.number):
        receivables.charge(order, standing_charge(order).document, event=make_event(), on=today())
    assert ReceivableEntry.objects.filter(order=order).count() == 1


def test_charge_and_reversal_come_to_nothing():
    order = make_charged_order("99.99")
    reversal = reverse_charge(order)
    assert reversal.amount == Decimal("-99.99")
    assert reversal.reverses.reversed_by == reversal
    assert (debt_of(order), balances(order.customer)) == (ZERO, {"EUR": ZERO})
    with pytest.raises(receivables.NotCharged, match=order.number):
        reverse_charge(order)


def test_a_reversed_order_can_be_charged_again_under_a_new_document():
    order = make_charged_order()
    first = standing_charge(order).document
    reverse_charge(order)
    second = charge_order(order)
    assert first.number != second.number
    assert debt_of(order) == Decimal(100)


def test_part_payments_settle_a_debt_step_by_step():
    order = make_charged_order("100.00")
    make_payment(order.customer, "40.00", order=order)
    assert (debt_of(order), payment_state(order)) == (Decimal(60), PaymentState.PART_PAID)
    make_payment(order.customer, "60.00", order=order)
    assert (debt_of(order), payment_state(order)) == (ZERO, PaymentState.PAID)


def test_an_overpayment_stays_the_free_advance_of_the_customer():
    order = make_charged_order("100.00")
    make_payment(order.customer, "150.00", order=order)
    assert (debt_of(order), paid_on(order), payment_state(order)) == (ZERO, Decimal(100), PaymentState.PAID)
    assert free_advance(order.customer, "EUR") == Decimal(50)
    assert balances(order.customer) == {"EUR": Decimal(-50)}


def test_a_payment_for_a_paid_order_is_all_advance():
    order = make_charged_order("100.00")
    make_payment(order.customer, "100.00", order=order)
    second = make_payment(order.customer, "30.00", order=order)
    assert not second.allocations.exists()
    assert free_advance(order.customer, "EUR") == Decimal(30)


def test_money_before_the_charge_is_an_advance_tied_to_the_order():
    order = make_priced_order()
    make_payment(order.customer, "30.00", order=order)
    assert (tied_advance_of(order), settled_on(order), debt_of(order)) == (Decimal(30), ZERO, ZERO)
    assert free_advance(order.customer, "EUR") == ZERO
    assert payment_state(order) == PaymentState.IN_ADVANCE


def test_the_charge_turns_tied_advances_into_settlements():
    order = make_produced_order("100.00")
    make_payment(order.customer, "30.00", order=order)
    make_payment(order.customer, "20.00", order=order)
    charge_order(order)
    assert (settled_on(order), tied_advance_of(order), debt_of(order)) == (Decimal(50), ZERO, Decimal(50))
    assert payment_state(order) == PaymentState.PART_PAID


def test_what_the_charge_does_not_need_of_an_advance_goes_free_and_pays_for_another_order():
    order = make_produced_order("100.00")
    make_payment(order.customer, "80.00", order=order)
    make_payment(order.customer, "70.00", order=order)
    assert payment_state(order) == PaymentState.OVERPAID
    charge_order(order)
    assert (settled_on(order), tied_advance_of(order), debt_of(order)) == (Decimal(100), ZERO, ZERO)
    assert (free_advance(order.customer, "EUR"), payment_state(order)) == (Decimal(50), PaymentState.PAID)
    another = make_charged_order("50.00", customer=order.customer)
    use_advance(another, "50.00")
    assert (debt_of(another), free_advance(order.customer, "EUR")) == (ZERO, ZERO)


def test_of_two_advances_the_second_goes_free_where_the_first_is_enough():
    order = make_produced_order("100.00")
    first = make_payment(order.customer, "100.00", order=order)
    second = make_payment(order.customer, "30.00", order=order)
    charge_order(order)
    assert [(part.payment, part.settled, part.tied) for part in parts_on(order)] == [
        (first, Decimal(100), ZERO)
    ]
    assert free_part_by_payment([first, second]) == {first.pk: ZERO, second.pk: Decimal(30)}


def test_what_a_fallen_price_does_not_need_any_more_goes_free():
    order = make_charged_order("200.00")
    make_payment(order.customer, "200.00", order=order)
    reverse_charge(order)
    acts.reverse(Act.objects.standing().get(order=order), event=make_event(), on=today())
    make_posted_act(order, {order.lines.get(): "0.6"})
    assert order.final_price == Decimal(120)
    charge_order(order)
    assert (settled_on(order), tied_advance_of(order)) == (Decimal(120), ZERO)
    assert free_advance(order.customer, "EUR") == Decimal(80)


def test_reversing_the_charge_leaves_the_money_tied_to_the_order():
    order = make_charged_order("100.00")
    make_payment(order.customer, "60.00", order=order)
    reverse_charge(order)
    assert (settled_on(order), tied_advance_of(order)) == (ZERO, Decimal(60))
    charge_order(order)
    assert (settled_on(order), debt_of(order)) == (Decimal(60), Decimal(40))


def test_all_the_way_back_leaves_only_the_customers_own_money():
    order = make_charged_order("100.00")
    make_payment(order.customer, "120.00", order=order)
    reverse_charge(order)
    freed = receivables.free_advances(order, event=make_event("cancel"), on=today())
    assert freed == Decimal(100)
    assert (paid_on(order), debt_of(order)) == (ZERO, ZERO)
    assert free_advance(order.customer, "EUR") == Decimal(120)
    assert balances(order.customer) == {"EUR": Decimal(-120)}


def test_freeing_where_nothing_is_tied_does_nothing():
    order = make_priced_order()
    assert receivables.free_advances(order, event=make_event(), on=today()) == ZERO
    assert not Allocation.objects.exists()


def test_money_of_a_former_customer_does_not_pay_for_the_present_one():
    order = make_produced_order("100.00")
    former = order.customer
    make_payment(former, "40.00", order=order)
    order.customer = make_counterparty()
    order.save(update_fields=["customer"])
    charge_order(order)
    assert (debt_of(order), paid_on(order)) == (Decimal(100), ZERO)
    assert free_advance(former, "EUR") == Decimal(40)


def test_an_advance_is_used_for_a_debt_oldest_payment_first():
    order = make_charged_order("100.00")
    newer = make_payment(order.customer, "70.00")
    older = make_payment(order.customer, "50.00", received_on=today() - timedelta(days=3))
    use_advance(order, "80.00")
    assert debt_of(order) == Decimal(20)
    assert [(a.payment, a.amount) for a in Allocation.objects.all()] == [
        (older, Decimal(50)),
        (newer, Decimal(30)),
    ]
    assert free_advance(order.customer, "EUR") == Decimal(40)


def test_an_advance_used_before_the_charge_is_tied_to_the_order():
    order = make_produced_order()
    make_payment(order.customer, "70.00")
    use_advance(order, "70.00")
    assert (tied_advance_of(order), free_advance(order.customer, "EUR")) == (Decimal(70), ZERO)


def test_no_more_advance_is_used_than_there_is():
    order = make_charged_order()
    make_payment(order.customer, "10.00")
    with pytest.raises(receivables.NotEnoughAdvance, match=r"only 10\.00 EUR"):
        use_advance(order, "10.01")
    assert not Allocation.objects.exists()


def test_no_more_advance_is_used_than_is_open():
    order = make_charged_order("20.00")
    make_payment(order.customer, "100.00")
    with pytest.raises(receivables.MoreThanOpen, match=r"Only 20\.00 EUR is open"):
        use_advance(order, "20.01")
    assert not Allocation.objects.exists()


def test_an_advance_in_another_currency_does_not_count():
    order = make_charged_order()
    make_payment(order.customer, "100.00", currency="USD")
    with pytest.raises(receivables.NotEnoughAdvance):
        use_advance(order, "1.00")


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0", "more than 0"),
        ("-5", "more than 0"),
        ("NaN", "as a number"),
        ("Infinity", "as a number"),
        ("0.001", "two digits"),
        ("10000000000.01", "too large"),
        ("1E+40", "too large"),
    ],
)
def test_what_cannot_be_an_amount_is_refused_in_words(amount, sentence):
    with pytest.raises(receivables.NotAPayment, match=sentence):
        make_payment(make_counterparty(), amount)
    assert not Payment.objects.exists()


@pytest.mark.parametrize("amount", [12.5, "12,50", None, 12])
def test_only_a_decimal_is_an_amount(amount):
    with pytest.raises(receivables.NotAPayment, match="as a number"):
        receivables.receive_payment(
            make_counterparty(), amount, "EUR", today(), "bank", "", event=make_event(), on=today()
        )


@pytest.mark.parametrize("currency", ["eur", "EU", "", "E1R", "EURO"])
def test_what_is_no_currency_is_refused(currency):
    with pytest.raises(receivables.NotAPayment, match="three capital letters"):
        make_payment(make_counterparty(), currency=currency)


def test_a_payment_in_another_currency_than_its_order_is_refused():
    order = make_charged_order()
    with pytest.raises(receivables.NotAPayment, match="is in EUR"):
        make_payment(order.customer, currency="USD", order=order)
    assert not Payment.objects.exists()


def test_a_payment_from_the_future_is_refused():
    with pytest.raises(receivables.NotAPayment, match="in the future"):
        make_payment(make_counterparty(), received_on=today() + timedelta(days=1))


def test_an_unknown_way_of_paying_is_refused():
    with pytest.raises(receivables.NotAPayment, match="how the payment was made"):
        receivables.receive_payment(
            make_counterparty(), Decimal(1), "EUR", today(), "barter", "", event=make_event(), on=today()
        )


def test_a_payment_for_an_order_of_somebody_else_is_refused():
    order = make_charged_order()
    with pytest.raises(receivables.NotAPayment, match="another customer"):
        make_payment(make_counterparty(), order=order)


def test_a_cancelled_order_takes_no_payment():
    order = make_priced_order()
    Order.objects.filter(pk=order.pk).update(status="cancelled", version=2)
    with pytest.raises(receivables.NotAPayment, match="is cancelled"):
        make_payment(order.customer, order=Order.objects.get(pk=order.pk))


def test_a_payment_without_an_order_is_a_free_advance():
    customer = make_counterparty()
    payment = make_payment(customer, "12.34")
    assert payment.number.startswith("P-")
    assert free_advance(customer, "EUR") == Decimal("12.34")
    entry = ReceivableEntry.objects.get()
    assert (entry.kind, entry.amount, entry.payment, entry.day) == (
        "payment",
        Decimal("-12.34"),
        payment,
        payment.received_on,
    )


def test_payments_are_numbered_by_the_mask_of_the_settings():
    settings = LabSettings.load()
    settings.payment_mask = "PAY-{n}"
    settings.save()
    customer = make_counterparty()
    assert [make_payment(customer).number for _ in range(3)] == ["PAY-1", "PAY-2", "PAY-3"]


def test_balances_of_a_customer_stand_apart_by_currency():
    customer = make_counterparty()
    make_charged_order("10.00", customer=customer)
    make_charged_order("20.00", customer=customer, currency="USD")
    make_payment(customer, "25.00", currency="USD")
    assert balances(customer) == {"EUR": Decimal(10), "USD": Decimal(-5)}


def test_an_order_that_costs_nothing_is_paid():
    assert payment_state(make_charged_order("0.00")) == PaymentState.PAID


def test_an_order_is_paid_once_it_is_charged_and_not_before():
    order = make_produced_order("50.00")
    make_payment(order.customer, "50.00", order=order)
    assert payment_state(order) == PaymentState.IN_ADVANCE
    charge_order(order)
    assert payment_state(order) == PaymentState.PAID
    reverse_charge(order)
    assert payment_state(order) == PaymentState.IN_ADVANCE


def test_payment_states_of_a_page_take_two_queries(django_assert_num_queries):
    orders = [make_charged_order("10.00") for _ in range(3)] + [make_priced_order() for _ in range(3)]
    make_payment(orders[1].customer, "4.00", order=orders[1])
    make_payment(orders[2].customer, "10.00", order=orders[2])
    make_payment(orders[4].customer, "1.00", order=orders[4])
    with django_assert_num_queries(2):
        states = payment_states(orders)
    assert [str(states[order.pk]) for order in orders] == [
        "unpaid",
        "part_paid",
        "paid",
        "unpaid",
        "in_advance",
        "unpaid",
    ]


@pytest.mark.parametrize("model", [ReceivableEntry, Payment, Allocation])
def test_what_is_booked_is_neither_changed_nor_deleted(model):
    order = make_charged_order()
    make_payment(order.customer, "10.00", order=order)
    row = model.objects.first()
    for change in (
        row.save,
        row.delete,
        lambda: model.objects.update(amount=ZERO),
        model.objects.all().delete,
    ):
        with pytest.raises(Refused, match="never changed or deleted"):
            change()
    for statement in (f"UPDATE {model._meta.db_table} SET amount = 1", f"DELETE FROM {model._meta.db_table}"):
        with pytest.raises((IntegrityError, Error), match="is booked"), transaction.atomic():
            _execute(statement)


def _execute(statement):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_balance_is_stored_anywhere():
    """Invariant 14: debts and balances are sums; a column that keeps one could be edited."""
    from django.apps import apps

    columns = {
        field.name
        for app in ("billing", "customers", "orders")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
    }
    assert not columns & {"balance", "debt", "paid", "open", "advance", "payment_state", "is_paid"}
