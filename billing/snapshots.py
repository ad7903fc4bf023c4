"""What the papers of billing say, as plain data that can be frozen: acts, closing documents, corrections.

Amounts, quantities and percents are strings with a point, days are ISO dates: the same data on every database and
in every language. The words around them are the print template's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from billing.line_words import LineTold, told_on_paper
from billing.models import Act, ActLine, ClosingDocument
from billing.worked import Worked, worked_on
from common.currencies import places_of
from common.money import ZERO
from common.paper_amounts import with_places
from customers.models import Counterparty
from lab.models import LabSettings
from orders.models import Order
from orders.parts import parts_on_paper
from orders.pricing import TaxAtRate, split_by_rate, tax_table

Paper = dict[str, Any]


def act_heading(order: Order) -> Paper:
    """What the papers of all acts of an order say alike."""
    return {"lab": _lab(), "customer": _customer(order.customer), "order": _order(order)}


def act_snapshot(
    act: Act, heading: Paper, told: Mapping[int, LineTold], lots: Mapping[int, Sequence[Paper]]
) -> Paper:
    """The paper of an act, priced as it is posted; number and date are put in then. ``told`` is of its lines,
    ``lots`` are those that it used, by material: the stock knows them (name, day until which it is good, quantity)."""
    parts = parts_on_paper({line.line_id: line.quantity for line in act.lines.all()})
    lines = [
        _line(act.order, Held.of(line), told[line.line_id]) | parts.get(line.line_id, {})
        for line in act.lines.all()
    ]
    paper = heading | {
        "kind": "act",
        "reverses": "",
        "performer": act.performer.name,
        "assistant": act.assistant.name if act.assistant else "",
        "currency": act.currency,
        "lines": lines,
        "materials": [
            {
                "name": used.material.name,
                "quantity": _plain(used.quantity),
                "unit": used.material.unit,
                "lots": list(lots.get(used.material_id, ())),
            }
            for used in act.materials.all()
        ],
        **_sums([_block(act.order, lines)], act.currency),
    }
    return with_places(paper, act.currency)


def counter_snapshot(act: Act) -> Paper:
    """The paper of the counter-act: what the paper of the act said, of the same people and lots, negated."""
    said = act.snapshot
    rows = {name: [_negated(row) for row in said[name]] for name in ("lines", "materials", "taxes")}
    sums = {name: str(-Decimal(said[name])) for name in ("net", "tax", "total")}
    return said | rows | sums | {"kind": "counter_act", "reverses": act.number, "lab": _lab()}


def closing_snapshot(orders: Sequence[Order]) -> Paper:
    """The paper of a closing document for orders of one customer; number and date are put in when it is issued."""
    (paper,) = closing_snapshots([orders])
    return paper


def closing_snapshots(groups: Sequence[Sequence[Order]]) -> list[Paper]:
    """``closing_snapshot`` of each group; what they say is read for all together."""
    worked, lab = worked_on([order for orders in groups for order in orders]), _lab()
    return [_closing(orders, worked, lab) for orders in groups]


def _closing(orders: Sequence[Order], worked: Mapping[int, Worked], lab: Paper) -> Paper:
    blocks = [_closed_order(order, worked[order.pk]) for order in orders]
    paper = {
        "kind": "closing",
        "lab": lab,
        "customer": _customer(orders[0].customer),
        "currency": orders[0].currency,
        "orders": blocks,
        **_sums(blocks, orders[0].currency),
    }
    return with_places(paper, orders[0].currency)


def correction_snapshot(document: ClosingDocument, order: Order, reason: str = "") -> Paper:
    """The paper of a correction: what the document said of this order, negated."""
    said = [block for block in document.snapshot["orders"] if block["number"] == order.number]
    blocks = [_negated_block(block) for block in said]
    paper = {
        "kind": "correction",
        "corrects": {"number": document.number, "date": document.issued_on.isoformat()},
        "reason": reason,
        "lab": _lab(),
        "customer": _customer(document.customer),
        "currency": document.currency,
        "orders": blocks,
        **_sums(blocks, document.currency),
    }
    return with_places(paper, document.currency)


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


def _closed_order(order: Order, worked: Worked) -> Paper:
    """The order at its final price: its standing act lines, added up for each line of the order, and what was agreed
    on beside them, at each tax rate in proportion to what the lines come to there."""
    held = [Held(*row) for row, _told, _parts in worked.lines]
    lines = [
        _line(order, said, told) | parts for said, (_row, told, parts) in zip(held, worked.lines, strict=True)
    ]
    block = _block(order, lines)
    at_rates: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for line in held:
        at_rates[line.tax_percent] += line.amount
    agreed = split_by_rate(worked.agreed, at_rates, places_of(order.currency))
    block["adjustments"] = [
        {"tax_percent": _plain(percent), "amount": str(part)} for percent, part in agreed.items()
    ]
    amounts = [*block["lines"], *block["adjustments"]]
    return {**_order(order), "acts": worked.acts, **block, "amount": str(_total(amounts))}


@dataclass(frozen=True)
class Held:
    """What a line of a paper says: a line of an act, or what several acts hold of a line of the order."""

    code: str
    name: str
    tax_percent: Decimal
    quantity: Decimal
    gross: Decimal
    amount: Decimal
    added_tax: Decimal

    @classmethod
    def of(cls, line: ActLine) -> "Held":
        return cls(*(getattr(line, field.name) for field in fields(cls)))


def _line(order: Order, held: Held, told: LineTold) -> Paper:
    """``net`` and ``added_tax`` only where the tax came on top."""
    net = held.amount - held.added_tax
    line = {
        "code": held.code,
        "name": held.name,
        "quantity": _plain(held.quantity),
        "gross": str(held.gross),
        "amount": str(held.amount),
        "tax_percent": _plain(held.tax_percent),
        **told_on_paper(
            order,
            told,
            quantity=held.quantity,
            gross=held.gross,
            net=net,
            places=places_of(order.currency),
        ),
    }
    if order.prices_include_tax:
        return line
    return line | {"net": str(net), "added_tax": str(held.added_tax)}


def _block(order: Order, lines: Sequence[Paper]) -> Paper:
    """The lines of one order with the taxes that came on top of them."""
    block: Paper = {"lines": lines, "prices_include_tax": order.prices_include_tax}
    if not order.prices_include_tax:
        block["added"] = [
            {"percent": percent, "net": str(net), "tax": str(tax)}
            for percent, (net, tax) in _added_by_rate(lines).items()
        ]
    return block


def _added_by_rate(lines: Iterable[Paper]) -> dict[str, tuple[Decimal, Decimal]]:
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for line in sorted(lines, key=lambda line: Decimal(line["tax_percent"])):
        net, tax = sums.get(line["tax_percent"], (ZERO, ZERO))
        sums[line["tax_percent"]] = net + Decimal(line["net"]), tax + Decimal(line["added_tax"])
    return sums


def _sums(blocks: Sequence[Paper], currency: str) -> Paper:
    """The total and its taxes by rate: what amounts with tax in them hold, and what came on top.

    What was agreed on beside the acts is with tax, whatever the prices are.
    """
    inside: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    on_top = []
    for block in blocks:
        # A paper that was issued before prices without tax were known says nothing of them.
        is_inside = block.get("prices_include_tax", True)
        for line in [*(block["lines"] if is_inside else ()), *block.get("adjustments", ())]:
            inside[Decimal(line["tax_percent"])] += Decimal(line["amount"])
        on_top += [
            TaxAtRate(Decimal(row["percent"]), Decimal(row["net"]), Decimal(row["tax"]))
            for row in block.get("added", ())
        ]
    places = places_of(currency)
    table = tax_table(inside, on_top, places)
    taxes = [
        {
            "percent": _plain(rate.percent),
            "amount": str(rate.amount),
            "net": str(rate.net),
            "tax": str(rate.tax),
        }
        for rate in table
    ]
    return {
        "taxes": taxes,
        "net": str(sum((rate.net for rate in table), ZERO)),
        "tax": str(sum((rate.tax for rate in table), ZERO)),
        "total": str(sum((rate.amount for rate in table), ZERO)),
        "rounding": {
            "inside": bool(inside),
            "on_top": bool(on_top),
            "to": str(Decimal(1).scaleb(-places)),
        },
    }


def _total(lines: Iterable[Paper]) -> Decimal:
    return sum((Decimal(line["amount"]) for line in lines), ZERO)


_FIGURES = ("quantity", "gross", "amount", "net", "added_tax", "tax", "rush", "taken_off")
_ROWS = ("lines", "adjustments", "added")
_WITHIN = ("parts", "lots")


def _negated_block(block: Paper) -> Paper:
    rows = {name: [_negated(row) for row in block[name]] for name in _ROWS if name in block}
    return block | rows | {"amount": str(-Decimal(block["amount"]))}


def _negated(row: Paper) -> Paper:
    figures = {name: str(-Decimal(row[name])) for name in _FIGURES if name in row}
    return row | figures | {name: [_negated(one) for one in row[name]] for name in _WITHIN if name in row}


def _plain(number: Decimal) -> str:
    """Without trailing zeros and without an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
