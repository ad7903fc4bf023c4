"""Writing a draft (``workflow.drawing_up.drafts``) onto an order; its lines: ``writing_lines``.

Refuses what no order may hold; the form refuses most of it earlier, beside the field.
"""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.ledger import acts
from common.soundness import refuse_odd_day, refuse_unsound_fields
from customers.models import Contact, Counterparty, Patient
from lab.models import LabSettings
from orders.models import Marker, Order
from workflow.drawing_up.drafts import AsItStands, DraftRefused, OrderDraft


def write_header(order: Order, draft: OrderDraft, today: date) -> None:
    """Set the order's own fields from the draft; the caller saves. What the order held already may stay."""
    patient = draft.patient_id and _found(
        Patient,
        draft.patient_id,
        _("This patient is not in the register any more."),
        held=draft.patient_id != order.patient_id,
    )
    named_newly = draft.customer_id != order.customer_id
    customer = _found(
        Counterparty, draft.customer_id, _("This customer does not exist any more."), held=named_newly
    )
    if named_newly:
        refuse_customer(customer)
    contact = draft.contact_id and _found(
        Contact, draft.contact_id, _("This contact does not exist any more.")
    )
    refuse_contact(contact or None, customer, held=order.contact_id)
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
    if customer.merged_into_id:
        raise DraftRefused(in_another(customer))
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
    if patient and patient.merged_into_id:
        raise DraftRefused(in_another(patient))
    if patient and (why := why_not_for(patient, customer)):
        raise DraftRefused(why)


def in_another(record: Counterparty | Patient) -> str:
    """That the record is none by itself any more."""
    told = {"name": record, "kept": record.merged_into}
    return _("%(name)s has been merged into %(kept)s. Choose that one.") % told


def why_not_for(patient: Patient, customer: Counterparty) -> str:
    """Why the customer cannot order for the patient; "" where nothing stands in the way."""
    if not customer.is_owner or patient.owner_id == customer.pk:
        return ""
    if patient.owner_id:
        return _("This patient belongs to another owner.")
    told = {"customer": customer, "patient": patient}
    return _("%(customer)s orders for own animals alone, and %(patient)s is registered as nobody's.") % told


def put_markers(order: Order, marker_ids: Collection[int]) -> None:
    """Mark the order so, and no otherwise."""
    refuse_markers(marker_ids, held=order.markers.values_list("pk", flat=True))
    order.markers.set(marker_ids)


def refuse_markers(marker_ids: Collection[int], *, held: Iterable[int]) -> None:
    """A marker that is switched off is not put on newly; an order that bears it keeps it."""
    new = set(marker_ids) - set(held)
    if new - set(Marker.objects.in_use().filter(pk__in=new).values_list("pk", flat=True)):
        raise DraftRefused(_("A chosen marker is not in use any more."))


def _found(model, pk, sentence, *, held=False):
    """``held``: its row is locked, so that nobody merges it into another before the order names it."""
    rows = model.objects.select_for_update(no_key=True, of=("self",)) if held else model.objects
    row = rows.filter(pk=pk).first()
    if row is None:
        raise DraftRefused(sentence)
    return row
