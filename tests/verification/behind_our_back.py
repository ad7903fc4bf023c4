"""Booked rows changed behind the back of the house, as nobody can who goes through it."""

from decimal import Decimal

from django.db import connection, models
from django.utils import timezone

from tests.factories.orders import cause
from workflow.money.record_payment import record_payment


def raw(model) -> models.QuerySet:
    """The rows of a booked table without the refusals of its queryset."""
    return models.QuerySet(model)


def one(model, **wanted):
    """The last row that fits, as a queryset to be updated."""
    rows = raw(model).filter(**wanted)
    return rows.filter(pk=rows.order_by("-pk").values_list("pk", flat=True)[0])


def pay(order, amount):
    record_payment(
        order.customer, cause(), amount=Decimal(amount), currency="EUR", received_on=timezone.localdate(),
        method="bank", order_id=order.pk,
    )  # fmt: skip


def drop_index(name):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {name}")


def double(row, **changes):
    """The same row booked a second time."""
    row.pk, row._state.adding = None, True
    for name, content in changes.items():
        setattr(row, name, content)
    models.Model.save(row)
