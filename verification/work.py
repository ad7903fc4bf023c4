"""Invariants of what work uses up: stock agrees with its movements and with the standing acts."""

from collections import Counter, defaultdict
from decimal import Decimal

from django.db.models import Sum

from billing.models import Act, ActMaterial
from stock.models import StockItem, StockMovement
from verification.finding import Finding, findings_of

WRITE_OFF = StockMovement.Kind.WRITE_OFF


def _standing(rows):
    return rows.filter(reverses__isnull=True, reversed_by__isnull=True)


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
