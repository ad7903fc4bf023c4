"""Invariants of money: prices, acts, debts; of payments beside it. Amounts are summed in the database."""

from collections import defaultdict

from django.db.models import F, Q, Sum

from billing.models import (
    Act,
    ActLine,
    Allocation,
    ClosingDocumentOrder,
    PriceAdjustment,
    ReceivableEntry,
)
from common.currencies import places_of
from common.exchange import exchanged
from common.money import ZERO
from orders.models import Order, OrderLine
from orders.pricing import price_line
from orders.states import Status
from payroll.models import PayrollEntry
from stock.models import StockMovement
from verification.finding import Finding, findings_of

CHARGE = ReceivableEntry.Kind.CHARGE
_standing_lines = ActLine.objects.filter(
    act__event__isnull=False, act__reverses__isnull=True, act__reversed_by__isnull=True
)


def sums(rows, key: str, amount: str = "amount") -> dict:
    """Σ of an amount by a key."""
    return dict(rows.order_by().values_list(key).annotate(total=Sum(amount)))


def one_currency_an_order() -> Finding:
    """10"""
    elsewhere = [
        Act.objects.exclude(currency=F("order__currency")),
        ReceivableEntry.objects.filter(order__isnull=False).exclude(currency=F("order__currency")),
        Allocation.objects.filter(order__isnull=False).exclude(payment__currency=F("order__currency")),
        PriceAdjustment.objects.exclude(currency=F("order__currency")),
    ]
    wrong = [f"{row} is not in the currency of its order" for rows in elsewhere for row in rows[:50]]
    return Finding(Order.objects.count(), wrong)


def final_price_is_acts_and_adjustments() -> Finding:
    """11"""
    standing = sums(_standing_lines, "act__order")
    agreed = sums(PriceAdjustment.objects.all(), "order")
    rows = Order.objects.order_by().values_list("pk", "number", "final_price").iterator()

    def wrong(pk, number, price):
        worked, adjusted = standing.get(pk), agreed.get(pk, ZERO)
        due = None if worked is None else worked + adjusted
        said = f"order {number} costs {price}, its standing acts {worked}, adjustments {adjusted}"
        return None if price == due else said

    return findings_of(rows, wrong)


def lines_are_computed_by_the_one_rounding() -> Finding:
    """12: a price that was converted is what its stored rate says, too. A line that was taken off says what it said
    then, and is not converted with its order."""
    fields = ("pk", "quantity", "unit_price", "discount_percent", "gross", "amount", "order__currency")
    converted = ("foreign_price", "exchange_rate")

    def wrong(pk, quantity, unit_price, discount, gross, amount, currency, foreign_price, rate):
        places = places_of(currency)
        if rate is not None and exchanged(foreign_price, rate, places) != unit_price:
            return f"line {pk} costs {unit_price} each, {foreign_price} at {rate} is something else"
        price = price_line(quantity, unit_price, discount, places)
        right = (price.gross, price.amount) == (gross, amount)
        return None if right else f"line {pk} costs {amount}, should {price.amount}"

    found = findings_of(
        OrderLine.objects.current().order_by().values_list(*fields, *converted).iterator(), wrong
    )
    ordered = OrderLine.objects.in_bulk(
        _standing_lines.order_by()
        .values_list("line", flat=True)
        .annotate(n=Sum("quantity"))
        .filter(n__gt=F("line__quantity"))
    )
    found.wrong += [f"line {pk} is completed more often than ordered" for pk in ordered]
    return found


def realized_orders_owe_their_final_price() -> Finding:
    """13"""
    charged = sums(ReceivableEntry.objects.filter(kind=CHARGE), "order")
    rows = Order.objects.order_by().values_list("pk", "number", "status", "final_price").iterator()

    def wrong(pk, number, status, price):
        due = price if status == Status.REALIZED else ZERO
        is_charged = charged.get(pk, ZERO)
        return (
            None if is_charged == due else f"order {number} is {status} and charged {is_charged}, not {due}"
        )

    return findings_of(rows, wrong)


def reversals_negate_one_original() -> Finding:
    """17"""
    found = Finding()
    for model, amount, same in (
        (ReceivableEntry, "amount", ("customer", "kind", "order", "payment", "refund", "currency")),
        (Allocation, "amount", ("payment", "order", "refund", "is_advance")),
        (PayrollEntry, "amount", ()),
        (StockMovement, "quantity", ()),
    ):
        rows = model.objects.filter(reverses__isnull=False).order_by()
        columns = [amount, *same, "reverses__reverses"]
        originals = [f"reverses__{name}" for name in (amount, *same)]
        for pk, twice, *sides in rows.values_list("pk", columns.pop(), *columns, *originals).iterator():
            found.looked_at += 1
            half = len(sides) // 2
            found.wrong += _not_reversed(model._meta.verbose_name, pk, twice, sides[:half], sides[half:])
    return _add(found, _counter_acts())


def _not_reversed(name, pk: int, twice: int | None, reversal: list, original: list) -> list[str]:
    """What is wrong with a row that reverses another one: both begin with their amount."""
    wrong = []
    if reversal[0] != -original[0]:
        wrong.append(f"{name} {pk} reverses {original[0]} by {reversal[0]}")
    if reversal[1:] != original[1:]:
        wrong.append(f"{name} {pk} reverses what is about something else")
    if twice is not None:
        wrong.append(f"{name} {pk} reverses a reversal")
    return wrong


def _counter_acts() -> Finding:
    lines: dict[int, dict] = defaultdict(dict)
    rows = ActLine.objects.filter(Q(act__reverses__isnull=False) | Q(act__reversed_by__isnull=False))
    for act, line, *figures in rows.order_by().values_list("act", "line", "quantity", "amount", "added_tax"):
        lines[act][line] = tuple(figures)
    pairs = (
        Act.objects.filter(reverses__isnull=False, event__isnull=False)
        .order_by()
        .values_list("pk", "reverses")
    )

    def wrong(pk, original):
        negated = {line: tuple(-one for one in figures) for line, figures in lines[original].items()}
        return None if lines[pk] == negated else f"act {pk} does not negate act {original}"

    return findings_of(pairs.iterator(), wrong)


def cancelled_orders_leave_nothing_booked() -> Finding:
    """18"""
    cancelled = Order.objects.filter(status=Status.CANCELLED)
    books = {
        "debt": ReceivableEntry.objects.filter(order__in=cancelled),
        "pay": PayrollEntry.objects.filter(order__in=cancelled),
        "payments": Allocation.objects.filter(order__in=cancelled),
        "acts": _standing_lines.filter(act__order__in=cancelled).annotate(order_id=F("act__order")),
    }
    found = Finding(cancelled.count())
    for name, rows in books.items():
        key = "act__order" if name == "acts" else "order"
        found.wrong += [
            f"order {pk} is cancelled with {total} of {name}"
            for pk, total in sums(rows, key).items()
            if total
        ]
    moved = StockMovement.objects.filter(order__in=cancelled).order_by().values_list("order", "item")
    for pk, item, total in moved.annotate(total=Sum("quantity")):
        if total:
            found.wrong.append(f"order {pk} is cancelled with {total} of item {item} written off")
    return found


def charges_are_those_of_their_document() -> Finding:
    """19"""
    named = {
        (document, order): amount
        for document, order, amount in ClosingDocumentOrder.objects.order_by().values_list(
            "document", "order", "amount"
        )
    }
    rows = ReceivableEntry.objects.filter(kind=CHARGE, reverses__isnull=True).order_by()
    return findings_of(
        rows.values_list("document", "order", "amount").iterator(),
        lambda document, order, amount: (
            None
            if named.get((document, order)) == amount
            else f"order {order} is charged {amount}, its document says {named.get((document, order))}"
        ),
    )


def _add(one: Finding, other: Finding) -> Finding:
    return Finding(one.looked_at + other.looked_at, one.wrong + other.wrong)
