"""The parts of an order's lines: frozen as the catalogue has them when a complex service comes onto the order.

Shared by everything that writes lines. What the catalogue says later changes no line that stands.
"""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.bundles import Bundles
from common.fields import QuantityField
from common.refusals import Refused
from orders.models import LinePart, Order, OrderLine
from orders.parts import counted


class PartsRefused(Refused):
    """A complex service that cannot be put on the order as it is."""


class PartsOfLines:
    """The parts of an order's lines and those that its new lines will have, read once however many are written."""

    def __init__(self, order: Order, service_ids: Collection[int]):
        self.by_line: dict[int, list[LinePart]] = defaultdict(list)
        for part in LinePart.objects.current().filter(line__order=order):
            self.by_line[part.line_id].append(part)
        self.bundles = Bundles(of=service_ids)

    def services_of(self, service_id: int) -> set[int]:
        """The parts that a new line with that service would have."""
        return {part.service.pk for part in self.bundles.parts_of(service_id)}

    def services_now(self, service_ids: Collection[int], removed: Collection[int]) -> set[int]:
        """The services of the order's lines and of their parts; of complex ones in between, those of the catalogue.

        ``removed`` are the lines (by id) that have just left.
        """
        between = {pk for one in service_ids for pk in self.bundles.inside(one) if self.bundles.is_bundle(pk)}
        frozen = {
            part.service_id
            for line_id, rows in self.by_line.items()
            if line_id not in removed
            for part in rows
        }
        return {*service_ids, *between, *frozen}

    def freeze(self, line: OrderLine) -> list[LinePart]:
        """A new line, or one with another service than before, gets the parts of its service; the line is saved."""
        for part in self.by_line[line.pk]:
            part.is_removed = True
            part.save(update_fields=["is_removed"])
        if sentence := self.bundles.why_not_sold(line.service):
            raise PartsRefused(sentence)
        parts = [
            LinePart(
                line=line,
                position=position,
                service=part.service,
                code=part.service.code,
                name=part.service.name,
                in_one=counted(part.quantity),
                price=part.price,
                currency=part.service.currency,
            )
            for position, part in enumerate(self.bundles.parts_of(line.service_id), start=1)
        ]
        for part in parts:
            part.quantity = _within(line, part)
        self.by_line[line.pk] = LinePart.objects.bulk_create(parts)
        return parts

    def scale(self, line: OrderLine) -> None:
        """The parts follow the quantity of their line."""
        for part in self.by_line[line.pk]:
            quantity = _within(line, part)
            if quantity != part.quantity:
                part.quantity = quantity
                part.save(update_fields=["quantity"])


def _within(line: OrderLine, part: LinePart) -> Decimal:
    quantity = counted(part.in_one * line.quantity)
    if not 0 < quantity <= QuantityField.limit:
        sentence = _(
            "“%(line)s”: with this quantity it would hold more or less of “%(part)s” than can be counted."
        )
        raise PartsRefused(sentence % {"line": line.name, "part": part.name})
    return quantity
