"""Acts of completed work: drafted, posted, reversed by a counter-act.

The caller holds the lock of the order. Posting tells nobody: ``workflow`` passes the facts on to pay and stock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from billing.facts import act_facts as act_facts
from billing.facts import act_materials as act_materials
from billing.models import Act, ActLine, ActMaterial
from common.money import ZERO
from common.numbering import draw_number
from common.refusals import Refused
from common.templatetags.labsite import quantity as in_words
from lab.models import Employee, Event, LabSettings
from orders.models import Order, OrderLine
from orders.pricing import part_of_line


class NotDraft(Refused):
    """The act is booked already."""

    def __init__(self, act: Act):
        super().__init__(_("Act %(number)s is posted already.") % {"number": act.number})


class NotStanding(Refused):
    """Only an act that is posted and not reversed can be reversed."""

    def __init__(self, act: Act):
        sentence = _("A draft act is not posted, so there is nothing to reverse.")
        if act.is_posted:
            sentence = _(
                "Act %(number)s does not stand any more: it was reversed already, or is itself a reversal."
            )
        super().__init__(sentence % {"number": act.number} if act.is_posted else sentence)


class EmptyAct(Refused):
    """An act says which work was completed."""

    def __init__(self) -> None:
        super().__init__(_("An act needs at least one line."))


class NotOfThisOrder(Refused):
    """The line was taken off the order, or belongs to another one."""

    def __init__(self) -> None:
        super().__init__(_("A line of this act is not on the order any more. Make the act anew."))


class NamedTwice(Refused):
    """One act names each line and each material once."""

    def __init__(self) -> None:
        super().__init__(_("An act names each service and each material once. Add the quantities up."))


class NotAQuantity(Refused):
    """Work completed and material used are more than nothing."""

    def __init__(self) -> None:
        super().__init__(_("A quantity in an act is a number above 0."))


class MoreThanOrdered(Refused):
    """The acts of a line would add up to more than the order has of it."""

    def __init__(self, line: OrderLine, standing: Decimal):
        sentence = _(
            "“%(name)s”: the order has %(ordered)s, and posted acts already hold %(standing)s of it."
        )
        figures = {"name": line.name, "ordered": in_words(line.quantity), "standing": in_words(standing)}
        super().__init__(sentence % figures)


@dataclass(frozen=True)
class ActLineDraft:
    """How much of a line of the order was completed."""

    line_id: int
    quantity: Decimal


@dataclass(frozen=True)
class Standing:
    """What the standing acts hold of one line."""

    quantity: Decimal = Decimal("0.000")
    gross: Decimal = ZERO
    amount: Decimal = ZERO

    def with_(self, line: ActLine) -> "Standing":
        return Standing(self.quantity + line.quantity, self.gross + line.gross, self.amount + line.amount)


def draft_act(
    order: Order,
    performer: Employee,
    lines: Sequence[ActLineDraft],
    *,
    assistant: Employee | None = None,
    materials: Iterable[tuple[int, Decimal]] = (),
    automatic: bool = False,
    at: datetime,
) -> Act:
    """A draft act, priced as it would be if it were posted next. ``materials`` are (material id, quantity)."""
    materials = list(materials)
    _refuse_unsound(lines, materials)
    act = Act(
        order=order,
        performer=performer,
        assistant=assistant,
        currency=order.currency,
        is_automatic=automatic,
        created_at=at,
    )
    act_lines = [ActLine(act=act, line_id=line.line_id, quantity=line.quantity) for line in lines]
    _price(order, act_lines, _standing_by_line(order))
    act.save(force_insert=True)
    ActLine.objects.bulk_create(act_lines)
    ActMaterial.objects.bulk_create(
        ActMaterial(act=act, material_id=pk, quantity=used) for pk, used in materials
    )
    return act


def delete_draft(act: Act) -> None:
    """Remove an act that was never posted; a posted one is refused."""
    act = _locked(act)
    if act.is_posted:
        raise NotDraft(act)
    act.delete()


def delete_drafts(order: Order) -> None:
    """Remove every draft act of the order."""
    Act.objects.drafts().filter(order=order).delete()


def price_drafts(drafts: Sequence[Act]) -> None:
    """Price drafts anew, as they would be posted one after the other over what stands now.

    For whoever passes their facts on before they are posted; ``post`` itself never trusts an old price.
    """
    held: dict[int, dict[int, Standing]] = {}
    for act in drafts:
        standing = held.setdefault(act.order_id, _standing_by_line(act.order))
        lines = list(act.lines.all())
        _price_and_store(act.order, lines, standing)
        for line in lines:
            standing[line.line_id] = standing.get(line.line_id, Standing()).with_(line)


def price_anew(act: Act) -> None:
    """Price a draft over what stands now; what it tells the ledger of pay has to be told after this."""
    lines = list(act.lines.all())
    if not lines:
        raise EmptyAct
    before = [(line.gross, line.amount) for line in lines]
    _price(act.order, lines)
    if before != [(line.gross, line.amount) for line in lines]:
        ActLine.objects.bulk_update(lines, ["gross", "amount", "code", "name", "tax_percent"])


def post(act: Act, *, event: Event, on: date) -> Act:
    """Freeze a draft under the event, priced anew over what stands, with a number; returns the posted act."""
    act = _locked(act)
    if act.is_posted:
        raise NotDraft(act)
    price_anew(act)
    return _book(act, event, on)


def reverse(act: Act, *, event: Event, on: date) -> Act:
    """Post the counter-act of a standing act: the same lines and materials, negated, under a number of its own."""
    act = _locked(act)
    if not act.is_standing:
        raise NotStanding(act)
    counter = Act.objects.create(
        order_id=act.order_id,
        performer_id=act.performer_id,
        assistant_id=act.assistant_id,
        currency=act.currency,
        is_automatic=act.is_automatic,
        created_at=event.at,
        reverses=act,
    )
    ActLine.objects.bulk_create(_negated(line, counter) for line in act.lines.all())
    ActMaterial.objects.bulk_create(
        ActMaterial(act=counter, material_id=used.material_id, quantity=-used.quantity)
        for used in act.materials.all()
    )
    return _book(counter, event, on)


def draft_copy(act: Act, *, at: datetime) -> Act:
    """A new draft that says what a posted act said: what unposting leaves to be corrected."""
    return draft_act(
        act.order,
        act.performer,
        [ActLineDraft(line.line_id, line.quantity) for line in act.lines.all()],
        assistant=act.assistant,
        materials=list(act.materials.values_list("material_id", "quantity")),
        automatic=act.is_automatic,
        at=at,
    )


def standing_total(order: Order) -> Decimal | None:
    """Σ of the standing act lines of the order; None without a standing act."""
    return _standing_lines(order).aggregate(total=Sum("amount"))["total"]


def standing_quantity_by_line(order: Order) -> dict[int, Decimal]:
    """How much of each line of the order the standing acts hold."""
    return {line_id: held.quantity for line_id, held in _standing_by_line(order).items()}


def _standing_lines(order: Order):
    return ActLine.objects.filter(act__in=Act.objects.standing().filter(order=order))


def _standing_by_line(order: Order) -> dict[int, Standing]:
    sums = {"held": Sum("quantity"), "before_discount": Sum("gross"), "net": Sum("amount")}
    rows = _standing_lines(order).order_by().values("line_id").annotate(**sums)
    return {row["line_id"]: Standing(row["held"], row["before_discount"], row["net"]) for row in rows}


def _refuse_unsound(lines: Sequence[ActLineDraft], materials: Sequence[tuple[int, Decimal]]) -> None:
    if not lines:
        raise EmptyAct
    for ids in ([line.line_id for line in lines], [material_id for material_id, _used in materials]):
        if len(set(ids)) != len(ids):
            raise NamedTwice
    quantities = [line.quantity for line in lines] + [used for _material_id, used in materials]
    if not all(amount.is_finite() and amount > 0 for amount in quantities):
        raise NotAQuantity


def _price_and_store(order: Order, lines: Sequence[ActLine], held: Mapping[int, Standing]) -> None:
    before = [(line.gross, line.amount) for line in lines]
    _price(order, lines, held)
    if before != [(line.gross, line.amount) for line in lines]:
        ActLine.objects.bulk_update(lines, ["gross", "amount", "code", "name", "tax_percent"])


def _price(order: Order, act_lines: Sequence[ActLine], held: Mapping[int, Standing]) -> None:
    """Fill each act line from its line of the order: what is left of it after the standing acts, in proportion."""
    ids = [line.line_id for line in act_lines]
    ordered = OrderLine.objects.current().filter(order=order).in_bulk(ids)
    for act_line in act_lines:
        if act_line.line_id not in ordered:
            raise NotOfThisOrder
        _price_line(act_line, ordered[act_line.line_id], held.get(act_line.line_id, Standing()))


def _price_line(act_line: ActLine, line: OrderLine, held: Standing) -> None:
    if held.quantity + act_line.quantity > line.quantity:
        raise MoreThanOrdered(line, held.quantity)
    act_line.code, act_line.name, act_line.tax_percent = line.code, line.name, line.tax_percent
    act_line.gross = _part(line.gross, act_line.quantity, line.quantity, held.gross, held.quantity)
    act_line.amount = _part(line.amount, act_line.quantity, line.quantity, held.amount, held.quantity)


def _part(
    whole: Decimal, quantity: Decimal, of_quantity: Decimal, taken: Decimal, taken_quantity: Decimal
) -> Decimal:
    # After reversals out of turn what stands may be a minor unit ahead of its share: the next part is then nothing,
    # never less than nothing, and the last part evens it out.
    return max(ZERO, part_of_line(whole, quantity, of_quantity, taken, taken_quantity))


def _locked(act: Act) -> Act:
    return Act.objects.select_for_update(no_key=True, of=("self",)).select_related("order").get(pk=act.pk)


def _negated(line: ActLine, counter: Act) -> ActLine:
    return ActLine(
        act=counter,
        line_id=line.line_id,
        code=line.code,
        name=line.name,
        quantity=-line.quantity,
        gross=-line.gross,
        amount=-line.amount,
        tax_percent=line.tax_percent,
    )


def _book(act: Act, event: Event, on: date) -> Act:
    """The last lock of all is the counter's."""
    act.event, act.posted_on = event, on
    act.take_number(draw_number("act", LabSettings.load().act_mask, on))
    act.save()
    return act
