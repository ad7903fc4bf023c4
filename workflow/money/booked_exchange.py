"""What an order in a foreign currency is worth in the laboratory's: by the rates that its pay is booked with."""

from collections.abc import Sequence
from decimal import Decimal

from billing.models import Act, ActLine
from common.currencies import places_of
from common.exchange import exchanged
from orders.models import Order
from payroll.models import PayrollEntry
from payroll.rates import ACT_LINE


def worth_of_price(
    order: Order, price: Decimal, paid: Sequence[PayrollEntry], currency: str
) -> Decimal | None:
    """The final price, without a tax on top: each act line at the rate of its own posting, what was agreed besides at
    the latest of them.

    ``paid`` are the entries that stand. None where a line has none with a rate: nothing is guessed.
    """
    if order.currency == currency:
        return price
    booked = sorted((entry for entry in paid if entry.exchange_rate), key=lambda entry: entry.pk)
    rates = {entry.source: entry.exchange_rate for entry in booked if entry.source_kind == ACT_LINE}
    lines = ActLine.objects.filter(act__in=Act.objects.standing().filter(order=order)).order_by()
    amounts = {pk: amount - tax for pk, amount, tax in lines.values_list("pk", "amount", "added_tax")}
    if not amounts or not amounts.keys() <= rates.keys():
        return None
    besides = price - sum(amounts.values())
    worth = sum((amount * rates[pk] for pk, amount in amounts.items()), Decimal(0))
    return exchanged(worth + besides * booked[-1].exchange_rate, Decimal(1), places_of(currency))
