"""An order from draft to debt and back: its rows in every book, and that all of them come back to zero."""

from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import timezone

from billing.ledger.receivables import balances, debt_of, free_advance, paid_on
from billing.models import Act, ClosingDocument, ReceivableEntry
from billing.standing import PaymentState, payment_state
from orders.models import Order, OrderEvent
from orders.states import Status
from payroll.models import PayrollEntry, Rate
from stock.models import StockMovement
from tests.factories.catalog import make_service
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from tests.factories.stock import make_stocked
from workflow.life.cancel_order import cancel_order
from workflow.life.reopen_order import reopen_order
from workflow.life.unrealize_order import unrealize_order
from workflow.money.record_payment import record_payment

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]


@pytest.fixture
def laboratory():
    """A crown for 120.00 that takes 2.5 g of 10 g of ceramic; performers earn 30 %, assistants 5.00."""
    ceramic = make_stocked("10", name="Ceramic")
    long_ago = timezone.localdate().replace(year=2020)
    Rate.objects.create(role="performer", kind="percent", percent=Decimal(30), valid_from=long_ago)
    Rate.objects.create(role="assistant", kind="fixed", amount=Decimal(5), valid_from=long_ago)
    crown = make_service(name="Crown", price=Decimal(120), norms={ceramic: Decimal("2.5")})
    return {
        "ceramic": ceramic,
        "crown": crown,
        "anna": make_technician(name="Anna"),
        "ben": make_technician(name="Ben"),
    }


def order_of_two_crowns(laboratory, **fields) -> Order:
    line = make_line(
        laboratory["crown"],
        quantity="2",
        performer=laboratory["anna"],
        assistant=laboratory["ben"],
        discount_percent=Decimal(10),
    )
    return make_order(line, **fields)


def on_hand(material) -> Decimal:
    return sum(
        StockMovement.objects.filter(item__material=material).values_list("quantity", flat=True), Decimal(0)
    )


def earned(employee) -> Decimal:
    return sum(PayrollEntry.objects.filter(employee=employee).values_list("amount", flat=True), Decimal(0))


def test_producing_credits_performers_writes_off_materials_and_fixes_the_price(laboratory):
    order = order_of_two_crowns(laboratory, status=Status.PRODUCED)

    assert order.final_price == Decimal("216.00")  # 2 × 120 less 10 %, as drawn up
    assert earned(laboratory["anna"]) == Decimal("64.80")  # 30 %
    assert earned(laboratory["ben"]) == Decimal("10.00")  # 5.00 a crown
    assert on_hand(laboratory["ceramic"]) == Decimal("5.000")
    assert Act.objects.filter(order=order).standing().count() == 1


def test_realizing_issues_a_closing_document_and_charges_the_final_price(laboratory):
    order = order_of_two_crowns(laboratory, status=Status.REALIZED)

    assert debt_of(order) == order.final_price == Decimal("216.00")
    assert balances(order.customer) == {"EUR": Decimal("216.00")}
    assert ClosingDocument.objects.get().total == Decimal("216.00")
    assert payment_state(order) == PaymentState.UNPAID


def test_a_part_payment_and_the_rest_with_too_much_leave_an_advance(laboratory):
    order = order_of_two_crowns(laboratory, status=Status.REALIZED)
    pay = {"currency": "EUR", "received_on": timezone.localdate(), "method": "bank", "order_id": order.pk}

    record_payment(order.customer, cause(), amount=Decimal(16), **pay)
    assert payment_state(order) == PaymentState.PART_PAID
    record_payment(order.customer, cause(), amount=Decimal(250), **pay)

    assert payment_state(order) == PaymentState.PAID
    assert debt_of(order) == 0
    assert free_advance(order.customer, "EUR") == Decimal("50.00")


def test_unrealize_reopen_cancel_bring_every_book_back_to_zero(laboratory):
    order = order_of_two_crowns(laboratory, status=Status.REALIZED)
    record_payment(
        order.customer, cause(), amount=Decimal(100), currency="EUR", received_on=timezone.localdate(),
        method="cash", order_id=order.pk,
    )  # fmt: skip

    unrealize_order(order.pk, cause(), reason="wrong clinic")
    assert debt_of(order) == 0
    assert paid_on(order) == Decimal(100)  # an advance tied to the order
    reopen_order(order.pk, cause(), reason="wrong shade")
    cancel_order(order.pk, cause(), reason="not wanted")

    order = Order.objects.get(pk=order.pk)
    assert order.status == Status.CANCELLED
    assert order.final_price is None
    assert earned(laboratory["anna"]) == earned(laboratory["ben"]) == 0
    assert on_hand(laboratory["ceramic"]) == Decimal(10)
    assert sum(ReceivableEntry.objects.filter(kind="charge").values_list("amount", flat=True)) == 0
    assert paid_on(order) == 0
    assert free_advance(order.customer, "EUR") == Decimal(100)
    assert not Act.objects.filter(order=order).standing().exists()
    assert not Act.objects.filter(order=order).drafts().exists()


def test_an_order_goes_round_twice_and_is_paid_once(laboratory):
    order = order_of_two_crowns(laboratory, status=Status.PRODUCED)
    reopen_order(order.pk, cause(), reason="wrong shade")
    bring_to_produced_again(order)

    assert earned(laboratory["anna"]) == Decimal("64.80")
    assert on_hand(laboratory["ceramic"]) == Decimal("5.000")


def bring_to_produced_again(order):
    from workflow.life.produce_order import produce_order
    from workflow.life.send_order_to_review import send_order_to_review

    send_order_to_review(order.pk, cause())
    produce_order(order.pk, cause())


def test_every_event_carries_the_next_version_and_the_chain_is_unbroken(laboratory):
    order = order_of_two_crowns(laboratory, status=Status.REALIZED)
    rows = list(OrderEvent.objects.filter(order=order).exclude(to_status="").order_by("pk"))

    assert [row.to_status for row in rows] == ["drafting", "production", "review", "produced", "realized"]
    assert all(after.from_status == before.to_status for before, after in pairwise(rows))
    assert rows[-1].version == order.version


def test_a_cancelled_order_restored_has_its_open_tasks_again(laboratory):
    order = order_of_two_crowns(laboratory, status=Status.CANCELLED)
    assert order.tasks.get().state == "skipped"
    from workflow.life.restore_order import restore_order

    restore_order(order.pk, cause())
    assert order.tasks.get().state == "todo"
    bring_to(Order.objects.get(pk=order.pk), Status.PRODUCED)
    assert Order.objects.get(pk=order.pk).final_price == Decimal("216.00")
