"""Acts of completed work: drafted, posted, reversed by a counter-act.

The caller holds the lock of the order. Posting tells nobody: ``workflow`` passes the facts on to pay and stock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from billing.ledger.act_prices import ChargedLine, price_and_store
from billing.ledger.act_prices import Standing as Standing
from billing.ledger.act_prices import charged_lines as charged_lines
from billing.ledger.act_prices import price as price
from billing.ledger.act_prices import price_drafts as price_drafts
from billing.ledger.act_prices import standing_by_line as standing_by_line
from billing.ledger.act_prices import standing_quantity_by_line as standing_quantity_by_line
from billing.line_words import told_of_lines
from billing.models import Act, ActLine, ActMaterial
from billing.price import standing_total as standing_total
from billing.snapshots import act_heading, act_snapshot, counter_snapshot
from common.fields import QuantityField
from common.frozen import snapshot_hash
from common.numbering import draw_number
from common.refusals import Refused
from lab.models import Employee, Event, LabSettings
from lab.performers import AssistsHimself
from orders.models import Order
from papers.issuing import NewPaper, issue_all, take_back_all


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


class NamedTwice(Refused):
    """One act names each line and each material once."""

    def __init__(self) -> None:
        super().__init__(_("An act names each service and each material once. Add the quantities up."))


class NotAQuantity(Refused):
    """Work completed and material used are more than nothing."""

    def __init__(self) -> None:
        super().__init__(_("A quantity in an act is a number above 0."))


class TooMuchMaterial(Refused):
    """A norm and a quantity that come to more than can be counted; one of them is a typing error."""

    def __init__(self) -> None:
        super().__init__(
            _("The work would use up more of a material than can be: look at the quantities and at the norm.")
        )


@dataclass(frozen=True)
class ActLineDraft:
    """How much of a line of the order was completed."""

    line_id: int
    quantity: Decimal


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
    if performer == assistant:
        raise AssistsHimself
    act = Act(
        order=order,
        performer=performer,
        assistant=assistant,
        currency=order.currency,
        is_automatic=automatic,
        created_at=at,
    )
    act_lines = [ActLine(act=act, line_id=line.line_id, quantity=line.quantity) for line in lines]
    price(order, act_lines, standing_by_line(order))
    act.save(force_insert=True)
    ActLine.objects.bulk_create(act_lines)
    ActMaterial.objects.bulk_create(
        ActMaterial(act=act, material_id=pk, quantity=used) for pk, used in materials
    )
    return act


def act_to_come(
    order: Order,
    performer: Employee | None,
    lines: Sequence[ActLineDraft],
    held: Mapping[int, Standing],
    ordered: Mapping[int, ChargedLine],
    *,
    number: int,
) -> tuple[Act, list[ActLine]]:
    """An act as it could be drafted next, priced and never saved: it and its lines are numbered below 0."""
    act = Act(pk=-number, order=order, performer=performer, currency=order.currency)
    act_lines = [ActLine(pk=-line.line_id, line_id=line.line_id, quantity=line.quantity) for line in lines]
    price(order, act_lines, held, ordered)
    return act, act_lines


def delete_draft(act: Act) -> None:
    """Remove an act that was never posted; a posted one is refused."""
    act = _locked(act)
    if act.is_posted:
        raise NotDraft(act)
    act.delete()


def delete_drafts(order: Order) -> None:
    """Remove every draft act of the order."""
    Act.objects.drafts().filter(order=order).delete()


def take_over_drafts(order: Order) -> None:
    """From now on the drafts that the system made belong to the people who change them."""
    Act.objects.drafts().filter(order=order, is_automatic=True).update(is_automatic=False)


Lots = Mapping[int, Sequence[dict[str, Any]]]
"""The lots of each material, as a paper names them."""


def post(act: Act, *, event: Event, on: date, lots: Lots | None = None) -> Act:
    """Freeze a draft under the event; returns the posted act."""
    (posted,) = post_all([act], event=event, on=on, lots={act.pk: lots or {}})
    return posted


def post_all(
    acts: Sequence[Act], *, event: Event, on: date, lots: Mapping[int, Lots] | None = None
) -> list[Act]:
    """Freeze drafts of one order under the event, one after the other: each priced anew over what stands, with a number
    and its paper. ``lots`` are those that each act used, by its id: whoever posts asks the stock for them."""
    found = _locked_whole(acts)
    heading = act_heading(found[0].order) if found else {}
    told = told_of_lines(line.line_id for act in found for line in act.lines.all())
    for act in found:
        if act.is_posted:
            raise NotDraft(act)
        lines = list(act.lines.all())
        if not lines:
            raise EmptyAct
        price_and_store(act.order, lines, standing_by_line(act.order))
        _book(act, act_snapshot(act, heading, told, (lots or {}).get(act.pk, {})), event, on)
    issue_all([_paper(act) for act in found], event)
    return found


def reverse(act: Act, *, event: Event, on: date) -> Act:
    """Post the counter-act of a standing act: the same lines and materials, negated, under a number of its own."""
    (counter,) = reverse_all([act], event=event, on=on)
    return counter


def reverse_all(acts: Sequence[Act], *, event: Event, on: date) -> list[Act]:
    """``reverse`` of several acts, one after the other; the papers of all are issued and taken back together."""
    counters = [_reversed(act, event, on) for act in acts]
    issued = issue_all([_paper(counter) for counter in counters], event)
    pairs = zip(counters, issued, strict=True)
    take_back_all("act", {counter.reverses.number: paper for counter, paper in pairs}, event)
    return counters


def _reversed(act: Act, event: Event, on: date) -> Act:
    act = _locked(act, Act.objects.with_papers())
    if not act.is_standing:
        raise NotStanding(act)
    counter = Act.objects.create(
        order=act.order,
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
    return _book(counter, counter_snapshot(act), event, on)


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


def _refuse_unsound(lines: Sequence[ActLineDraft], materials: Sequence[tuple[int, Decimal]]) -> None:
    if not lines:
        raise EmptyAct
    for ids in ([line.line_id for line in lines], [material_id for material_id, _used in materials]):
        if len(set(ids)) != len(ids):
            raise NamedTwice
    quantities = [line.quantity for line in lines] + [used for _material_id, used in materials]
    if not all(amount.is_finite() and amount > 0 for amount in quantities):
        raise NotAQuantity
    if any(used > QuantityField.limit for _material_id, used in materials):
        raise TooMuchMaterial


def _locked(act: Act, rows: QuerySet[Act] | None = None) -> Act:
    rows = Act.objects.all() if rows is None else rows
    return rows.select_for_update(no_key=True, of=("self",)).select_related("order").get(pk=act.pk)


def _locked_whole(acts: Sequence[Act]) -> list[Act]:
    """The acts with all that their papers name, in a fixed number of statements."""
    rows = Act.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    rows = rows.select_related("order__customer", "order__contact", "performer", "assistant")
    materials = Prefetch("materials", ActMaterial.objects.select_related("material"))
    found = rows.prefetch_related("lines", materials).in_bulk([act.pk for act in acts])
    return [found[act.pk] for act in acts]


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
        added_tax=-line.added_tax,
    )


def _book(act: Act, snapshot: Mapping[str, Any], event: Event, on: date) -> Act:
    """The last lock of all is the counter's."""
    act.event, act.posted_on = event, on
    act.take_number(draw_number("act", LabSettings.load().act_mask, on))
    act.snapshot = {**snapshot, "number": act.number, "date": on.isoformat()}
    act.snapshot_hash = snapshot_hash(act.snapshot)
    act.save()
    return act


def _paper(act: Act) -> NewPaper:
    """What is issued with the number: a code by which the paper is checked, and its bytes as soon as it is drawn."""
    return NewPaper(act.snapshot["kind"], act.number, act.posted_on, act.snapshot, about=act.order.number)
