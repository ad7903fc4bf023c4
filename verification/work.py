"""Invariants of what work earns and uses up: pay and stock agree with the standing acts."""

from collections import Counter, defaultdict
from decimal import Decimal

from django.db.models import Sum

from billing.models import Act, ActLine, ActMaterial
from payroll.models import PayRole, PayrollEntry
from stock.models import StockItem, StockMovement
from verification.finding import Finding, findings_of

WRITE_OFF = StockMovement.Kind.WRITE_OFF


def _standing(rows):
    return rows.filter(reverses__isnull=True, reversed_by__isnull=True)


def work_is_paid_once() -> Finding:
    """23"""
    rows = _standing(PayrollEntry.objects.all()).order_by()
    keys = Counter(rows.values_list("source", "task", "employee", "role").iterator())
    return Finding(
        len(keys), [f"act line {key[0]} pays {key[2]} {n} times" for key, n in keys.items() if n > 1]
    )


def pay_and_standing_acts_agree() -> Finding:
    """24"""
    rows = ActLine.objects.filter(act__in=Act.objects.standing()).order_by()
    worth = {pk: what for pk, *what in rows.values_list("pk", "quantity", "amount", "act__performer")}
    entries = _standing(PayrollEntry.objects.all()).order_by()
    shared: dict[int, Decimal] = defaultdict(Decimal)
    performers: dict[int, set[int]] = defaultdict(set)
    found = Finding(len(worth))
    columns = ("source", "employee", "role", "quantity", "base")
    for source, employee, role, quantity, base in entries.values_list(*columns).iterator():
        if source not in worth or worth[source][0] != quantity:
            found.wrong.append(
                f"act line {source}: {employee} is paid for {quantity}, there are {worth.get(source)}"
            )
        if role == PayRole.PERFORMER:
            shared[source] += base
            performers[source].add(employee)
    for pk, (_quantity, amount, performer) in worth.items():
        if performer not in performers[pk]:
            found.wrong.append(f"act line {pk} stands, its performer is not paid")
        elif shared[pk] != amount:
            found.wrong.append(f"act line {pk} is worth {amount}, its tasks are paid for {shared[pk]}")
    return found


def on_hand_is_the_sum_of_movements() -> Finding:
    """29"""
    summed = dict(StockMovement.objects.order_by().values_list("item").annotate(total=Sum("quantity")))
    rows = StockItem.objects.with_on_hand().order_by().values_list("pk", "on_hand")
    return findings_of(
        rows,
        lambda pk, on_hand: (
            None
            if on_hand == summed.get(pk, 0)
            else f"item {pk} shows {on_hand}, its movements come to {summed.get(pk, 0)}"
        ),
    )


def on_hand_is_negative_only_when_overridden() -> Finding:
    """30"""
    found, balance = Finding(), defaultdict(Decimal)
    rows = StockMovement.objects.order_by("pk").values_list("pk", "item", "quantity", "shortage_overridden")
    for pk, item, quantity, overridden in rows.iterator():
        balance[item] += quantity
        found.looked_at += 1
        if quantity < 0 and balance[item] < 0 and not overridden:
            found.wrong.append(f"movement {pk} left item {item} at {balance[item]}")
    return found


def materials_are_written_off_once() -> Finding:
    """31"""
    rows = _standing(StockMovement.objects.filter(kind=WRITE_OFF)).order_by()
    keys = Counter(rows.values_list("source", "item").iterator())
    return Finding(
        len(keys), [f"act {key[0]} wrote item {key[1]} off {n} times" for key, n in keys.items() if n > 1]
    )


def materials_of_standing_acts_are_written_off() -> Finding:
    """32"""
    used = ActMaterial.objects.filter(act__in=Act.objects.standing()).order_by()
    due = {
        (act, material): -quantity
        for act, material, quantity in used.values_list("act", "material", "quantity")
    }
    rows = _standing(StockMovement.objects.filter(kind=WRITE_OFF)).order_by()
    booked = {
        (act, m): quantity for act, m, quantity in rows.values_list("source", "item__material", "quantity")
    }
    keys = due.keys() | booked.keys()
    return findings_of(
        sorted(keys),
        lambda act, material: (
            None
            if due.get((act, material)) == booked.get((act, material))
            else f"act {act} used {due.get((act, material))} of {material}, booked {booked.get((act, material))}"
        ),
    )
