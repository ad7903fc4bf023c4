"""Invariants of money: prices, acts, debts, payments. Amounts are summed in the database, as integers."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from billing.models import Act, ActLine, Allocation, ClosingDocumentOrder, Payment, ReceivableEntry
from common.money import ZERO
from orders.models import Order, OrderLine
from orders.pricing import price_line
from orders.states import Status
from payroll.models import PayrollEntry
from stock.models import StockMovement
from verification.finding import Finding, findings_of

CHARGE, PAYMENT = ReceivableEntry.Kind.CHARGE, ReceivableEntry.Kind.PAYMENT
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
        Allocation.objects.exclude(payment__currency=F("order__currency")),
    ]
    wrong = [f"{row} is not in the currency of its order" for rows in elsewhere for row in rows[:50]]
    return Finding(Order.objects.count(), wrong)


def final_price_is_the_standing_acts() -> Finding:
    """11"""
    standing = sums(_standing_lines, "act__order")
    rows = Order.objects.order_by().values_list("pk", "number", "final_price").iterator()
    return findings_of(
        rows,
        lambda pk, number, price: (
            None
            if price == standing.get(pk)
            else f"order {number} costs {price}, its standing acts {standing.get(pk)}"
        ),
    )


def lines_are_computed_by_the_one_rounding() -> Finding:
    """12"""
    fields = ("pk", "quantity", "unit_price", "discount_percent", "gross", "amount")

    def wrong(pk, quantity, unit_price, discount, gross, amount):
        price = price_line(quantity, unit_price, discount)
        right = (price.gross, price.amount) == (gross, amount)
        return None if right else f"line {pk} costs {amount}, should {price.amount}"

    found = findings_of(OrderLine.objects.order_by().values_list(*fields).iterator(), wrong)
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


def every_payment_stands_in_the_ledger_once() -> Finding:
    """14"""
    booked = sums(ReceivableEntry.objects.filter(kind=PAYMENT), "payment")
    rows = Payment.objects.order_by().values_list("pk", "number", "amount").iterator()
    return findings_of(
        rows,
        lambda pk, number, amount: (
            None if booked.get(pk) == -amount else f"payment {number} is booked {booked.get(pk)}"
        ),
    )


def allocations_stay_within_payment_and_debt() -> Finding:
    """15"""
    allocated = sums(Allocation.objects.all(), "payment")
    settled = sums(Allocation.objects.filter(is_advance=False), "order")
    tied = sums(Allocation.objects.filter(is_advance=True), "order")
    charged = sums(ReceivableEntry.objects.filter(kind=CHARGE), "order")
    amounts = dict(Payment.objects.order_by().values_list("pk", "amount"))
    found = Finding(len(amounts) + len(settled))
    found.wrong += [
        f"payment {pk} gave {sum_}" for pk, sum_ in allocated.items() if not 0 <= sum_ <= amounts[pk]
    ]
    found.wrong += [
        f"order {pk} is settled by {sum_} of {charged.get(pk, ZERO)}"
        for pk, sum_ in settled.items()
        if not 0 <= sum_ <= charged.get(pk, ZERO)
    ]
    found.wrong += [f"order {pk} holds an advance of {sum_}" for pk, sum_ in tied.items() if sum_ < 0]
    return found


def every_advance_can_be_used() -> Finding:
    """58: it is free, or tied to an order that waits for its charge, of the customer who paid it."""
    standing = ReceivableEntry.objects.filter(kind=CHARGE, reverses=None, reversed_by=None)
    charged = set(standing.order_by().values_list("order", flat=True))
    rows = Allocation.objects.filter(is_advance=True).order_by()
    fields = ("order", "order__number", "order__status", "payment__number")
    own = Q(payment__customer=F("order__customer"), payment__currency=F("order__currency"))
    tied = rows.values_list(*fields).annotate(total=Sum("amount"), strangers=Count("pk", filter=~own))

    def wrong(pk, number, status, payment, total, strangers):
        if not total:
            return None
        why = "is charged" if pk in charged else "is cancelled" if status == Status.CANCELLED else ""
        why = why or ("is another customer's" if strangers else "")
        return f"order {number} {why}, but {total} of payment {payment} is tied to it" if why else None

    return findings_of(tied.iterator(), wrong)


def reversals_negate_one_original() -> Finding:
    """17"""
    found = Finding()
    for model, amount in (
        (ReceivableEntry, "amount"),
        (Allocation, "amount"),
        (PayrollEntry, "amount"),
        (StockMovement, "quantity"),
    ):
        rows = model.objects.filter(reverses__isnull=False).order_by()
        found = _add(
            found, findings_of(rows.values_list("pk", amount, f"reverses__{amount}").iterator(), _not_negated)
        )
    return _add(found, _counter_acts())


def _not_negated(pk: int, amount: Decimal, original: Decimal) -> str | None:
    return None if amount == -original else f"row {pk} reverses {original} by {amount}"


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
