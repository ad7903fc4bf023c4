"""Create: a new order in drafting, with its number, lines, tasks, markers and the files dropped onto its form."""

from django.db import transaction

from common.numbering import draw_number
from documents.files import attach_tray
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import LabSettings
from orders.ledger import book_order_event
from orders.models import Order
from workflow.drawing_up.drafts import OrderDraft
from workflow.drawing_up.writing_documents import bring_documents
from workflow.drawing_up.writing_lines import write_lines
from workflow.drawing_up.writing_orders import put_markers, write_header
from workflow.moving import require


@transaction.atomic
def create_order(draft: OrderDraft, cause: Cause) -> Order:
    require(cause, "create_order")
    lab = LabSettings.load()
    order = Order(created_at=cause.at, prices_include_tax=lab.prices_include_tax)
    event = record_event("create", cause, action="create_order")
    write_header(order, draft, local_day(cause.at))
    order.currency = order.customer.order_currency
    order.take_number(draw_number("order", lab.order_mask, local_day(cause.at)))
    order.save(force_insert=True)
    book_order_event(order, event, "create", grows=True)
    services = write_lines(order, draft.lines or (), local_day(cause.at), draft.missing_teeth)
    bring_documents(order, services, cause)
    put_markers(order, draft.marker_ids)
    if draft.tray:
        attach_tray(order, draft.tray, cause.actor)
    return order
