"""Mark all as paid: for each currency one payment of exactly what a customer has open, over every open charge."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from billing.models import Payment
from billing.standing import OpenCharge, open_charges
from common.money import ZERO
from common.refusals import Refused
from common.templatetags.labsite import money
from customers.models import Counterparty
from lab.cause import Cause
from lab.once import SomeoneIsWorking
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
    seen: Mapping[str, Decimal],
    received_on: date,
    method: str,
    reference: str = "",
) -> list[Payment]:
    """One payment for each currency; ``seen`` are the open sums that the person confirmed, by currency."""
    require(cause, "record_payment")
    # The orders of every currency before the customer, and both before the first number is drawn.
    seen_open = [charge for currency in seen for charge in open_charges(customer, currency)]
    held = lock_orders(charge.order.pk for charge in seen_open)
    Counterparty.objects.locked(customer.pk)
    charges = {currency: open_charges(customer, currency) for currency in seen}
    for currency, sum_seen in seen.items():
        _refuse_another_sum(charges[currency], sum_seen, currency)
    if not any(charges.values()):
        raise NothingIsOpen(customer)
    if any(charge.order.pk not in held for open_ in charges.values() for charge in open_):
        raise SomeoneIsWorking
    told = {"received_on": received_on, "method": method, "reference": reference}
    return [
        record_payment(
            customer,
            cause,
            amount=sum((charge.open for charge in open_), ZERO),
            currency=currency,
            parts=[(charge.order, charge.open) for charge in open_],
            **told,
        )
        for currency, open_ in charges.items()
        if open_
    ]


def _refuse_another_sum(charges: Sequence[OpenCharge], seen: Decimal, currency: str) -> None:
    total = sum((charge.open for charge in charges), ZERO)
    if total != seen:
        raise AnotherSumIsOpen(seen, total, currency)
