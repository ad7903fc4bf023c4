"""Take over bank line: the money of one line becomes a payment of a customer, its parts go to orders."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import bank
from billing.models import BankLine, BankTaking, Payment
from customers.models import Counterparty
from lab.cause import Cause
from orders.models import Order
from workflow.money.record_payment import record_payment
from workflow.moving import refuse, require

LONGEST_REFERENCE = Payment._meta.get_field("reference").max_length


@transaction.atomic
def take_over_bank_line(
    line_id: int, cause: Cause, *, customer_id: int, parts: Sequence[tuple[int, Decimal]]
) -> BankTaking:
    """``parts`` name orders by their ids; what they leave of the money is the customer's advance."""
    require(cause, "record_payment")
    line = bank.locked_line(line_id)
    refuse(None if line.amount > 0 else _("This money went out: it is no payment of a customer."))
    orders = Order.objects.in_bulk([order_id for order_id, _part in parts])
    customer = Counterparty.objects.get(pk=customer_id)
    payment = record_payment(
        customer,
        cause,
        amount=line.amount,
        currency=line.bank_import.currency,
        received_on=line.day,
        method=Payment.Method.BANK,
        reference=reference_of(line),
        parts=[(orders[order_id], part) for order_id, part in parts],
    )
    return bank.take(line, payment, event=payment.event)


def reference_of(line: BankLine) -> str:
    """What the payment is found by: the bank's reference and what the payer wrote, as far as there is room."""
    return " · ".join(filter(None, (line.reference, line.purpose)))[:LONGEST_REFERENCE].strip(" ·")
