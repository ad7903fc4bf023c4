"""Copy: a new order in drafting with its own number and the source's patient, customer, lines and files."""

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.bundles import Bundles
from catalog.models import Service
from documents.files import copy_files
from lab.cause import Cause
from orders.models import Order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.drafts import LineDraft, OrderDraft, PatientDetails
from workflow.moving import require


@transaction.atomic
def copy_order(order_id: int, cause: Cause) -> Order:
    """Services no longer on sale, or that include such, stay behind; prices, by the customer's list, and exchange rates
    are those of today; the due date is chosen anew. A discount on the whole order was given for that one alone.
    """
    require(cause, "copy_order")
    source = Order.objects.get(pk=order_id)
    order = create_order(_draft_of(source), cause)
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


def _draft_of(source: Order) -> OrderDraft:
    fields = ("kind", "name", "sex", "age", "species", "breed", "owner")
    return OrderDraft(
        customer_id=source.customer_id,
        contact_id=source.contact_id,
        patient_id=source.patient_id,
        patient=PatientDetails(**{name: getattr(source, f"patient_{name}") for name in fields}),
        instructions=source.instructions,
        lines=tuple(_line_drafts(source)),
    )


def _line_drafts(source: Order):
    on_sale, ids = Service.objects.on_sale(), source.lines.current().values_list("service", flat=True)
    services = on_sale.in_bulk(list(ids))
    bundles = Bundles(of=services)
    for line in source.lines.current():
        service = services.get(line.service_id)
        if service and not bundles.why_not_sold(service):
            yield LineDraft(
                service_id=line.service_id,
                quantity=line.quantity,
                discount_percent=line.discount_percent,
                details=line.details,
            )
