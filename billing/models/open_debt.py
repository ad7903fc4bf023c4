"""What is open of charges, kept beside the books so that nobody sums all of them to find the few."""

from django.db import models

from billing.models.receivable import ReceivableEntry
from common.fields import CurrencyField, MoneyField
from orders.models import Order


class OpenDebt(models.Model):
    """A standing charge of which something is open: there while it is, gone when it is settled or reversed.

    It says nothing that the ledger and its allocations do not say; ``billing.ledger.open_debts`` writes it, in the
    transaction of whatever moves a charge or money for it, and ``verify`` (84) sets it against them.
    """

    charge = models.OneToOneField(
        ReceivableEntry, on_delete=models.PROTECT, primary_key=True, related_name="open_debt"
    )
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    currency = CurrencyField()
    amount = MoneyField()

    class Meta:
        indexes = [models.Index(fields=["due_on", "order"], name="open_debt_by_due")]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="an_open_debt_is_positive")
        ]

    def __str__(self):
        return f"{self.charge_id}: {self.amount}"
