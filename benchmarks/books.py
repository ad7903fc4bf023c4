"""What stands in the books for the benchmark's orders: acts, pay, write-offs, closing documents, payments."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from random import Random

from benchmarks.copying import Sheet, sheet
from benchmarks.laboratory import Laboratory
from benchmarks.numbers import Series
from billing.models import (
    Act,
    ActLine,
    ActMaterial,
    Allocation,
    ClosingDocument,
    ClosingDocumentOrder,
    Payment,
    ReceivableEntry,
    Sending,
)
from catalog.models import Service
from common.folding import fold
from common.frozen import snapshot_hash
from customers.models import Counterparty
from lab.models import Employee
from papers import codes
from papers.models import IssuedPaper
from payroll.models import PayrollEntry
from stock.models import Receipt, StockMovement, Warehouse

UNIT_COST = 1500  # thousandths, as all that is written here
TERM = timedelta(days=14)
SENT = 0.97
"""Of the closing documents."""

PAY = {"performer": 30, "assistant": 10}
"""Percent of the price."""


@dataclass
class Line:
    """A line of an order; amounts in hundredths of the currency unit, discount in percent."""

    position: int
    service: Service
    quantity: int
    discount: int
    gross: int
    performer: Employee
    assistant: Employee | None
    pk: int = 0
    task: int = 0

    @property
    def amount(self) -> int:
        return self.gross - self.gross * self.discount // 100  # prices are whole, so nothing is rounded


class Books:
    """Writes onto its sheets what the ledgers would have booked."""

    def __init__(self, lab: Laboratory, dice: Random):
        self.lab, self.dice, masks = lab, dice, lab.settings
        self.act_numbers = Series("act", masks.act_mask)
        self.closing_numbers = Series("closing", masks.closing_mask)
        self.payment_numbers = Series("payment", masks.payment_mask)
        self.receipt_numbers = Series("receipt", masks.receipt_mask)
        self.series = (self.act_numbers, self.closing_numbers, self.payment_numbers, self.receipt_numbers)
        numbered = "number number_year number_serial"
        self.acts = sheet(
            Act,
            "order_id performer_id currency is_automatic created_at event_id posted_on snapshot snapshot_hash"
            f" {numbered}",
        )
        self.act_lines = sheet(ActLine, "act_id line_id code name quantity gross amount tax_percent")
        self.act_materials = sheet(ActMaterial, "act_id material_id quantity")
        self.entries = sheet(
            PayrollEntry,
            "event_id employee_id order_id task_id service_id role source source_version quantity base rate_id"
            " rate_percent amount currency earned_on",
        )
        self.receipts = sheet(Receipt, f"event_id warehouse_id supplier received_on {numbered}")
        self.movements = sheet(
            StockMovement,
            "event_id item_id kind quantity receipt_id unit_cost order_id source source_version moved_on",
        )
        self.documents = sheet(
            ClosingDocument,
            f"event_id kind customer_id issued_on due_on currency total snapshot snapshot_hash {numbered}",
        )
        self.sendings = sheet(Sending, "event_id document_id how sent_on")
        self.closed = sheet(ClosingDocumentOrder, "event_id document_id order_id amount")
        self.ledger = sheet(
            ReceivableEntry, "event_id customer_id kind order_id document_id payment_id amount currency day"
        )
        self.payments = sheet(
            Payment, f"event_id customer_id amount currency received_on method reference {numbered}"
        )
        self.allocations = sheet(Allocation, "event_id payment_id order_id amount is_advance")
        self.papers = sheet(
            IssuedPaper, "event_id kind number issued_on about snapshot_hash code of_before search_text"
        )
        self.sheets = [one for one in vars(self).values() if isinstance(one, Sheet)]

    def receive(self, event: int, day: date, *, each: int) -> None:
        """So many units of every material come in."""
        warehouse = Warehouse.objects.default().pk
        receipt = self.receipts.add(event, warehouse, "Supplier", day, *self.receipt_numbers.draw(day.year))
        for item in self.lab.items.values():
            self.movements.add(event, item, "receipt", each * 1000, receipt, UNIT_COST, None, None, None, day)

    def draft_acts(self, order: int, lines: list[Line], at: datetime) -> None:
        for performer, own in self._by_performer(lines):
            act = self.acts.add(order, performer, "EUR", True, at, None, None, None, "", None, None, None)
            self._fill(act, own)

    def post_acts(self, order: int, lines: list[Line], event: int, at: datetime) -> None:
        """One act for each performer, with pay and write-offs."""
        day = at.date()
        for performer, own in self._by_performer(lines):
            number = self.act_numbers.draw(day.year)
            paper = {"kind": "act", **_said(number[0], day, own), "lines": _lines(own)}
            frozen = json.dumps(paper), snapshot_hash(paper)
            act = self.acts.add(order, performer, "EUR", True, at, event, day, *frozen, *number)
            self._issue(event, "act", number[0], day, frozen[1])
            for source, line in self._fill(act, own):
                self._accrue(order, source, line, event, day)
            for material, used in self._used(own).items():
                item = self.lab.items[material]
                self.movements.add(event, item, "write_off", -used, None, UNIT_COST, order, act, 1, day)

    def charge(self, order: int, lines: list[Line], customer: Counterparty, event: int, at: datetime) -> None:
        """A closing document of one order, and its charge."""
        day, total = at.date(), sum(line.amount for line in lines)
        number = self.closing_numbers.draw(day.year)
        snapshot = {
            "kind": "closing",
            **_said(number[0], day, lines),
            "orders": [{"number": str(order), "lines": _lines(lines)}],
        }
        frozen = json.dumps(snapshot), snapshot_hash(snapshot)
        document = self.documents.add(
            *(event, "closing", customer.pk, day, day + TERM, "EUR", total, *frozen),
            *number,
        )
        self._issue(event, "closing", number[0], day, frozen[1])
        if self.dice.random() < SENT:
            self.sendings.add(event, document, "mail", day)
        self.closed.add(event, document, order, total)
        self.ledger.add(event, customer.pk, "charge", order, document, None, total, "EUR", day)

    def paid_of(self, lines: list[Line], *, is_old: bool) -> int | None:
        """How much was paid; None for the third that is still owed, of old ones one in two hundred."""
        luck, total = self.dice.random(), sum(line.amount for line in lines)
        if is_old:
            return None if luck < 0.005 else total
        return None if luck < 0.33 else total // 2 if luck < 0.42 else total

    def pay(self, order: int, customer: Counterparty, amount: int, event: int, at: datetime) -> None:
        day = at.date()
        number = self.payment_numbers.draw(day.year)
        payment = self.payments.add(event, customer.pk, amount, "EUR", day, "bank", "", *number)
        self.ledger.add(event, customer.pk, "payment", None, None, payment, -amount, "EUR", day)
        self.allocations.add(event, payment, order, amount, False)

    def _issue(self, event: int, kind: str, number: str, day: date, said: str) -> None:
        """A paper that nobody has printed yet."""
        body = "".join(self.dice.choices(codes.SIGNS, k=codes.LENGTH - 1))
        found_by = "".join(f" {word}" for word in fold(number).split())
        self.papers.add(event, kind, number, day, "", said, body + codes.check_sign(body), True, found_by)

    def _by_performer(self, lines: list[Line]):
        for performer, own in groupby(lines, key=attrgetter("performer.pk")):
            yield performer, list(own)

    def _fill(self, act: int, lines: list[Line]) -> list[tuple[int, Line]]:
        for material, used in self._used(lines).items():
            self.act_materials.add(act, material, used)
        return [
            (
                self.act_lines.add(
                    *(act, line.pk, line.service.code, line.service.name, line.quantity * 1000),
                    *(line.gross, line.amount, 2000),
                ),
                line,
            )
            for line in lines
        ]

    def _used(self, lines: list[Line]) -> dict[int, int]:
        """Thousandths by material."""
        found: dict[int, int] = {}
        for line in lines:
            material, norm = self.lab.norms[line.service.pk]
            found[material] = found.get(material, 0) + int(norm * 1000) * line.quantity
        return found

    def _accrue(self, order: int, source: int, line: Line, event: int, day: date) -> None:
        for role, person in (("performer", line.performer), ("assistant", line.assistant)):
            if person:
                rate = self.lab.rates[role]
                self.entries.add(
                    *(event, person.pk, order, line.task, line.service.pk, role, source, 1),
                    *(line.quantity * 1000, line.amount, rate.pk, PAY[role] * 100),
                    *(line.amount * PAY[role] // 100, "EUR", day),
                )


def _said(number: str, day: date, lines: list[Line]) -> dict:
    """What every paper says."""
    total = _written(sum(line.amount for line in lines))
    taxes = [{"percent": "0", "net": total, "tax": "0.00"}]
    return {"number": number, "date": day.isoformat(), "taxes": taxes, "total": total}


def _lines(lines: list[Line]) -> list[dict]:
    return [{"amount": _written(line.amount)} for line in lines]


def _written(thousandths: int) -> str:
    """An amount as papers write it."""
    return f"{thousandths / 1000:.2f}"
