"""The customer's ledger: charges and payments; and which payment settles which order."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.closing import ClosingDocument
from common.fields import CurrencyField, MoneyField
from common.finding import FoldedField, Found, FoundQuerySet
from common.ledger import BookedQuerySet
from common.models import Numbered
from customers.models import Counterparty
from lab.models.event import CausedModel
from orders.models import Order


class PaymentQuerySet(BookedQuerySet, FoundQuerySet):
    """Payments to be found and summed."""


class Payment(CausedModel, Found, Numbered):
    """Money received from a customer. What is not allocated to orders is the customer's advance."""

    series = "payment"

    class Method(models.TextChoices):
        BANK = "bank", _("Bank transfer")
        CASH = "cash", _("Cash")
        CARD = "card", _("Card")

    customer = models.ForeignKey(
        Counterparty, on_delete=models.PROTECT, related_name="+", verbose_name=_("customer")
    )
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    received_on = models.DateField(_("received on"))
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.BANK)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    search_text = FoldedField(of=["number", "reference"])

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_positive"),
            models.CheckConstraint(condition=Q(number__isnull=False), name="a_payment_has_a_number"),
        ]

    def __str__(self):
        return self.number


class Allocation(CausedModel):
    """The part of a payment that belongs to an order.

    While the order is not realized it is an advance tied to the order (``is_advance``); from then on it settles the
    order's charge. A reversal carries the negated amount.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    amount = MoneyField(_("amount"))
    is_advance = models.BooleanField(default=False)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="only_a_reversed_allocation_is_negative",
            )
        ]

    def __str__(self):
        return f"{self.payment} → {self.order}: {self.amount}"


class ReceivableEntry(CausedModel):
    """One line of the customer's ledger: what raises the debt is positive, what lowers it is negative."""

    class Kind(models.TextChoices):
        CHARGE = "charge", _("Charge")
        PAYMENT = "payment", _("Payment")

    customer = models.ForeignKey(
        Counterparty, on_delete=models.PROTECT, related_name="+", verbose_name=_("customer")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(ClosingDocument, on_delete=models.PROTECT, null=True, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    day = models.DateField(_("date"))
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["customer", "currency", "day"], name="receivable_by_customer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="charge", order__isnull=False, document__isnull=False, payment__isnull=True)
                | Q(kind="payment", payment__isnull=False, document__isnull=True),
                name="an_entry_has_its_source",
            ),
            models.CheckConstraint(
                condition=Q(kind="charge", reverses__isnull=True, amount__gte=0)
                | Q(kind="charge", reverses__isnull=False, amount__lte=0)
                | Q(kind="payment", reverses__isnull=True, amount__lt=0)
                | Q(kind="payment", reverses__isnull=False, amount__gt=0),
                name="an_entry_has_the_sign_of_its_kind",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.amount} {self.currency}"
