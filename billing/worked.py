"""What the papers say of orders as they were worked: read for many at once, in as many statements as for one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from billing.line_words import LineTold, told_of_lines
from billing.models import Act, ActLine, PriceAdjustment
from common.money import ZERO
from orders.models import Order
from orders.parts import parts_on_paper


@dataclass
class Worked:
    """Numbers of the standing acts; what they hold of each line of the order, with what is told of it and its parts;
    what was agreed on."""

    acts: list[str] = field(default_factory=list)
    lines: list[tuple[list[Any], LineTold, dict[str, Any]]] = field(default_factory=list)
    agreed: Decimal = ZERO


def worked_on(orders: Sequence[Order]) -> dict[int, Worked]:
    """By the ids of the orders. A line is code, name, percent of tax, and the sums of quantity, gross, amount and tax
    added."""
    found: dict[int, Worked] = defaultdict(Worked)
    standing = Act.objects.standing().filter(order__in=[order.pk for order in orders])
    for pk, number in standing.order_by("pk").values_list("order_id", "number"):
        found[pk].acts.append(number)
    rows = ActLine.objects.filter(act__in=standing).order_by("line__position", "line_id")
    rows = rows.values_list("act__order_id", "line_id", "code", "name", "tax_percent").annotate(
        *(Sum(name) for name in ("quantity", "gross", "amount", "added_tax"))
    )
    rows = list(rows)
    told = told_of_lines(line_id for _order, line_id, *_held in rows)
    parts = parts_on_paper({line_id: held for _order, line_id, _code, _name, _tax, held, *_sums in rows})
    for pk, line_id, *held in rows:
        found[pk].lines.append((held, told[line_id], parts.get(line_id, {})))
    agreed = PriceAdjustment.objects.filter(order__in=[order.pk for order in orders]).order_by()
    for pk, total in agreed.values_list("order_id").annotate(total=Sum("amount")):
        found[pk].agreed = total
    return found
