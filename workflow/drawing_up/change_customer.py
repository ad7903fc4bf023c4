"""Change customer: up to Produced. Prices stay, or become those of the other customer's price list, as one chooses.

Advances tied to the order stay with the customer who paid them.
"""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import receivables
from common.changes import Description, difference
from common.money import ZERO
from common.templatetags.labsite import money
from customers.models import Contact, Counterparty
from lab.cause import Cause
from lab.events import local_day
from orders.changes import describe_lines, describe_order
from orders.models import Order
from workflow.acts.automatic_acts import refill_acts
from workflow.drawing_up.other_prices import prices_with, take_prices, why_prices_stay
from workflow.drawing_up.writing_orders import refuse_contact, refuse_customer, refuse_patient
from workflow.moving import StepRefused, book_change, open_order, refuse


class PricesMoved(StepRefused):
    """The prices are not those that the person saw."""

    def __init__(self) -> None:
        super().__init__(_("The prices of the other customer have changed meanwhile: look at them again."))


@transaction.atomic
def change_customer(
    order_id: int,
    cause: Cause,
    *,
    customer: Counterparty,
    contact: Contact | None = None,
    reason: str = "",
    new_prices: bool = False,
    foreseen: Decimal | None = None,
) -> Order:
    """``new_prices``: lines get those of the other customer's price list today; ``foreseen`` is what they come to by
    what the person saw, None where nothing was seen."""
    order = open_order(order_id, cause, action="change_customer", aspect="customer", versioned=True)
    refuse(why_nothing_changes(order, customer, contact))
    _refuse(order, customer, contact)
    for held in Counterparty.objects.locked_together({order.customer_id, customer.pk}):
        if held.pk == customer.pk != order.customer_id:
            refuse_customer(held)  # once more: somebody may have merged it
    before, new_prices = _described(order), new_prices and customer.pk != order.customer_id
    if new_prices:
        _take_prices(order, customer, cause, foreseen)
    order.customer, order.contact = customer, contact
    changes = difference(before, _described(order))
    event = book_change(
        order, "change_customer", cause, action="change_customer", changes=changes, reason=reason
    )
    if new_prices:
        refill_acts(order, cause.at)
    receivables.free_advances(order, event=event, on=local_day(cause.at))
    return order


def why_nothing_changes(order: Order, customer: Counterparty, contact: Contact | None) -> str | None:
    """That the order is of that customer and contact already; None where it is not."""
    if (customer.pk, contact and contact.pk) != (order.customer_id, order.contact_id):
        return None
    return _("The order is of %(customer)s already: nothing would change.") % {"customer": customer}


def _take_prices(order: Order, customer: Counterparty, cause: Cause, foreseen: Decimal | None) -> None:
    refuse(why_prices_stay(order))
    prices = prices_with(order, customer.pk, local_day(cause.at))
    if foreseen is not None and foreseen != prices.then:
        raise PricesMoved
    take_prices(order, prices)


def _described(order: Order) -> Description:
    return describe_order(order) | describe_lines(list(order.lines.current()))


def _refuse(order: Order, customer: Counterparty, contact: Contact | None) -> None:
    if customer.pk != order.customer_id:
        refuse_customer(customer)
    refuse_contact(contact, customer, held=order.contact_id)
    refuse_patient(order.patient, customer)


def after_changing(order: Order) -> str:
    """What is said where the new prices were taken."""
    amount = sum(order.lines.current().values_list("amount", flat=True), ZERO)
    sentence = _("The customer is changed; by the new prices the services come to %(amount)s.")
    return sentence % {"amount": money(amount, order.currency)}
