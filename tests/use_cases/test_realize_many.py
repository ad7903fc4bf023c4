"""Realize many: one closing document for each customer and currency; what cannot be realized stops nobody else."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.ledger import closing
from billing.models import ClosingDocument, RealizedTogether, ReceivableEntry
from billing.standing import debt_of, free_advance, payment_states, settled_on
from lab.models import Event
from orders.models import Order
from orders.states import Status
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_settings
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import assert_booked, refused, set_back
from verification.invariants import violations
from workflow.life import realize_many as use_case
from workflow.life.realize_many import NothingTicked, TooMany, realize_many
from workflow.life.realize_order import realize_order
from workflow.life.unrealize_order import unrealize_order
from workflow.money.record_payment import record_payment
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def produced(by, lab):
    """``produced(customer=…)``: an order of a crown for 120.00."""

    def make(**fields):
        return make_order(make_line(lab.crown, performer=lab.anna), status=Status.PRODUCED, by=by(), **fields)

    return make


def seen(*orders) -> dict[int, int]:
    return {order.pk: order.version for order in orders}


def answers(event) -> dict[str, str]:
    """Number of the order → number of its document, or the refusal."""
    rows = RealizedTogether.objects.filter(event=event).select_related("order", "document")
    return {row.order.number: row.document.number if row.document else row.refusal for row in rows}


@pytest.mark.parametrize("role", ["accountant", "manager"])
def test_orders_of_one_customer_stand_under_one_document_and_one_event(by, produced, role):
    customer = make_counterparty(payment_days=30)
    orders = [produced(customer=customer) for _ in range(3)]
    event = realize_many(seen(*orders), cause := by(role))

    document = ClosingDocument.objects.get()
    assert (document.total, document.event, document.number_serial) == (360, event, 1)
    assert (document.due_on - document.issued_on).days == 30
    assert [block["number"] for block in document.snapshot["orders"]] == [order.number for order in orders]
    assert [(row.order_id, row.amount) for row in document.orders.order_by("pk")] == [
        (order.pk, Decimal(120)) for order in orders
    ]
    for order in orders:
        now = Order.objects.get(pk=order.pk)
        assert (now.status, now.version) == (Status.REALIZED, order.version + 1)
        row = assert_booked(now, "realize", cause, role=role, moved=("produced", "realized"))
        assert row.event == event
        assert debt_of(now) == 120
    assert set(answers(event).values()) == {document.number}
    assert violations() == {}


def test_each_customer_gets_a_document_of_its_own(by, produced):
    first, second = make_counterparty(), make_counterparty()
    orders = [produced(customer=customer) for customer in (first, second, first)]
    event = realize_many(seen(*orders), by())
    told = ClosingDocument.objects.order_by("number_serial").values_list("customer", "total")
    assert list(told) == [(first.pk, 240), (second.pk, 120)]
    assert Event.objects.filter(verb="realize").count() == 1
    assert len(answers(event)) == 3
    assert violations() == {}


def test_advances_tied_to_each_order_pay_for_it_alone(by, produced):
    customer = make_counterparty()
    first, second = produced(customer=customer), produced(customer=customer)
    for order, amount in ((first, "150"), (second, "20")):
        record_payment(
            customer, by(), amount=Decimal(amount), currency="EUR", received_on=timezone.localdate(),
            method="bank", order_id=order.pk,
        )  # fmt: skip
    realize_many(seen(*Order.objects.filter(customer=customer)), by())
    assert (settled_on(first), settled_on(second), free_advance(customer, "EUR")) == (120, 20, 30)
    assert payment_states(Order.objects.filter(customer=customer)) == {
        first.pk: "paid",
        second.pk: "part_paid",
    }
    assert violations() == {}


def test_what_cannot_be_realized_says_why_and_stops_nobody_else(by, lab, produced):
    customer = make_counterparty()
    good, stale, gone = (produced(customer=customer) for _ in range(3))
    working = make_order(
        make_line(lab.crown, performer=lab.anna), status=Status.PRODUCTION, customer=customer
    )
    realize_order(gone.pk, by())
    asked = seen(good, stale, gone, working) | {stale.pk: stale.version - 1}
    event = realize_many(asked, by())

    told = answers(event)
    assert told.pop(good.number).startswith("C-")
    assert told[stale.number].startswith("The order has changed since you opened it: you saw version")
    assert told[gone.number] == "This is not possible while the order is in the state “Realized”."
    assert told[working.number] == "This is not possible while the order is in the state “Production”."
    assert [Order.objects.get(pk=order.pk).status for order in (good, stale, working)] == [
        Status.REALIZED, Status.PRODUCED, Status.PRODUCTION,
    ]  # fmt: skip
    assert violations() == {}


def test_where_nothing_can_be_realized_no_number_is_drawn(by, produced):
    order = produced()
    realize_order(order.pk, by())
    event = realize_many(seen(order), by())
    assert list(answers(event)) == [order.number]
    assert ClosingDocument.objects.count() == 1
    assert violations() == {}


def test_a_document_that_is_refused_takes_only_its_own_orders_with_it(by, produced, monkeypatch):
    """Should the ledger refuse a group against all guards, nothing of that group is left, and the others stand."""
    bad, good = make_counterparty(), make_counterparty()
    orders = [produced(customer=bad), produced(customer=bad), produced(customer=good)]
    refuse_closing = closing.refuse_closing

    def refusing(orders, customer):
        if customer == bad:
            raise closing.NotOneCustomer
        refuse_closing(orders, customer)

    monkeypatch.setattr(use_case.closing, "refuse_closing", refusing)
    event = realize_many(seen(*orders), by())
    assert [Order.objects.get(pk=order.pk).status for order in orders] == ["produced", "produced", "realized"]
    assert {row.order_id for row in RealizedTogether.objects.exclude(refusal="")} == {
        o.pk for o in orders[:2]
    }
    assert ReceivableEntry.objects.get().order == orders[2]
    assert [answers(event)[orders[2].number]] == [ClosingDocument.objects.get().number]
    assert violations() == {}


def test_unrealizing_one_of_them_leaves_the_others(by, produced):
    customer = make_counterparty()
    orders = [produced(customer=customer) for _ in range(3)]
    realize_many(seen(*orders), by())
    unrealize_order(orders[1].pk, by(), reason="wrong shade")

    document, correction = ClosingDocument.objects.order_by("pk")
    assert (correction.corrects, correction.total) == (document, -120)
    assert [debt_of(Order.objects.get(pk=order.pk)) for order in orders] == [120, 0, 120]
    event = realize_many(seen(Order.objects.get(pk=orders[1].pk)), by())
    assert answers(event)[orders[1].number] != document.number
    assert violations() == {}


def test_the_event_is_not_before_the_last_of_any_order(by, produced):
    orders = [produced(), produced()]
    event = realize_many(seen(*orders), set_back(by()))
    last = [order.events.order_by("-pk")[1].event.at for order in orders]
    assert event.at == max(last)
    assert violations() == {}


def test_nobody_without_the_right_realizes_anything(by, produced):
    order = produced()
    for role in ("technician", "reviewer"):
        cause = by(role)
        with refused("Your role does not allow this.", StepRefused):
            realize_many(seen(order), cause)


def test_nothing_ticked_or_too_much_is_refused_in_words(by, monkeypatch):
    cause = by()
    with refused("Tick at least one order.", NothingTicked):
        realize_many({}, cause)
    with refused("At most 500 orders are realized at once.", TooMany):
        realize_many(dict.fromkeys(range(1, 502)), cause)


def test_the_terms_of_the_laboratory_hold_where_the_customer_has_none(by, produced):
    make_settings(payment_days=7)
    realize_many(seen(produced()), by())
    document = ClosingDocument.objects.get()
    assert (document.due_on - document.issued_on).days == 7


def test_more_orders_cost_no_more_statements(by, lab):
    """What is booked is written for all together, and what the papers say is read for all together."""

    def statements(count: int) -> int:
        line = make_line(lab.polish, performer=lab.anna)
        orders = [
            make_order(line, status=Status.PRODUCED, by=by(), customer=make_counterparty())
            for _ in range(count)
        ]
        for order in orders:
            record_payment(
                order.customer, by(), amount=Decimal(20), currency="EUR",
                received_on=timezone.localdate(), method="bank", order_id=order.pk,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as sent:
            realize_many(seen(*Order.objects.filter(pk__in=[order.pk for order in orders])), by())
        return len(sent)

    statements(1)  # makes the counter
    assert statements(2) == statements(6)
