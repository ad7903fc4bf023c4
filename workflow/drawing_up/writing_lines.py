"""Writing the lines of a draft (``workflow.drawing_up.drafts``) onto an order, with their teeth, parts and tasks.

Refuses what no order may hold; the form refuses most of it earlier, beside the field.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import count

from django.utils.translation import gettext as _

from billing.ledger import acts
from catalog.models import Service
from common.currencies import places_of
from common.money import LIMIT, ZERO
from lab.exchange import Exchange
from orders.models import Order, OrderLine
from orders.pricing import OrderPrice, price_line
from workflow.drawing_up.drafts import AS_IT_STANDS, AsItStands, DraftRefused, LineDraft
from workflow.drawing_up.line_prices import PricesOf, price_by_draft
from workflow.drawing_up.writing_pontics import draft_beside, lines_beside, pontics_as
from workflow.drawing_up.writing_tasks import TasksOfLines, people_of, take_off
from workflow.drawing_up.writing_teeth import TeethOfLines, with_teeth


def write_lines(
    order: Order,
    drafts: Sequence[LineDraft],
    today: date,
    missing_teeth: Collection[int] | AsItStands = AS_IT_STANDS,
) -> set[int]:
    """Make the order's current lines, teeth and tasks those of the draft; removed ones stay as removed.

    The services that the order has now, with everything inside complex ones, are handed back by their ids. New lines
    take the prices that hold for the customer ``today``. A price in another currency than the order's is converted at
    the rate of that day; raises ``RateMissing``.
    """
    named = [draft.line_id for draft in drafts if draft.line_id]
    if len(set(named)) != len(named):
        raise DraftRefused(_("A line of the order came twice. Open the order again."))
    lines = _Lines(order, drafts, today)
    lines.remove_all_but(named)
    for draft in drafts:
        lines.write(draft)
    return lines.finish(missing_teeth)


class _Lines:
    """The lines of one order while they are written: what stands was read once, however many are written."""

    def __init__(self, order: Order, drafts: Sequence[LineDraft], today: date):
        standing = list(order.lines.current())
        self.order, self.places = order, count(1)
        self.beside = lines_beside(standing)
        self.standing = {line.pk: line for line in standing if line.pontics_of_id is None}
        self.covered = acts.standing_quantity_by_line(order) if standing else {}
        self.posted_at = _charges_of(order, self.covered)
        self.services = _services(
            {draft.service_id for draft in drafts} | {line.service_id for line in self.beside.values()}
        )
        self.tasks = TasksOfLines(order, self.services)
        self.prices = PricesOf(order.customer_id, Exchange(order.currency, today), today)
        self.teeth = TeethOfLines(order)
        self.written: list[OrderLine] = []
        self.removed: set[int] = set()

    def remove_all_but(self, named: Collection[int]) -> None:
        for line in self.standing.values():
            if line.pk not in named:
                self._remove(line)
                if line.pk in self.beside:
                    self._remove(self.beside[line.pk])

    def write(self, draft: LineDraft) -> None:
        """The line, and beside it that of its pontics, where they have a price of their own."""
        line = self.standing.get(draft.line_id) if draft.line_id else None
        if draft.line_id and line is None:
            raise DraftRefused(
                _("A line that you changed is not on the order any more. Open the order again.")
            )
        service = self.services.get(draft.service_id)
        if service is None:
            raise DraftRefused(_("A service that you chose is not in the catalogue any more."))
        draft, works = with_teeth(draft, service)
        beside = self.beside.get(line.pk) if line else None
        apart = pontics_as(service, line, self.teeth.works_of(line) if line else (), beside)
        line = self._write(line or OrderLine(order=self.order), service, draft)
        self.teeth.write(line, works)
        wanted = draft_beside(draft, works, apart)
        if wanted is not None:
            self._write_beside(line, beside, wanted)
        elif beside is not None:
            self._remove(beside)

    def finish(self, missing_teeth: Collection[int] | AsItStands) -> set[int]:
        if not isinstance(missing_teeth, AsItStands):
            self.teeth.write_missing(missing_teeth)
        self.teeth.finish()
        if _charges_of(self.order, self.covered) != self.posted_at:
            raise DraftRefused(
                _(
                    "An act is posted at the present price, and the discount, rush or tax of the whole order would"
                    " move with these services. Unpost the act first."
                )
            )
        refuse_too_much(self.order)
        return self.tasks.parts.services_now([line.service_id for line in self.written], self.removed)

    def _write_beside(self, line: OrderLine, beside: OrderLine | None, draft: LineDraft) -> None:
        """Whoever does the pontics was named with the line, and may be named anew in the plan."""
        tasks = self.tasks.by_line[beside.pk] if beside else []
        self._write(
            beside or OrderLine(order=self.order, pontics_of=line),
            self.services[draft.service_id],
            draft.done_by(*people_of(tasks[0])) if tasks else draft,
        )

    def _write(self, line: OrderLine, service: Service, draft: LineDraft) -> OrderLine:
        is_new = line.service_id != service.pk
        before = _essence(line) if line.pk else None
        if is_new:
            if not service.is_active:
                raise DraftRefused(_("“%(service)s” is not on sale any more.") % {"service": service.name})
            line.service, line.code, line.name = service, service.code, service.name
            line.tax_percent = service.tax_rate.percent
        price_by_draft(line, service, draft, self.prices, is_new=is_new)
        _refuse_figures(line, draft)
        line.position, line.quantity = next(self.places), draft.quantity
        line.discount_percent = draft.discount_percent
        line.details = {kind: text for kind, text in draft.details.items() if text}
        reckon(line)
        if before is not None and before != _essence(line):
            self._refuse_covered(line)
        line.save()
        (self.tasks.bring if is_new else self.tasks.rename)(line, draft)
        self.written.append(line)
        return line

    def _remove(self, line: OrderLine) -> None:
        self._refuse_covered(line)
        line.is_removed = True
        line.save(update_fields=["is_removed"])
        take_off(self.tasks.by_line[line.pk])
        self.removed.add(line.pk)

    def _refuse_covered(self, line: OrderLine) -> None:
        if self.covered.get(line.pk):
            raise DraftRefused(
                _("“%(line)s” is covered by a posted act. Unpost the act to change the line.")
                % {"line": line.name}
            )


def _services(ids: Iterable[int]) -> dict[int, Service]:
    """By id, with those as which their pontics are charged."""
    found = Service.objects.select_related("tax_rate", "pontics_as__tax_rate").in_bulk(list(ids))
    beside = [service.pontics_as for service in found.values() if service.pontics_as_id]
    return {service.pk: service for service in beside} | found


def _charges_of(order: Order, covered: Collection[int]) -> dict:
    """What the lines that a posted act covers are charged at, with their shares of what concerns the whole order."""
    if not covered:
        return {}
    return {pk: charge for pk, (_line, charge) in acts.charged_lines(order).items() if pk in covered}


def refuse_too_much(order: Order) -> None:
    """Raise ``DraftRefused`` where the lines come to more than an order may, with its discount, rush and tax."""
    refuse_amounts(order.priced())


def refuse_amounts(price: OrderPrice) -> None:
    """``refuse_too_much`` for a price that is worked out: neither it nor a line of it is more than is kept of one."""
    if max(price.preliminary, *(charge.gross for charge in price.charges), ZERO) > LIMIT:
        raise DraftRefused(
            _("The amount of the order is larger than an order may be. Look at its quantities and prices.")
        )


def reckon(line: OrderLine, currency: str = "") -> None:
    """Its amounts, from quantity, price and discount, in the order's currency or in another; the caller saves."""
    places = places_of(currency or line.order.currency)
    price = price_line(line.quantity, line.unit_price, line.discount_percent, places)
    if price.gross > LIMIT:
        raise DraftRefused(
            _("“%(service)s”: this amount is larger than an order may be.") % {"service": line.name}
        )
    line.gross, line.amount = price.gross, price.amount


def _refuse_figures(line: OrderLine, draft: LineDraft) -> None:
    """What no line may say, whatever drew it up."""
    if draft.quantity <= 0:
        raise DraftRefused(_("“%(line)s”: enter a quantity above 0.") % {"line": line.name})
    if draft.unit_price is not None and draft.unit_price < 0:
        raise DraftRefused(_("“%(line)s”: a price is 0 or more.") % {"line": line.name})
    if not 0 <= draft.discount_percent <= 100:
        raise DraftRefused(_("“%(line)s”: a discount is between 0 and 100 %%.") % {"line": line.name})


def _essence(line: OrderLine) -> tuple:
    return line.service_id, line.quantity, line.unit_price, line.discount_percent
