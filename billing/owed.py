"""What all customers owe now: by customer and currency, what is late and what is not.

Asked of the open charges alone (``OpenDebt``), so it takes as long as there are debts, whatever was ever paid.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, Min, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from billing.models import OpenDebt
from customers.models import account


@dataclass(frozen=True)
class Owed:
    """Of one customer in one currency, the open charges that are late, or those that are not. ``due_on`` and ``since``
    (the day of the charge) are those of the oldest."""

    customer_id: int
    customer_name: str
    currency: str
    is_late: bool
    count: int
    open: Decimal
    due_on: date
    since: date


def owed(today: date) -> Iterator[Owed]:
    """Whoever owes something; one query."""
    is_late = Case(When(due_on__lt=today, then=Value(True)), default=Value(False))
    named = Coalesce("charge__customer__merged_into__name", "charge__customer__name")
    of_whom = {"account": account("charge__customer"), "named": named}
    by = ("account", "named", "currency", "is_late")
    rows = OpenDebt.objects.annotate(is_late=is_late, **of_whom).values_list(*by)
    told = rows.annotate(
        count=Count("pk"), open=Sum("amount"), first_due=Min("due_on"), since=Min("charge__day")
    )
    return (Owed(*row) for row in told)


def owed_orders() -> QuerySet:
    """The ids of orders of whose charge something is open, as a subquery."""
    return OpenDebt.objects.values("order")


def late_orders(today: date) -> QuerySet:
    """The same of those that were to be paid before today."""
    return OpenDebt.objects.filter(due_on__lt=today).values("order")


def pay_by() -> Subquery:
    """Of an order: by when what is open of it was to be paid."""
    return Subquery(OpenDebt.objects.filter(order=OuterRef("pk")).values("due_on"))
