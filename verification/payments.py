"""Invariants of payments and refunds: booked once, given out once, and all of it adding up to the ledger."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from billing.ledger.open_debts import read_from_books
from billing.models import Allocation, OpenDebt, Payment, ReceivableEntry, Refund
from common.money import ZERO
from customers.models import account
from orders.models import Order
from orders.states import Status
from verification.finding import Finding, findings_of
from verification.money import CHARGE, sums

PAYMENT, REFUND = ReceivableEntry.Kind.PAYMENT, ReceivableEntry.Kind.REFUND


def payments_and_refunds_stand_in_the_ledger_once() -> Finding:
    """14"""
    found = Finding()
    for model, kind, sign in ((Payment, PAYMENT, -1), (Refund, REFUND, 1)):
        entries = defaultdict(list)
        booked = ReceivableEntry.objects.filter(kind=kind, reverses__isnull=True).order_by()
        for source, *entry in booked.values_list(kind, "amount", "customer", "currency").iterator():
            entries[source].append(tuple(entry))
        rows = model.objects.order_by().values_list("pk", "number", "amount", "customer", "currency")
        for pk, number, amount, *said in rows.iterator():
            found.looked_at += 1
            if entries[pk] != [(sign * amount, *said)]:
                found.wrong.append(f"{kind} {number} of {amount} is booked as {entries[pk]}")
    return found


def money_is_given_out_once() -> Finding:
    """15"""
    given, standing = sums(Allocation.objects.all(), "payment"), _standing(Payment)
    settled = sums(Allocation.objects.filter(is_advance=False, order__isnull=False), "order")
    tied = sums(Allocation.objects.filter(is_advance=True), "order")
    charged = sums(ReceivableEntry.objects.filter(kind=CHARGE), "order")
    found = Finding(len(standing) + len(settled))
    found.wrong += [
        f"payment {pk} gave {sum_} of {standing.get(pk, ZERO)}"
        for pk, sum_ in given.items()
        if not 0 <= sum_ <= standing.get(pk, ZERO)
    ]
    found.wrong += [
        f"order {pk} is settled by {sum_} of {charged.get(pk, ZERO)}"
        for pk, sum_ in settled.items()
        if not 0 <= sum_ <= charged.get(pk, ZERO)
    ]
    found.wrong += [f"order {pk} holds an advance of {sum_}" for pk, sum_ in tied.items() if sum_ < 0]
    found.wrong += _refunds_taken_wrongly()
    return found


def ledgers_add_up_to_their_orders() -> Finding:
    """22: Σ of a customer's ledger = open of its orders − advances tied and free."""
    should: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    realized = Order.objects.filter(status=Status.REALIZED).order_by()
    for *key, total in realized.values_list("customer", "currency").annotate(total=Sum("final_price")):
        should[tuple(key)] += total or ZERO
    given, standing = sums(Allocation.objects.all(), "payment"), _standing(Payment)
    to_orders = sums(Allocation.objects.filter(order__isnull=False), "payment")
    rows = Payment.objects.order_by().annotate(account=account()).values_list("pk", "account", "currency")
    for pk, *key in rows.iterator():
        free = standing.get(pk, ZERO) - given.get(pk, ZERO)
        should[tuple(key)] -= to_orders.get(pk, ZERO) + free
    entries = ReceivableEntry.objects.order_by().annotate(account=account())
    entries = entries.values_list("account", "currency")
    booked = {tuple(key): total for *key, total in entries.annotate(total=Sum("amount"))}
    return findings_of(
        [(customer, currency) for customer, currency in should.keys() | booked.keys()],
        lambda *key: (
            None
            if booked.get(key, ZERO) == should.get(key, ZERO)
            else f"the ledger of customer {key[0]} says {booked.get(key)} {key[1]}, its orders {should.get(key)}"
        ),
    )


def open_debts_are_what_the_books_say() -> Finding:
    """84"""
    booked = {debt.charge_id: _told(debt) for debt in read_from_books(ReceivableEntry.objects.all())}
    kept = {debt.charge_id: _told(debt) for debt in OpenDebt.objects.all()}
    return findings_of(
        sorted(booked.keys() | kept.keys()),
        lambda charge: (
            None
            if booked.get(charge) == kept.get(charge)
            else f"of charge {charge} is kept as open {kept.get(charge)}, the books say {booked.get(charge)}"
        ),
    )


def _told(debt: OpenDebt) -> tuple:
    return debt.order_id, debt.amount, debt.currency, debt.due_on


def every_advance_can_be_used() -> Finding:
    """58: it is free, or tied to an order that waits for its charge, of the customer who paid it."""
    standing = ReceivableEntry.objects.filter(kind=CHARGE, reverses=None, reversed_by=None)
    charged = set(standing.order_by().values_list("order", flat=True))
    rows = Allocation.objects.filter(is_advance=True).order_by()
    fields = ("order", "order__number", "order__status", "payment__number")
    own = Q(payer=F("order__customer"), payment__currency=F("order__currency"))
    rows = rows.annotate(payer=account("payment__customer"))
    tied = rows.values_list(*fields).annotate(total=Sum("amount"), strangers=Count("pk", filter=~own))

    def wrong(pk, number, status, payment, total, strangers):
        if not total:
            return None
        why = "is charged" if pk in charged else "is cancelled" if status == Status.CANCELLED else ""
        why = why or ("is another customer's" if strangers else "")
        return f"order {number} {why}, but {total} of payment {payment} is tied to it" if why else None

    return findings_of(tied.iterator(), wrong)


def _standing(model: type[Payment | Refund]) -> dict[int, Decimal]:
    """The amounts of payments, or refunds, that nobody reversed."""
    return dict(model.objects.standing().order_by().values_list("pk", "amount"))


def _refunds_taken_wrongly() -> list[str]:
    """A refund takes its whole amount, or nothing once it is reversed, of its customer's payments in its currency."""
    taken, standing = sums(Allocation.objects.filter(refund__isnull=False), "refund"), _standing(Refund)
    wrong = [
        f"refund {number} took {taken.get(pk, ZERO)} of payments, not {standing.get(pk, ZERO)}"
        for pk, number in Refund.objects.order_by().values_list("pk", "number")
        if taken.get(pk, ZERO) != standing.get(pk, ZERO)
    ]
    own = Q(payer=F("refunded"), payment__currency=F("refund__currency"))
    refunds = Allocation.objects.filter(refund__isnull=False)
    both = refunds.annotate(payer=account("payment__customer"), refunded=account("refund__customer"))
    strange = both.exclude(own).order_by()
    numbers = strange.values_list("refund__number", flat=True).distinct()
    return wrong + [f"refund {number} took of another customer's or currency's payment" for number in numbers]
