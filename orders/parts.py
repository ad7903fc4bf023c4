"""The parts of lines, as pages, papers and pay read them: for many lines at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from common.templatetags.labsite import quantity as in_figures
from orders.models import LinePart, OrderLine

FINEST = Decimal("0.001")


def parts_by_line(line_ids: Iterable[int], *, with_services: bool = True) -> dict[int, list[LinePart]]:
    """Line → its parts in their sequence; lines of plain services are left out."""
    found: dict[int, list[LinePart]] = defaultdict(list)
    parts = LinePart.objects.current().filter(line__in=list(line_ids))
    for part in parts.select_related("service") if with_services else parts:
        found[part.line_id].append(part)
    return dict(found)


def parts_on_paper(quantities: Mapping[int, Decimal]) -> dict[int, dict[str, list[dict[str, str]]]]:
    """Line → ``{"parts": […]}`` as papers say it, in so much of the line; lines of plain services are left out."""
    found: dict[int, dict[str, list[dict[str, str]]]] = {}
    rows = LinePart.objects.current().filter(line__in=list(quantities)).select_related("line")
    for part in rows:
        quantity = quantity_within(part, quantities[part.line_id], part.line.quantity)
        said = {"code": part.code, "name": part.name, "quantity": f"{quantity.normalize():f}"}
        found.setdefault(part.line_id, {"parts": []})["parts"].append(said)
    return found


def counted(quantity: Decimal) -> Decimal:
    """A quantity in the thousandths in which all are kept."""
    return quantity.quantize(FINEST, rounding=ROUND_HALF_UP)


def times(piece: OrderLine | LinePart | None) -> str:
    """“× 3” beside a piece of work of which there is not exactly one; "" where nothing need be said."""
    if piece is None or piece.quantity == 1:
        return ""
    return f"×\N{NO-BREAK SPACE}{in_figures(piece.quantity)}"


def quantity_within(part: LinePart, quantity: Decimal, of_quantity: Decimal) -> Decimal:
    """How much of a part is in ``quantity`` of its line, of which there is ``of_quantity``."""
    return counted(part.quantity * quantity / of_quantity)
