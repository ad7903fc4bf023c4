"""What follows when it changes who does the work of an order, or which of it counts: drafts and booked pay follow."""

from datetime import datetime

from lab.events import local_day
from lab.models import Event
from orders.models import Order
from workflow.acts.automatic_acts import refill_acts
from workflow.acts.order_pay import settle_pay


def follow_work(order: Order, event: Event, at: datetime) -> None:
    """Make the automatic drafts anew, and book the difference that the change makes to pay that is booked."""
    refill_acts(order, at)
    settle_pay(order, event=event, on=local_day(at))
