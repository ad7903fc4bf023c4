"""Copy: a new order in drafting with its own number and the source's patient, customer, lines and files."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.bundles import Bundles
from catalog.models import Service
from documents.files import copy_files
from lab.cause import Cause
from lab.events import local_day
from orders.models import Order
from orders.teeth import Work
from orders.teeth_read import teeth_of
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.drafts import LineDraft, OrderDraft, PatientDetails
from workflow.drawing_up.due_dates import propose_due
from workflow.moving import require


@transaction.atomic
def copy_order(order_id: int, cause: Cause) -> Order:
    """Services no longer on sale, or that include such, stay behind; prices, by the customer's list, and exchange rates
    are those of today; the due date is the one that the laboratory proposes today. A discount on the whole order was
    given for that one alone.
    """
    require(cause, "copy_order")
    source = Order.objects.get(pk=order_id)
    order = create_order(_draft_of(source, local_day(cause.at)), cause)
    order.copied_from = source
    order.save(update_fields=["copied_from"])
    copy_files(source, order, cause.actor, cause.at)
    return order


def after_copying(source: Order) -> str:
    """What is said where something of the source does not stand on the copy."""
    if not source.has_discount:
        return ""
    said = _("This is the copy, with a number of its own. The discount of order %(number)s was not copied.")
    return said % {"number": source.number}


def _draft_of(source: Order, today: date) -> OrderDraft:
    fields = ("kind", "name", "sex", "age", "species", "breed", "owner")
    teeth = teeth_of(source)
    services, bundles = _still_sold(source)
    due = propose_due(services.values(), today, bundles)
    return OrderDraft(
        customer_id=source.customer_id,
        contact_id=source.contact_id,
        patient_id=source.patient_id,
        patient=PatientDetails(**{name: getattr(source, f"patient_{name}") for name in fields}),
        instructions=source.instructions,
        due_on=due and due.day,
        lines=tuple(_line_drafts(source, services, teeth.by_line)),
        missing_teeth=teeth.missing,
    )


def _still_sold(source: Order) -> tuple[dict[int, Service], Bundles]:
    """Those of its services that are on sale with all that they include; and what they include."""
    ids = source.lines.current().values_list("service", flat=True)
    services = Service.objects.on_sale().select_related("pontics_as").in_bulk(list(ids))
    bundles = Bundles(of={*services, *(one.pontics_as_id for one in services.values() if one.pontics_as_id)})
    return {pk: one for pk, one in services.items() if _is_sold_whole(one, bundles)}, bundles


def _line_drafts(source: Order, services: dict[int, Service], teeth: dict[int, list[Work]]):
    for line in source.lines.current().filter(pontics_of__isnull=True):
        if line.service_id in services:
            yield LineDraft(
                service_id=line.service_id,
                quantity=line.quantity,
                discount_percent=line.discount_percent,
                details=line.details,
                works=tuple(teeth.get(line.pk, ())),
            )


def _is_sold_whole(service: Service, bundles: Bundles) -> bool:
    """With what it includes, and with that as which its pontics are charged."""
    beside = service.pontics_as
    if bundles.why_not_sold(service):
        return False
    return beside is None or (beside.is_active and not bundles.why_not_sold(beside))
