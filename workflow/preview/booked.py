"""What a use case has booked for an order: the rows under its events, as plain facts that can be compared.

Read in a fixed number of statements. Numbers of rows are left out: those of a rehearsal are never given out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from billing.models import Act, Allocation, ClosingDocument, ReceivableEntry
from billing.standing import balances, debt_of
from common.money import ZERO
from orders.models import Order
from payroll.models import PayrollEntry, RateBase
from stock.ledger import on_hand
from stock.models import StockMovement


@dataclass(frozen=True)
class Stand:
    """How an order stood before: its last event, its drafts, its price."""

    order_id: int
    last_event: int
    drafts: frozenset[int]
    final_price: Decimal | None


@dataclass(frozen=True)
class PayBooked:
    """Pay of one person for one piece of work; negative where it is taken back."""

    employee: str
    employee_id: int
    role: str
    work: str
    quantity: Decimal
    base: Decimal
    rate_percent: Decimal | None
    rate_amount: Decimal | None
    is_of_gross: bool
    is_set_by_hand: bool
    amount: Decimal
    currency: str
    is_reversal: bool
    foreign_base: Decimal | None = None
    foreign_currency: str | None = None
    exchange_rate: Decimal | None = None


@dataclass(frozen=True)
class MaterialBooked:
    """A movement of a material: below zero it is written off. ``left`` is on hand after all of them."""

    material: str
    unit: str
    quantity: Decimal
    left: Decimal
    is_short: bool
    lot: str = ""


@dataclass(frozen=True)
class ActBooked:
    """An act that gets its number; ``reverses`` is the number of the one that it takes back."""

    number: str
    performer: str
    amount: Decimal
    reverses: str | None


@dataclass(frozen=True)
class DocumentBooked:
    """A closing document or the correction of one (``corrects``)."""

    number: str
    total: Decimal
    corrects: str | None


@dataclass(frozen=True)
class ChargeBooked:
    """What the customer owes more, or less where a charge is reversed."""

    customer: str
    amount: Decimal


@dataclass(frozen=True)
class AdvanceBooked:
    """How much more of a payment settles the order's charge, and is tied to the order; what neither takes goes free."""

    payment: str
    customer: str
    settles: Decimal
    ties: Decimal

    @property
    def frees(self) -> Decimal:
        return -(self.settles + self.ties)


@dataclass(frozen=True)
class DraftBooked:
    """A draft act that was made, with how many services."""

    performer: str
    lines: int


@dataclass(frozen=True)
class Booked:
    """Everything that a step books, ledger by ledger, and how the order stands after it."""

    currency: str
    customer: str
    price_before: Decimal | None
    price: Decimal | None
    pay: tuple[PayBooked, ...] = ()
    materials: tuple[MaterialBooked, ...] = ()
    acts: tuple[ActBooked, ...] = ()
    documents: tuple[DocumentBooked, ...] = ()
    charges: tuple[ChargeBooked, ...] = ()
    advances: tuple[AdvanceBooked, ...] = ()
    drafts: tuple[DraftBooked, ...] = ()
    drafts_gone: int = 0
    tasks_skipped: int = 0
    open_debt: Decimal = ZERO
    balance: Decimal = ZERO


def stand_of(order: Order) -> Stand:
    """How the order stands now; its row is locked."""
    last = order.events.order_by("pk").values_list("pk", flat=True).last()
    return Stand(order.pk, last or 0, frozenset(_drafts_of(order)), order.final_price)


def booked_since(before: Stand) -> Booked:
    """What was booked for the order since it stood like that."""
    order = Order.objects.select_related("customer").get(pk=before.order_id)
    events = list(order.events.filter(pk__gt=before.last_event).values_list("event_id", flat=True))
    drafts = _drafts_of(order)
    charges, advances = _charges(order, events), _advances(order, events)
    return Booked(
        currency=order.currency,
        customer=order.customer.name,
        price_before=before.final_price,
        price=order.final_price,
        pay=_pay(events),
        materials=_materials(events),
        acts=_acts(events),
        documents=_documents(events),
        charges=charges,
        advances=advances,
        drafts=tuple(made for pk, made in drafts.items() if pk not in before.drafts),
        drafts_gone=_drafts_gone(before.drafts - set(drafts), events),
        tasks_skipped=order.tasks.filter(skipped_by__in=events).count(),
        open_debt=debt_of(order) if charges else ZERO,
        balance=balances(order.customer).get(order.currency, ZERO) if charges else ZERO,
    )


def _drafts_of(order: Order) -> dict[int, DraftBooked]:
    drafts = Act.objects.drafts().filter(order=order).order_by("pk")
    found = drafts.select_related("performer").prefetch_related("lines")
    return {act.pk: DraftBooked(act.performer.name, len(act.lines.all())) for act in found}


def _drafts_gone(gone: Collection[int], events: Collection[int]) -> int:
    """How many drafts are deleted for good: not those that are posted, nor those made anew in order to be posted."""
    return max(0, len(gone) - Act.objects.filter(event__in=events, reverses__isnull=True).count())


def _pay(events: Collection[int]) -> tuple[PayBooked, ...]:
    entries = PayrollEntry.objects.filter(event__in=events).select_related(
        "employee", "service", "task", "planned"
    )
    return tuple(
        PayBooked(
            employee=entry.employee.name,
            employee_id=entry.employee_id,
            role=entry.role,
            work=str(entry.task or entry.work),
            quantity=entry.quantity,
            base=entry.base,
            rate_percent=entry.rate_percent,
            rate_amount=entry.rate_amount,
            is_of_gross=entry.rate_base == RateBase.GROSS,
            is_set_by_hand=entry.planned_id is not None,
            amount=entry.amount,
            currency=entry.currency,
            is_reversal=entry.reverses_id is not None,
            foreign_base=entry.foreign_base,
            foreign_currency=entry.foreign_currency,
            exchange_rate=entry.exchange_rate,
        )
        for entry in entries.order_by("employee__name_key", "employee", "pk")
    )


def _materials(events: Collection[int]) -> tuple[MaterialBooked, ...]:
    moved = StockMovement.objects.filter(event__in=events).select_related("item__material")
    movements = list(moved.order_by("item__material__name_key", "item", "pk"))
    items = {movement.item_id for movement in movements}
    left = dict(on_hand().order_by().filter(pk__in=items).values_list("pk", "on_hand")) if items else {}
    return tuple(
        MaterialBooked(
            material=movement.item.material.name,
            unit=movement.item.material.unit,
            quantity=movement.quantity,
            left=left[movement.item_id],
            is_short=movement.shortage_overridden,
            lot=movement.lot,
        )
        for movement in movements
    )


def _acts(events: Collection[int]) -> tuple[ActBooked, ...]:
    acts = Act.objects.filter(event__in=events).select_related("performer", "reverses").order_by("pk")
    return tuple(
        ActBooked(
            number=act.number,
            performer=act.performer.name,
            amount=sum((line.amount for line in act.lines.all()), ZERO),
            reverses=act.reverses and act.reverses.number,
        )
        for act in acts.prefetch_related("lines")
    )


def _documents(events: Collection[int]) -> tuple[DocumentBooked, ...]:
    issued = ClosingDocument.objects.filter(event__in=events).select_related("corrects").order_by("pk")
    return tuple(
        DocumentBooked(document.number, document.total, document.corrects and document.corrects.number)
        for document in issued.defer("snapshot", "corrects__snapshot")
    )


def _charges(order: Order, events: Collection[int]) -> tuple[ChargeBooked, ...]:
    entries = ReceivableEntry.objects.filter(event__in=events, order=order).order_by("pk")
    rows = entries.filter(kind=ReceivableEntry.Kind.CHARGE).values_list("customer__name", "amount")
    return tuple(ChargeBooked(*row) for row in rows)


def _advances(order: Order, events: Collection[int]) -> tuple[AdvanceBooked, ...]:
    """By payment, the oldest first; a part that is tied anew as it was says nothing."""
    found = Allocation.objects.filter(event__in=events, order=order).select_related("payment__customer")
    sums: dict = {}
    for row in found.order_by("payment__received_on", "payment", "pk"):
        settles, ties = sums.setdefault(row.payment, (ZERO, ZERO))
        tied = row.amount if row.is_advance else ZERO
        sums[row.payment] = settles + row.amount - tied, ties + tied
    return tuple(
        AdvanceBooked(payment.number, payment.customer.name, settles, ties)
        for payment, (settles, ties) in sums.items()
        if settles or ties
    )
