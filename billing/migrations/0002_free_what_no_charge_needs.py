"""Advances that were tied to an order which cannot use them any more become free, by reversals under an event.

Charging an order used to leave what it did not need tied to it, out of everybody's reach.
"""

from django.db import migrations
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

VERB = "free_advance"


def free(apps, schema_editor):
    locked = _locked(apps)
    if not locked:
        return
    actor = _system(apps)
    for order_id in sorted({row.order_id for row in locked}):
        _free_those_of(apps, order_id, [row for row in locked if row.order_id == order_id], actor)


def _locked(apps):
    Allocation, Entry = apps.get_model("billing", "Allocation"), apps.get_model("billing", "ReceivableEntry")
    charged = Entry.objects.filter(
        order=OuterRef("order"), kind="charge", reverses__isnull=True, reversed_by__isnull=True
    )
    useless = (
        Exists(charged)
        | Q(order__status="cancelled")
        | ~Q(payment__customer=F("order__customer"))
        | ~Q(payment__currency=F("order__currency"))
    )
    standing = Allocation.objects.filter(is_advance=True, reverses__isnull=True, reversed_by__isnull=True)
    return list(standing.filter(useless).select_related("payment").order_by("order_id", "pk"))


def _free_those_of(apps, order_id, tied, actor):
    event = apps.get_model("lab", "Event").objects.create(
        verb=VERB, actor=actor, role="system", at=timezone.now(),
        reason="What the charge of the order does not need is the customer's.",
    )
    total = 10 * sum(row.amount for row in tied)  # amounts were kept in hundredths, and are read as thousandths now
    apps.get_model("orders", "OrderEvent").objects.create(
        order_id=order_id, event=event, verb=VERB,
        changes=[{"field": "payment", "before": "", "after": f"{total} {tied[0].payment.currency}", "money": True}],
    )
    Allocation = apps.get_model("billing", "Allocation")
    Allocation.objects.bulk_create(
        Allocation(
            payment_id=row.payment_id, order_id=order_id, amount=-row.amount, is_advance=True, reverses=row, event=event
        )
        for row in tied
    )


def _system(apps):
    employee, _made = apps.get_model("lab", "Employee")._base_manager.get_or_create(
        username="system",
        defaults={"name": "Labsite", "is_active": False, "is_service_account": True, "password": "!"},
    )
    return employee


class Migration(migrations.Migration):

    dependencies = [
        ("billing", "0001_initial"),
        ("customers", "0001_initial"),
        ("lab", "0001_initial"),
        ("orders", "0001_initial"),
    ]

    operations = [migrations.RunPython(free, migrations.RunPython.noop)]
