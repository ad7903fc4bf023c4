"""The laboratory's payment instructions with an order's figures: fixed placeholders, replaced by exact match; and the
payment code with what is due."""

import re
from decimal import Decimal

from billing.ledger.receivables import debt_of, paid_on
from billing.price import price_now
from common.payment_code import PaymentCode, payment_code
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


def payment_code_for(order: Order) -> PaymentCode | None:
    """The code for paying what is due on the order; None where nothing is, or no transfer in that currency can be."""
    settings = LabSettings.load()
    return payment_code(
        name=settings.legal_name or settings.name,
        iban=settings.iban,
        bic=settings.bic,
        amount=_amounts(order)["due"],
        currency=order.currency,
        purpose=order.number,
    )


def _figures(order: Order) -> dict[str, str]:
    return {
        "number": order.number,
        "customer": order.customer.name,
        **{name: money(amount, order.currency) for name, amount in _amounts(order).items()},
    }


def _amounts(order: Order) -> dict[str, Decimal]:
    total = price_now(order)
    paid = paid_on(order)
    due = debt_of(order) if order.status == "realized" else max(total - paid, total * 0)
    return {"total": total, "paid": paid, "due": due}
