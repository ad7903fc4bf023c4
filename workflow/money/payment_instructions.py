"""The laboratory's payment instructions with an order's figures: fixed placeholders, replaced by exact match."""

import re

from billing.ledger.receivables import debt_of, paid_on
from common.templatetags.labsite import money
from lab.models import LabSettings
from orders.models import Order


def instructions_for(order: Order) -> str:
    """The text as the customer shall read it. Amounts in the order's currency."""
    figures = _figures(order)
    # In one pass: a customer's name may hold braces too, and they are no placeholder.
    return re.sub(
        r"\{([a-z]+)\}",
        lambda found: figures.get(found[1], found[0]),
        LabSettings.load().payment_instructions,
    )


def _figures(order: Order) -> dict[str, str]:
    total = order.final_price
    if total is None:
        total = order.priced().preliminary
    paid = paid_on(order)
    due = debt_of(order) if order.status == "realized" else max(total - paid, total * 0)
    figures = {"total": total, "paid": paid, "due": due}
    return {
        "number": order.number,
        "customer": order.customer.name,
        **{name: money(amount, order.currency) for name, amount in figures.items()},
    }
