"""What the papers of billing say, as plain data that can be frozen: acts, closing documents, corrections.

Amounts, quantities and percents are strings with a point, days are ISO dates: the same data on every database and
in every language. The words around them are the print template's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from billing.models import Act, ActLine, ClosingDocument
from common.money import ZERO
from customers.models import Counterparty
from lab.models import LabSettings
from orders.models import Order
from orders.pricing import tax_within

Paper = dict[str, Any]


def act_paper(act: Act) -> Paper:
    """The paper of a posted act, from its booked rows."""
    lines = [
        _line(line.code, line.name, line.quantity, line.gross, line.amount, line.tax_percent)
        for line in act.lines.all()
    ]
    return {
        "kind": "counter_act" if act.reverses_id else "act",
        "number": act.number,
        "date": act.posted_on.isoformat(),
        "reverses": act.reverses.number if act.reverses_id else "",
        "lab": _lab(),
        "customer": _customer(act.order.customer),
        "order": _order(act.order),
        "performer": act.performer.name,
        "assistant": act.assistant.name if act.assistant else "",
        "currency": act.currency,
        "lines": lines,
        "materials": [
            {"name": used.material.name, "quantity": _plain(used.quantity), "unit": used.material.unit}
            for used in act.materials.select_related("material")
        ],
        **_sums(lines),
    }


def closing_snapshot(orders: Sequence[Order]) -> Paper:
    """The paper of a closing document for orders of one customer; number and date are put in when it is issued."""
    blocks = [_closed_order(order) for order in orders]
    return {
        "kind": "closing",
        "lab": _lab(),
        "customer": _customer(orders[0].customer),
        "currency": orders[0].currency,
        "orders": blocks,
        **_sums(line for block in blocks for line in block["lines"]),
    }


def correction_snapshot(document: ClosingDocument, order: Order, reason: str = "") -> Paper:
    """The paper of a correction: what the document said of this order, negated."""
    said = [block for block in document.snapshot["orders"] if block["number"] == order.number]
    blocks = [_negated_block(block) for block in said]
    return {
        "kind": "correction",
        "corrects": {"number": document.number, "date": document.issued_on.isoformat()},
        "reason": reason,
        "lab": _lab(),
        "customer": _customer(document.customer),
        "currency": document.currency,
        "orders": blocks,
        **_sums(line for block in blocks for line in block["lines"]),
    }


def _lab() -> Paper:
    settings = LabSettings.load()
    fields = ("name", "legal_name", "address", "phone", "email", "requisites", "iban", "bic")
    return {field: getattr(settings, field) for field in fields}


def _customer(customer: Counterparty) -> Paper:
    fields = ("name", "legal_name", "tax_id", "requisites", "payer_name", "payer_details")
    address = customer.addresses.first()
    return {field: getattr(customer, field) for field in fields} | {
        "address": address.text if address else ""
    }


def _order(order: Order) -> Paper:
    return {
        "number": order.number,
        "contact": order.contact.name if order.contact else "",
        "patient": order.patient_name,
    }


def _closed_order(order: Order) -> Paper:
    """The order at its final price: its standing act lines, added up for each line of the order."""
    standing = Act.objects.standing().filter(order=order)
    acts = list(standing.order_by("pk").values_list("number", flat=True))
    rows = ActLine.objects.filter(act__in=standing).order_by("line__position", "line_id")
    rows = rows.values("line_id", "code", "name", "tax_percent").annotate(
        held=Sum("quantity"), before_discount=Sum("gross"), net=Sum("amount")
    )
    lines = [
        _line(row["code"], row["name"], row["held"], row["before_discount"], row["net"], row["tax_percent"])
        for row in rows
    ]
    return {**_order(order), "acts": acts, "lines": lines, "amount": str(_total(lines))}


def _line(
    code: str, name: str, quantity: Decimal, gross: Decimal, amount: Decimal, tax_percent: Decimal
) -> Paper:
    return {
        "code": code,
        "name": name,
        "quantity": _plain(quantity),
        "gross": str(gross),
        "amount": str(amount),
        "tax_percent": _plain(tax_percent),
    }


def _sums(lines: Iterable[Paper]) -> Paper:
    """Total, and the tax that it contains, by rate: prices include tax."""
    by_rate: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        by_rate[line["tax_percent"]] += Decimal(line["amount"])
    taxes = []
    for percent in sorted(by_rate, key=Decimal):
        amount = by_rate[percent]
        tax = tax_within(amount, Decimal(percent))
        taxes.append({"percent": percent, "amount": str(amount), "net": str(amount - tax), "tax": str(tax)})
    return {"taxes": taxes, "total": str(sum(by_rate.values(), ZERO))}


def _total(lines: Iterable[Paper]) -> Decimal:
    return sum((Decimal(line["amount"]) for line in lines), ZERO)


def _negated_block(block: Paper) -> Paper:
    lines = [
        line | {key: str(-Decimal(line[key])) for key in ("quantity", "gross", "amount")}
        for line in block["lines"]
    ]
    return block | {"lines": lines, "amount": str(-Decimal(block["amount"]))}


def _plain(number: Decimal) -> str:
    """Without trailing zeros and without an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
