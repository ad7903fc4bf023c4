"""Change customer: up to Produced; prices stay. Advances tied to the order stay with the customer who paid them."""

from django.db import transaction

from billing.ledger import receivables
from common.changes import difference
from customers.models import Contact, Counterparty
from lab.cause import Cause
from lab.events import local_day
from orders.changes import describe_order
from orders.models import Order
from workflow.drawing_up.writing_orders import refuse_contact, refuse_customer, refuse_patient
from workflow.moving import book_change, open_order


@transaction.atomic
def change_customer(
    order_id: int, cause: Cause, *, customer: Counterparty, contact: Contact | None = None, reason: str = ""
) -> Order:
    order = open_order(order_id, cause, action="change_customer", aspect="customer", versioned=True)
    _refuse(order, customer, contact)
    for pk in sorted({order.customer_id, customer.pk}):
        Counterparty.objects.locked(pk)
    before = describe_order(order)
    order.customer, order.contact = customer, contact
    changes = difference(before, describe_order(order))
    if changes:
        event = book_change(
            order, "change_customer", cause, action="change_customer", changes=changes, reason=reason
        )
        receivables.free_advances(order, event=event, on=local_day(cause.at))
    return order


def _refuse(order: Order, customer: Counterparty, contact: Contact | None) -> None:
    if customer.pk != order.customer_id:
        refuse_customer(customer)
    refuse_contact(contact, customer, held=order.contact_id)
    refuse_patient(order.patient, customer)
