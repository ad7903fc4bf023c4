"""What act lines cost: the share of a line of the order that the standing acts have left. Part of the acts' ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from billing.models import Act, ActLine
from common.currencies import places_of
from common.money import ZERO
from common.refusals import Refused
from common.templatetags.labsite import quantity as in_words
from orders.models import Order, OrderLine
from orders.pricing import LineCharge, part_of_line


class NotOfThisOrder(Refused):
    """The line was taken off the order, or belongs to another one."""

    def __init__(self) -> None:
        super().__init__(_("A line of this act is not on the order any more. Make the act anew."))


class MoreThanOrdered(Refused):
    """The acts of a line would add up to more than the order has of it."""

    def __init__(self, line: OrderLine, standing: Decimal):
        sentence = _(
            "“%(name)s”: the order has %(ordered)s, and posted acts already hold %(standing)s of it."
        )
        figures = {"name": line.name, "ordered": in_words(line.quantity), "standing": in_words(standing)}
        super().__init__(sentence % figures)


ChargedLine = tuple[OrderLine, LineCharge]


@dataclass(frozen=True)
class Standing:
    """What the standing acts hold of one line."""

    quantity: Decimal = Decimal("0.000")
    gross: Decimal = ZERO
    amount: Decimal = ZERO
    added_tax: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.amount - self.added_tax

    def with_(self, line: ActLine) -> "Standing":
        return Standing(
            self.quantity + line.quantity,
            self.gross + line.gross,
            self.amount + line.amount,
            self.added_tax + line.added_tax,
        )


def standing_quantity_by_line(order: Order) -> dict[int, Decimal]:
    """How much of each line of the order the standing acts hold."""
    return {line_id: held.quantity for line_id, held in standing_by_line(order).items()}


def standing_by_line(order: Order) -> dict[int, Standing]:
    """What the standing acts hold of each line of the order."""
    columns = ("quantity", "gross", "amount", "added_tax")
    rows = _standing_lines(order).order_by().values_list("line_id")
    rows = rows.annotate(**{f"{name}_held": Sum(name) for name in columns})
    return {line_id: Standing(*sums) for line_id, *sums in rows}


def price_drafts(drafts: Sequence[Act]) -> None:
    """Price drafts anew, as they would be posted one after the other over what stands now.

    For whoever passes their facts on before they are posted; ``post`` itself never trusts an old price.
    """
    held: dict[int, dict[int, Standing]] = {}
    for act in drafts:
        standing = held.setdefault(act.order_id, standing_by_line(act.order))
        lines = list(act.lines.all())
        price_and_store(act.order, lines, standing)
        for line in lines:
            standing[line.line_id] = standing.get(line.line_id, Standing()).with_(line)


def price_and_store(order: Order, lines: Sequence[ActLine], held: Mapping[int, Standing]) -> None:
    """Price the lines of a draft anew; written only where something differs."""
    before = [_figures(line) for line in lines]
    price(order, lines, held)
    if before != [_figures(line) for line in lines]:
        columns = ["gross", "amount", "added_tax", "code", "name", "tax_percent"]
        ActLine.objects.bulk_update(lines, columns)


def _figures(line: ActLine) -> tuple[Decimal, ...]:
    return line.gross, line.amount, line.added_tax


def price(
    order: Order,
    act_lines: Sequence[ActLine],
    held: Mapping[int, Standing],
    ordered: Mapping[int, ChargedLine] | None = None,
) -> None:
    """Fill each act line from its line of the order: what is left of it after the standing acts, in proportion.

    ``ordered`` are the order's lines by number (``charged_lines``), from whoever has read them already.
    """
    if ordered is None:
        ordered = charged_lines(order)
    places = places_of(order.currency)
    for act_line in act_lines:
        if act_line.line_id not in ordered:
            raise NotOfThisOrder
        line, charge = ordered[act_line.line_id]
        _price_line(act_line, line, charge, held.get(act_line.line_id, Standing()), places)


def charged_lines(order: Order) -> dict[int, ChargedLine]:
    """The lines that the order has now, and what each is charged at: with its shares of discount, rush and tax."""
    lines = list(OrderLine.objects.current().filter(order=order))
    return {line.pk: (line, charge) for line, charge in zip(lines, order.priced(lines).charges, strict=True)}


def _price_line(
    act_line: ActLine, line: OrderLine, whole: LineCharge, held: Standing, places: int = 2
) -> None:
    if held.quantity + act_line.quantity > line.quantity:
        raise MoreThanOrdered(line, held.quantity)

    def part(of: Decimal, taken: Decimal) -> Decimal:
        # After reversals out of turn what stands may be a minor unit ahead of its share: the next part is then
        # nothing, never less than nothing, and the last part evens it out.
        share = part_of_line(of, act_line.quantity, line.quantity, taken, held.quantity, places)
        return max(ZERO, share)

    act_line.code, act_line.name, act_line.tax_percent = line.code, line.name, line.tax_percent
    act_line.gross = part(whole.gross, held.gross)
    act_line.added_tax = part(whole.added_tax, held.added_tax)
    act_line.amount = part(whole.net, held.net) + act_line.added_tax


def _standing_lines(order: Order):
    return ActLine.objects.filter(act__in=Act.objects.standing().filter(order=order))
