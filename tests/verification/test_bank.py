"""The oracle sees what is wrong with bank statements: each rule broken behind the back of the ledger is named."""

from decimal import Decimal

import pytest
from django.db import connection, models

from billing.models import BankAside, BankImport, BankImportTakenBack, BankLine, BankTaking, Payment
from common import triggers
from tests.factories.bank import Came, make_import
from tests.factories.billing import make_event, make_payment
from tests.factories.customers import make_counterparty
from tests.factories.lab import make_cause, make_employee
from verification.bank import lines_are_taken_once, statements_add_up
from workflow.money.take_over_bank_line import take_over_bank_line

pytestmark = pytest.mark.django_db


def raw(model) -> models.QuerySet:
    """The rows of a booked table without the refusals of its queryset."""
    return models.QuerySet(model)


@pytest.fixture
def line():
    """A line that is taken over, with the triggers lifted; what is looked at is right."""
    customer = make_counterparty()
    line = make_import(Came("30.00"), Came("-4.00")).lines.first()
    take_over_bank_line(
        line.pk, make_cause(make_employee(roles=["accountant"])), customer_id=customer.pk, parts=[]
    )
    assert wrong() == []
    assert (statements_add_up().looked_at, lines_are_taken_once().looked_at) == (1, 1)
    triggers.lift(connection)
    yield line
    triggers.lay(connection)


def wrong() -> list[str]:
    return [*statements_add_up().wrong, *lines_are_taken_once().wrong]


def test_a_line_that_was_changed_or_is_gone_is_seen(line):
    raw(BankLine).filter(position=2).update(amount=Decimal("-5"))
    assert len(wrong()) == 1
    raw(BankLine).filter(position=2).delete()
    assert "its lines are 30.00" in wrong()[0]


def test_a_payment_of_another_amount_or_currency_is_seen(line):
    raw(Payment).update(amount=Decimal("31"))
    assert "became payment" in wrong()[0]
    raw(Payment).update(amount=Decimal("30"))
    raw(BankImport).update(currency="USD")
    assert "became payment" in wrong()[0]


def test_the_same_line_taken_over_twice_is_seen(line):
    again = make_import(Came("30.00")).lines.get()
    payment = make_payment(make_counterparty(), "30.00")
    BankTaking.objects.create(line=again, payment=payment, event=payment.event)
    assert any("say the same" in said for said in wrong())


@pytest.mark.parametrize("behind", ["aside", "back"])
def test_a_payment_that_stands_on_what_is_gone_is_seen(line, behind):
    event = make_event()
    if behind == "aside":
        BankAside.objects.create(line=line, event=event)
    else:
        BankImportTakenBack.objects.create(bank_import=line.bank_import, event=event)
    assert any("set aside or its statement taken back" in said for said in wrong())
