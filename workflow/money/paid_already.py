"""The same payment once more: asked about where a person types it; the same slip is easily booked twice."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.models import Payment
from common.days import day_and_year
from common.folding import closed_up
from common.refusals import Refused
from common.templatetags.labsite import money
from customers.models import Counterparty


class PaidAlready(Refused):
    """Such a payment stands, and nobody has said that another one is meant."""

    def __init__(self, twin: Payment):
        sentence = _(
            "A payment of %(amount)s of %(day)s is booked already (%(number)s). If this is another one, tick"
            " “Record it in addition”."
        )
        figures = {"amount": money(twin.amount, twin.currency), "day": day_and_year(twin.received_on)}
        super().__init__(sentence % {**figures, "number": twin.number})


def twin_of(
    customer: Counterparty, *, amount: Decimal, currency: str, received_on: date, reference: str
) -> Payment | None:
    """The last standing payment of the customer that says the same, however its reference is spaced and written."""
    same = Payment.objects.standing().filter(customer__in=customer.books, amount=amount, currency=currency)
    of_the_day, said = same.filter(received_on=received_on).order_by("-pk"), closed_up(reference)
    return next((one for one in of_the_day if closed_up(one.reference) == said), None)
