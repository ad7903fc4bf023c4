"""Invariants of what work uses up: stock agrees with its movements and with the standing acts."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import F, Sum

from billing.models import Act, ActMaterial
from stock.models import Lot, StockCountLine, StockItem, StockMovement
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


def lots_are_negative_only_when_overridden() -> Finding:
    """70: what is missing of a lot was taken over what was there, by somebody who may."""
    moved = StockMovement.objects.order_by().values("item", "lot").annotate(total=Sum("quantity"))
    over = StockMovement.objects.filter(shortage_overridden=True, reversed_by__isnull=True).order_by()
    taken = {
        (item, lot): total
        for item, lot, total in over.values("item", "lot")
        .annotate(total=Sum("quantity"))
        .values_list("item", "lot", "total")
    }
    return findings_of(
        moved.values_list("item", "lot", "total"),
        lambda item, lot, total: (
            None
            if total >= 0 or taken.get((item, lot), 0) <= total
            else f"lot “{lot}” of item {item} stands at {total}, overridden were {taken.get((item, lot), 0)}"
        ),
    )


def named_lots_are_known() -> Finding:
    """71: each lot that a movement names has its row."""
    known = set(Lot.objects.order_by().values_list("item", "name"))
    named = StockMovement.objects.exclude(lot="").order_by().values_list("item", "lot").distinct()
    return findings_of(
        named, lambda item, lot: None if (item, lot) in known else f"lot “{lot}” of item {item} has no row"
    )


def counts_are_booked_as_they_were_counted() -> Finding:
    """80: each line of a booked count that differs has its movement, and nothing else has one."""
    lines = StockCountLine.objects.order_by().filter(count__booked__isnull=False, counted__isnull=False)
    differing = lines.exclude(counted=F("found"))
    due = {
        (count, item, lot): counted - found
        for count, item, lot, counted, found in differing.values_list(
            "count", "item", "lot", "counted", "found"
        )
    }
    moved = StockMovement.objects.filter(count__isnull=False, reverses__isnull=True).order_by()
    booked = {
        (count, item, lot): quantity
        for count, item, lot, quantity in moved.values_list("count", "item", "lot", "quantity")
    }
    return findings_of(
        sorted(due.keys() | booked.keys()),
        lambda *key: (
            None
            if due.get(key) == booked.get(key)
            else f"count {key[0]} found {due.get(key)} more of item {key[1]} “{key[2]}”, booked {booked.get(key)}"
        ),
    )


def materials_are_written_off_once() -> Finding:
    """31: of each lot once, and all of them in one version."""
    rows = _standing(StockMovement.objects.filter(kind=WRITE_OFF)).order_by()
    taken = defaultdict(list)
    for source, item, lot, version in rows.values_list("source", "item", "lot", "source_version").iterator():
        taken[source, item].append((lot, version))
    return Finding(
        len(taken),
        [
            f"act {source} wrote item {item} off {len(parts)} times"
            for (source, item), parts in taken.items()
            if len({lot for lot, _v in parts}) < len(parts) or len({version for _l, version in parts}) > 1
        ],
    )


def materials_of_standing_acts_are_written_off() -> Finding:
    """32"""
    used = ActMaterial.objects.filter(act__in=Act.objects.standing()).order_by()
    due = {
        (act, material): -quantity
        for act, material, quantity in used.values_list("act", "material", "quantity")
    }
    rows = _standing(StockMovement.objects.filter(kind=WRITE_OFF)).order_by()
    sums = rows.values("source", "item__material").annotate(total=Sum("quantity"))
    booked = {(act, m): total for act, m, total in sums.values_list("source", "item__material", "total")}
    keys = due.keys() | booked.keys()
    return findings_of(
        sorted(keys),
        lambda act, material: (
            None
            if due.get((act, material)) == booked.get((act, material))
            else f"act {act} used {due.get((act, material))} of {material}, booked {booked.get((act, material))}"
        ),
    )
