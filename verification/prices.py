"""Invariants of what orders cost: what was agreed on, what papers say, what is split over lines."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from billing.models import Act, ActLine, ClosingDocument, ClosingDocumentOrder, PriceAdjustment
from common.currencies import places_of
from common.exchange import exchanged
from common.money import ZERO
from orders.models import Order, OrderEvent, OrderLine
from orders.models.order import terms_of
from orders.pricing import price_order
from orders.states import changeable
from verification import money
from verification.finding import Finding, findings_of, together

_standing_lines = ActLine.objects.filter(
    act__event__isnull=False, act__reverses__isnull=True, act__reversed_by__isnull=True
)


def final_price_is_acts_and_adjustments() -> Finding:
    """11"""
    return together(money.final_price_is_acts_and_adjustments, _adjustments_are_the_difference)


def _adjustments_are_the_difference() -> Finding:
    """To what stood and to all that was agreed on before."""
    earlier: dict[int, Decimal] = defaultdict(lambda: ZERO)

    def wrong(pk, order, number, amount, agreed, base):
        due = agreed - base - earlier[order]
        earlier[order] += amount
        return None if amount == due else f"order {number}: adjustment {pk} is {amount}, should be {due}"

    columns = ("pk", "order", "order__number", "amount", "agreed", "base")
    return findings_of(PriceAdjustment.objects.order_by("pk").values_list(*columns), wrong)


def figures_are_computed_by_the_one_rounding() -> Finding:
    """12: lines, discounts that were converted, and what documents and the papers of acts add up."""
    return together(
        money.lines_are_computed_by_the_one_rounding,
        _discounts_are_what_their_rate_says,
        _documents_add_up,
        _papers_of_acts_add_up,
    )


def _discounts_are_what_their_rate_says() -> Finding:
    columns = ("number", "currency", "discount_amount", "foreign_discount", "exchange_rate")

    def wrong(number, currency, amount, told, rate):
        right = exchanged(told, rate, places_of(currency)) == amount
        return None if right else f"order {number} has {amount} off, {told} at {rate} is something else"

    converted = Order.objects.filter(foreign_discount__isnull=False).order_by()
    return findings_of(converted.values_list(*columns).iterator(), wrong)


def _documents_add_up() -> Finding:
    """The total is that of its orders, of the lines of its paper, and of its taxes by rate."""
    named = money.sums(ClosingDocumentOrder.objects.all(), "document")
    rows = ClosingDocument.objects.order_by().values_list("pk", "number", "total", "snapshot").iterator()

    def wrong(pk, number, total, paper):
        said = {"orders": named.get(pk, ZERO), **_sums_of(paper)}
        off = [f"{name} {amount}" for name, amount in said.items() if amount != total]
        return f"document {number} comes to {total}, but {', '.join(off)}" if off else None

    return findings_of(rows, wrong)


def _papers_of_acts_add_up() -> Finding:
    """To what is booked under them."""
    booked = money.sums(ActLine.objects.filter(act__event__isnull=False), "act")
    rows = Act.objects.posted().order_by().values_list("pk", "number", "snapshot").iterator()

    def wrong(pk, number, paper):
        total = booked.get(pk, ZERO)
        off = [f"{name} {amount}" for name, amount in _sums_of(paper).items() if amount != total]
        return f"act {number} comes to {total}, but {', '.join(off)}" if off else None

    return findings_of(rows, wrong)


def _sums_of(paper: dict) -> dict[str, Decimal]:
    blocks = paper.get("orders", [paper] if "lines" in paper else [])
    lines = [row for block in blocks for row in [*block["lines"], *block.get("adjustments", ())]]
    taxes = paper.get("taxes", [])
    return {
        "its paper": Decimal(paper.get("total", "0")),
        "its lines": _sum(row["amount"] for row in lines),
        "its taxes": _sum(amount for row in taxes for amount in (row["net"], row["tax"])),
    }


def _sum(amounts: Iterable[str]) -> Decimal:
    return sum((Decimal(amount) for amount in amounts), ZERO)


def what_is_charged_stands_still() -> Finding:
    """19: charges are those of their document, and no price was agreed on once the order was charged."""
    return together(money.charges_are_those_of_their_document, _adjusted_in_time)


def _adjusted_in_time() -> Finding:
    """Each adjustment was booked in a state in which a price may be adjusted."""
    rows = PriceAdjustment.objects.order_by("pk").values_list("pk", "order", "order__number", "event")
    orders = {order for _pk, order, _number, _event in rows}
    events: dict[int, list[tuple]] = defaultdict(list)
    moved = OrderEvent.objects.filter(order__in=orders).exclude(to_status="").order_by("pk")
    for order, event, status in moved.values_list("order", "event", "to_status"):
        events[order].append((event, status))

    def wrong(pk, order, number, event):
        stood = [status for moved_by, status in events[order] if moved_by < event]
        in_time = bool(stood) and changeable("adjustment", stood[-1])
        return None if in_time else f"order {number}: adjustment {pk} was booked while it was {stood[-1:]}"

    return findings_of(rows, wrong)


def nothing_is_lost_in_splitting() -> Finding:
    """20: a line that is worked whole is charged its share of the price, with discount, rush and tax, to the unit."""
    sums = {"held": Sum("quantity"), "owed": Sum("amount"), "taxed": Sum("added_tax")}
    rows = _standing_lines.order_by().values_list("line").annotate(**sums)
    worked = {line: tuple(figures) for line, *figures in rows}
    orders = Order.objects.filter(lines__in=worked.keys()).distinct() if worked else Order.objects.none()
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    for line in OrderLine.objects.current().filter(order__in=orders).order_by("position", "pk"):
        lines[line.order_id].append(line)
    found = Finding()
    for order in orders.order_by("pk"):
        price = price_order(lines[order.pk], terms_of(order))
        for line, charge in zip(lines[order.pk], price.charges, strict=True):
            held, owed, taxed = worked.get(line.pk, (None, None, None))
            if held != line.quantity:
                continue
            found.looked_at += 1
            if (owed, taxed) != (charge.amount, charge.added_tax):
                said = f"order {order.number}: “{line.name}” is charged {owed}, its share is {charge.amount}"
                found.wrong.append(said)
    return found
