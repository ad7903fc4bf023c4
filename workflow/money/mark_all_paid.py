"""Mark all as paid: one payment of exactly what a customer has open, over every open charge of a currency."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from billing.models import Payment
from billing.standing import open_charges
from common.money import ZERO
from common.refusals import Refused
from common.templatetags.labsite import money
from customers.models import Counterparty
from lab.cause import Cause
from workflow.money.parts import lock_orders
from workflow.money.record_payment import record_payment
from workflow.moving import require


class NothingIsOpen(Refused):
    """There is nothing to be paid."""

    def __init__(self, customer: Counterparty):
        super().__init__(_("Nothing is open of %(customer)s.") % {"customer": customer})


class AnotherSumIsOpen(Refused):
    """Since the person looked, something was charged, paid or taken back."""

    def __init__(self, seen: Decimal, now: Decimal, currency: str):
        sentence = _("You saw %(seen)s open, now it is %(now)s. Look at the charges, then confirm again.")
        super().__init__(sentence % {"seen": money(seen, currency), "now": money(now, currency)})


@transaction.atomic
def mark_all_paid(
    customer: Counterparty,
    cause: Cause,
    *,
    currency: str,
    seen: Decimal,
    received_on: date,
    method: str,
    reference: str = "",
) -> Payment:
    """``seen`` is the open sum that the person confirmed."""
    require(cause, "record_payment")
    lock_orders(charge.order.pk for charge in open_charges(customer, currency))
    Counterparty.objects.locked(customer.pk)
    charges = open_charges(customer, currency)
    total = sum((charge.open for charge in charges), ZERO)
    if total != seen:
        raise AnotherSumIsOpen(seen, total, currency)
    if not charges:
        raise NothingIsOpen(customer)
    return record_payment(
        customer,
        cause,
        amount=total,
        currency=currency,
        received_on=received_on,
        method=method,
        reference=reference,
        parts=[(charge.order, charge.open) for charge in charges],
    )
