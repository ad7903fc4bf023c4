"""Lots that receipts of earlier releases named get their rows; what was written off without a lot is taken from them.

Booked rows stay as they are. Earlier write-offs named no lot, so the stock without a lot stands below zero by all of them:
under one event of the system that is moved onto the lots, the oldest first. What is on hand of an item does not change.
"""

from decimal import Decimal

from django.db import migrations
from django.db.models import Min, Sum
from django.utils import timezone

from common.folding import fold

VERB = "name_lots"
WHY = "Write-offs of earlier releases named no lot: they are counted against the oldest lots."


def carry_over(apps, schema_editor):
    Lot, Movement = apps.get_model("stock", "Lot"), apps.get_model("stock", "StockMovement")
    named = Movement.objects.exclude(lot="").order_by().values("item", "lot")
    rows = list(named.annotate(first=Min("pk"), total=Sum("quantity")).order_by("first"))
    Lot.objects.bulk_create(
        Lot(item_id=row["item"], name=row["lot"], search_text=_folded(row["lot"])) for row in rows
    )
    nameless = Movement.objects.filter(lot="").order_by().values_list("item")
    owing = {item: -total for item, total in nameless.annotate(total=Sum("quantity")) if total < 0}
    parts = list(_parts(rows, owing))
    if parts:
        event = _event(apps)
        Movement.objects.bulk_create(_rows(Movement, parts, _totals(Movement), event))


def _folded(name):
    return "".join(f" {word}" for word in dict.fromkeys(fold(name).split()))


def _parts(rows, owing):
    """(item, lot, how much) that the nameless stock is put right by."""
    for row in rows:
        part = min(row["total"], owing.get(row["item"], Decimal(0)))
        if part > 0:
            owing[row["item"]] -= part
            yield row["item"], row["lot"], part


def _totals(Movement):
    return dict(Movement.objects.order_by().values_list("item").annotate(total=Sum("quantity")))


def _rows(Movement, parts, totals, event):
    """Of each part two rows that come to nothing. An item below zero had its shortage overridden: so have these."""
    told = {"kind": "correction", "why": "lot", "event": event, "moved_on": timezone.localdate()}
    for item, lot, part in parts:
        yield Movement(item_id=item, lot="", quantity=part, **told)
        yield Movement(item_id=item, lot=lot, quantity=-part, shortage_overridden=totals[item] < 0, **told)


def _event(apps):
    actor, _made = apps.get_model("lab", "Employee")._base_manager.get_or_create(
        username="system",
        defaults={"name": "Labsite", "is_active": False, "is_service_account": True, "password": "!"},
    )
    return apps.get_model("lab", "Event").objects.create(
        verb=VERB, actor=actor, role="system", at=timezone.now(), reason=WHY, search_text=_folded(WHY)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("lab", "0009_badges"),
        ("stock", "0004_lots"),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
