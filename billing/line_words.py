"""What papers say of a line of an order beside its amount: teeth, shade, specimen …, price, what came off."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from common.money import round_money
from orders.models import Order, OrderLine
from orders.teeth_read import teeth_of_lines


@dataclass(frozen=True)
class LineTold:
    """``details`` are pairs of a field of the service (``ServiceField.Kind``) and what was typed there."""

    details: list[list[str]]
    unit_price: Decimal
    discount_percent: Decimal


def told_of_lines(line_ids: Iterable[int]) -> dict[int, LineTold]:
    """By the ids of the lines, in as many statements for many as for one."""
    lines = OrderLine.objects.in_bulk(list(line_ids))
    teeth = teeth_of_lines(lines)
    return {
        pk: LineTold(teeth.kinds_of(line), line.unit_price, line.discount_percent)
        for pk, line in lines.items()
    }


def told_on_paper(
    order: Order, told: LineTold, *, quantity: Decimal, gross: Decimal, net: Decimal, places: int
) -> dict[str, Any]:
    """The details; and how so much of the line at the ``price`` of one came to ``net``: ``rush`` added, ``taken_off``.

    Where the line had another price when a part of it was worked, no price leads to what is charged, and none is said.
    """
    said: dict[str, Any] = {"details": told.details} if told.details else {}
    rush = gross - round_money(quantity * told.unit_price, places)
    least = Decimal(1).scaleb(-places)
    if rush < 0 if order.is_rush else abs(rush) > least:
        return said
    said["price"] = str(told.unit_price)
    if order.is_rush and rush:
        said["rush"] = str(rush)
    if net != gross:
        said["taken_off"] = str(net - gross)
        if told.discount_percent and not _has_discount(order):
            said["discount_percent"] = f"{told.discount_percent.normalize():f}"
    return said


def _has_discount(order: Order) -> bool:
    """Of its own: then what comes off a line is more than the discount of that line."""
    return bool(order.discount_percent or order.discount_amount)
