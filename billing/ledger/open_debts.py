"""What is open of charges, reckoned anew from the books for the orders that something happened to.

The caller holds the lock of the customers, as for whatever it booked.
"""

from collections.abc import Iterable

from django.db.models import ExpressionWrapper, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.models import Allocation, OpenDebt, ReceivableEntry
from common.fields import MoneyField
from common.money import ZERO
from orders.models import Order


def reckon(orders: Iterable[Order]) -> None:
    """Write down what is open of the standing charges of these orders; three statements, however many they are."""
    ids = {order.pk for order in orders}
    if not ids:
        return
    OpenDebt.objects.filter(order__in=ids).delete()
    OpenDebt.objects.bulk_create(read_from_books(ReceivableEntry.objects.filter(order__in=ids)))


def read_from_books(entries: QuerySet) -> list[OpenDebt]:
    """Of these entries the standing charges of which something is open, as the books say it; not saved."""
    settlements = Allocation.objects.filter(order=OuterRef("order"), is_advance=False).order_by()
    settled = settlements.values("order").annotate(total=Sum("amount")).values("total")
    nothing = Value(ZERO, output_field=MoneyField())
    still = ExpressionWrapper(
        F("amount") - Coalesce(Subquery(settled, output_field=MoneyField()), nothing),
        output_field=MoneyField(),
    )
    charges = entries.filter(
        kind=ReceivableEntry.Kind.CHARGE, reverses__isnull=True, reversed_by__isnull=True
    )
    read = charges.annotate(open=still).filter(open__gt=ZERO).order_by("pk")
    return [
        OpenDebt(charge_id=pk, order_id=order, due_on=due_on, currency=currency, amount=amount)
        for pk, order, due_on, currency, amount in read.values_list(
            "pk", "order_id", "document__due_on", "currency", "open"
        )
    ]
