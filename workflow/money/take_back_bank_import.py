"""Take back bank import: its payments are reversed, and its lines are as if the file had never come."""

from django.db import transaction
from django.utils.translation import gettext as _

from billing.ledger import bank
from billing.models import Allocation, BankImport, BankImportTakenBack, BankTaking
from billing.standing import orders_of
from common.refusals import Refused
from customers.models import Counterparty
from lab.cause import Cause
from lab.events import record_event
from workflow.money.parts import lock_orders
from workflow.money.reverse_payment import reverse_with
from workflow.moving import refuse, require

MOST_NAMED = 10


class CannotBeTakenBack(Refused):
    """Payments of some lines cannot be reversed; each is named with the reason."""

    def __init__(self, refused: list[str]):
        more = (
            [_("… and %(count)s more.") % {"count": len(refused) - MOST_NAMED}]
            if len(refused) > MOST_NAMED
            else []
        )
        super().__init__(" ".join([*refused[:MOST_NAMED], *more]))


@transaction.atomic
def take_back_bank_import(import_id: int, cause: Cause, *, reason: str) -> BankImportTakenBack:
    """All of it or nothing. Raises ``CannotBeTakenBack``."""
    require(cause, "record_payment")
    refuse(None if reason.strip() else _("Say why."))
    parked = BankImport.objects.get(pk=import_id)
    bank.lock_lines(parked)
    takings = (
        BankTaking.objects.standing()
        .filter(line__bank_import=parked)
        .select_related("line", "payment__customer")
    )
    _reverse(list(takings.order_by("line__position")), cause, reason)
    event = record_event("take_back_bank_import", cause, action="record_payment", reason=reason)
    return bank.take_back(parked, event=event)


def _reverse(takings: list[BankTaking], cause: Cause, reason: str) -> None:
    held = Allocation.objects.filter(payment__in=[one.payment_id for one in takings], order__isnull=False)
    orders = lock_orders(held.values_list("order_id", flat=True))
    # Lines stand in the sequence of the file; people who work beside this lock customers by their ids.
    Counterparty.objects.locked_together({taking.payment.customer.account_id for taking in takings})
    refused = []
    for taking in takings:
        try:
            own = {part.order.pk for part in orders_of(taking.payment)} & orders.keys()
            reverse_with(taking.payment, {pk: orders[pk] for pk in own}, cause, reason)
        except Refused as refusal:
            said = {"number": taking.line.position, "why": refusal}
            refused.append(_("Line %(number)s: %(why)s") % said)
    if refused:
        raise CannotBeTakenBack(refused)
