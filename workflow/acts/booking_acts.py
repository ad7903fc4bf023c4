"""What posting and unposting acts mean for stock, pay and the price. Shared by use cases, not one itself.

Always for all acts of the event at once, ledger by ledger, so that locks are taken in the one order of the house:
stock items, employees, counter.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.facts import act_materials
from billing.ledger import acts as act_ledger
from billing.models import Act
from billing.price import final_price_of
from common.money import LIMIT
from common.refusals import Refused
from common.templatetags.labsite import money
from lab.models import Event
from orders.models import Order
from stock import ledger as stock
from stock.facts import MaterialUsed
from workflow.acts.lots_used import lots_on_papers
from workflow.acts.order_pay import settle_pay


def book_acts(
    acts: Sequence[Act], order: Order, event: Event, on: date, *, override_shortage: bool = False
) -> None:
    """Write off the materials, accrue the pay, post the acts with the lots that were taken, settle the price."""
    act_ledger.price_drafts(acts)
    used = {act.pk: [MaterialUsed(*row) for row in act_materials(act)] for act in acts}
    stock.write_off_all(used, order=order, event=event, on=on, override_shortage=override_shortage)
    settle_pay(order, event=event, on=on, posting=acts)
    act_ledger.post_all(acts, event=event, on=on, lots=lots_on_papers(acts))
    settle_final_price(order)


def unbook_acts(acts: Sequence[Act], order: Order, event: Event, on: date) -> None:
    """Give back the materials, take back the pay, post the counter-acts, settle the price."""
    stock.write_off_all({act.pk: [] for act in acts}, order=order, event=event, on=on)
    settle_pay(order, event=event, on=on, undoing=acts)
    act_ledger.reverse_all(acts, event=event, on=on)
    settle_final_price(order)


class PriceTooLarge(Refused):
    """The acts and what was agreed on beside them come to more, or less, than any amount may be."""

    def __init__(self, final: Decimal, currency: str):
        sentence = _(
            "With what was agreed on the order would cost %(final)s, and no amount may be larger than %(most)s."
            " Adjust the price first."
        )
        super().__init__(sentence % {"final": money(final, currency), "most": money(LIMIT, currency)})


def settle_final_price(order: Order) -> None:
    """The final price is the sum of the standing acts and of what was agreed on beside them; no act, no price."""
    final = final_price_of(order)
    if final is not None and abs(final) > LIMIT:
        raise PriceTooLarge(final, order.currency)
    order.final_price = final
    order.save(update_fields=["final_price"])
