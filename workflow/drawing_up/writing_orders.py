"""Writing a draft (``workflow.drawing_up.drafts``) onto an order: shared by creating, editing and copying.

Refuses what no order may hold; the form refuses most of it earlier, beside the field.
"""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.ledger import acts
from catalog.models import Service
from common.currencies import places_of
from common.money import LIMIT, ZERO
from common.refusals import Refused
from common.soundness import refuse_odd_day, refuse_unsound_fields
from customers.models import Contact, Counterparty, Patient
from lab.exchange import Exchange
from lab.models import LabSettings
from orders.models import Marker, Order, OrderLine
from orders.pricing import OrderPrice, price_line
from workflow.drawing_up.drafts import AsItStands, LineDraft, OrderDraft
from workflow.drawing_up.line_prices import PricesOf, price_by_draft
from workflow.drawing_up.writing_tasks import TasksOfLines, take_off


class DraftRefused(Refused):
    """The order cannot be written as asked."""


def write_header(order: Order, draft: OrderDraft, today: date) -> None:
    """Set the order's own fields from the draft; the caller saves. What the order held already may stay."""
    customer = _found(Counterparty, draft.customer_id, _("This customer does not exist any more."))
    if customer.pk != order.customer_id:
        refuse_customer(customer)
    contact = draft.contact_id and _found(
        Contact, draft.contact_id, _("This contact does not exist any more.")
    )
    refuse_contact(contact or None, customer, held=order.contact_id)
    patient = draft.patient_id and _found(
        Patient, draft.patient_id, _("This patient is not in the register any more.")
    )
    refuse_patient(patient or None, customer)
    refuse_odd_day(draft.due_on, today, stood=order.due_on, may_have_passed=False)
    order.customer, order.contact, order.patient = customer, contact or None, patient or None
    for name, text in vars(draft.patient).items():
        setattr(order, f"patient_{name}", text)
    order.due_on, order.instructions = draft.due_on, draft.instructions
    if not isinstance(draft.rush_percent, AsItStands):
        rush(order, draft.rush_percent)
    refuse_unsound_fields(order, [f"patient_{name}" for name in vars(draft.patient)])


def rush(order: Order, percent: Decimal | None) -> None:
    """The order is rushed for this surcharge, or (None) not; the caller saves. Work that is posted keeps its price."""
    if percent == order.rush_percent:
        return
    if order.pk and not order.allows("rush"):
        raise DraftRefused(
            _("The price of the order is fixed in its present state: the rush stays as it is.")
        )
    if order.pk and acts.standing_quantity_by_line(order):
        raise DraftRefused(_("An act is posted at the present price: unpost it before you change the rush."))
    order.rush_percent = percent
    refuse_unsound_fields(order, ["rush_percent"])


def refuse_customer(customer: Counterparty) -> None:
    """Raise ``DraftRefused`` for one who may not be named newly."""
    if customer.is_owner and not LabSettings.load().owners_may_order:
        raise DraftRefused(
            _("Orders of animal owners are not taken: the settings of the laboratory do not allow them.")
        )
    if not customer.is_active:
        raise DraftRefused(_("This customer is not active any more."))


def refuse_contact(contact: Contact | None, customer: Counterparty, *, held: int | None = None) -> None:
    """A contact orders for his own customer; one who no longer does is not named newly."""
    if contact and contact.counterparty_id != customer.pk:
        raise DraftRefused(_("This contact belongs to another customer."))
    if contact and not contact.is_active and contact.pk != held:
        raise DraftRefused(_("This contact is not active any more."))


def refuse_patient(patient: Patient | None, customer: Counterparty) -> None:
    """An owner orders for his own animals."""
    if patient and customer.is_owner and patient.owner_id != customer.pk:
        raise DraftRefused(_("This patient belongs to another owner."))


def put_markers(order: Order, marker_ids: Collection[int]) -> None:
    """Mark the order so, and no otherwise."""
    refuse_markers(marker_ids, held=order.markers.values_list("pk", flat=True))
    order.markers.set(marker_ids)


def refuse_markers(marker_ids: Collection[int], *, held: Iterable[int]) -> None:
    """A marker that is switched off is not put on newly; an order that bears it keeps it."""
    new = set(marker_ids) - set(held)
    if new - set(Marker.objects.in_use().filter(pk__in=new).values_list("pk", flat=True)):
        raise DraftRefused(_("A chosen marker is not in use any more."))


def write_lines(order: Order, drafts: tuple[LineDraft, ...], today: date) -> None:
    """Make the order's current lines and tasks those of the draft; removed ones stay as removed.

    New lines take the prices that hold for the customer ``today``. A price in another currency than the order's is
    converted at the rate of that day; raises ``RateMissing``.
    """
    kept = [draft.line_id for draft in drafts if draft.line_id]
    if len(set(kept)) != len(kept):
        raise DraftRefused(_("A line of the order came twice. Open the order again."))
    standing = {line.pk: line for line in order.lines.current()}
    covered = acts.standing_quantity_by_line(order) if standing else {}
    posted_at = _charges_of(order, covered)
    tasks = TasksOfLines(order, [draft.service_id for draft in drafts])
    prices = PricesOf(order.customer_id, Exchange(order.currency, today), today)
    for line in standing.values():
        if line.pk not in kept:
            _refuse_covered(line, covered)
            line.is_removed = True
            line.save(update_fields=["is_removed"])
            take_off(tasks.by_line[line.pk])
    services = Service.objects.select_related("tax_rate").in_bulk([draft.service_id for draft in drafts])
    for position, draft in enumerate(drafts, start=1):
        line = standing.get(draft.line_id) if draft.line_id else None
        if draft.line_id and line is None:
            raise DraftRefused(
                _("A line that you changed is not on the order any more. Open the order again.")
            )
        service = services.get(draft.service_id)
        if service is None:
            raise DraftRefused(_("A service that you chose is not in the catalogue any more."))
        _write_line(order, line, service, draft, position, covered, tasks, prices)
    if _charges_of(order, covered) != posted_at:
        raise DraftRefused(
            _(
                "An act is posted at the present price, and the discount, rush or tax of the whole order would move"
                " with these services. Unpost the act first."
            )
        )
    refuse_too_much(order)


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


def _write_line(
    order, line, service, draft, position, covered, tasks: TasksOfLines, prices: PricesOf
) -> None:
    is_new = line is None or line.service_id != service.pk
    before = None if line is None else _essence(line)
    line = line or OrderLine(order=order)
    if is_new:
        if not service.is_active:
            raise DraftRefused(_("“%(service)s” is not on sale any more.") % {"service": service.name})
        line.service, line.code, line.name = service, service.code, service.name
        line.tax_percent = service.tax_rate.percent
    price_by_draft(line, service, draft, prices, is_new=is_new)
    _refuse_figures(line, draft)
    line.position, line.quantity, line.discount_percent = position, draft.quantity, draft.discount_percent
    line.details = {kind: text for kind, text in draft.details.items() if text}
    reckon(line)
    if before is not None and before != _essence(line):
        _refuse_covered(line, covered)
    line.save()
    (tasks.bring if is_new else tasks.rename)(line, draft)


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


def _refuse_covered(line: OrderLine, covered: dict) -> None:
    if covered.get(line.pk):
        raise DraftRefused(
            _("“%(line)s” is covered by a posted act. Unpost the act to change the line.")
            % {"line": line.name}
        )


def _found(model, pk, sentence):
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise DraftRefused(sentence)
    return row
