"""The customer's ledger: charges, payments and refunds; and where each payment went."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from billing.models.closing import ClosingDocument
from common.fields import CurrencyField, MoneyField
from common.finding import FoldedField, Found, FoundQuerySet
from common.ledger import BookedQuerySet
from common.models import Numbered
from common.money import ZERO
from customers.models import Counterparty
from lab.models.event import CausedModel
from orders.models import Order


class MoneyMoved(BookedQuerySet, FoundQuerySet):
    """Payments, or refunds, to be found and summed."""

    def reversed(self):
        """Those that a person reversed: they are in no sum."""
        return self.filter(self._is_reversed())

    def standing(self):
        """Those that nobody reversed."""
        return self.filter(~self._is_reversed())

    def with_free(self):
        """Payments with what of each is neither given to orders nor back (``free``)."""
        given = Coalesce(Sum("allocations__amount"), Value(ZERO, output_field=MoneyField()))
        return self.annotate(free=ExpressionWrapper(F("amount") - given, output_field=MoneyField()))

    def _is_reversed(self) -> Exists:
        source = self.model._meta.model_name
        entries = ReceivableEntry.objects.filter(kind=source, reverses__isnull=False)
        return Exists(entries.filter(**{source: OuterRef("pk")}))


class Method(models.TextChoices):
    """How money moves."""

    BANK = "bank", _("Bank transfer")
    CASH = "cash", _("Cash")
    CARD = "card", _("Card")


class Payment(CausedModel, Found, Numbered):
    """Money received from a customer. What is neither allocated nor refunded is the customer's advance."""

    series = "payment"
    Method = Method

    customer = models.ForeignKey(
        Counterparty, on_delete=models.PROTECT, related_name="+", verbose_name=_("customer")
    )
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    received_on = models.DateField(_("received on"))
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.BANK)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    search_text = FoldedField(of=["number", "reference"])

    objects = MoneyMoved.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["received_on", "id"], name="payment_by_day"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="payment_search"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_positive"),
            models.CheckConstraint(condition=Q(number__isnull=False), name="a_payment_has_a_number"),
        ]

    def __str__(self):
        return self.number


class Refund(CausedModel, Found, Numbered):
    """Money given back to a customer, out of the free advance: its allocations say of which payments."""

    series = "refund"

    customer = models.ForeignKey(
        Counterparty, on_delete=models.PROTECT, related_name="+", verbose_name=_("customer")
    )
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    refunded_on = models.DateField(_("refunded on"))
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.BANK)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    search_text = FoldedField(of=["number", "reference"])

    objects = MoneyMoved.as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-pk"]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="refund_search")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_refund_is_positive"),
            models.CheckConstraint(condition=Q(number__isnull=False), name="a_refund_has_a_number"),
        ]

    def __str__(self):
        return self.number


class Allocation(CausedModel):
    """The part of a payment that belongs to an order, or that was given back by a refund.

    While the order is not realized it is an advance tied to the order (``is_advance``); from then on it settles the
    order's charge. A reversal carries the negated amount.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, related_name="allocations")
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
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=False, refund__isnull=True)
                | Q(order__isnull=True, refund__isnull=False, is_advance=False),
                name="an_allocation_is_of_an_order_or_a_refund",
            ),
        ]

    def __str__(self):
        return f"{self.payment} → {self.order or self.refund}: {self.amount}"


class ReceivableEntry(CausedModel):
    """One line of the customer's ledger: what raises the debt is positive, what lowers it is negative."""

    class Kind(models.TextChoices):
        CHARGE = "charge", _("Charge")
        PAYMENT = "payment", _("Payment")
        REFUND = "refund", _("Refund")

    customer = models.ForeignKey(
        Counterparty, on_delete=models.PROTECT, related_name="+", verbose_name=_("customer")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(ClosingDocument, on_delete=models.PROTECT, null=True, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, related_name="+")
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"))
    day = models.DateField(_("date"))
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["day", "pk"]
        indexes = [
            models.Index(fields=["customer", "currency", "day"], name="receivable_by_customer"),
            models.Index(fields=["customer", "currency", "amount"], name="receivable_sums"),
            models.Index(fields=["customer", "day", "id"], name="receivable_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="charge", order__isnull=False, document__isnull=False)
                & Q(payment__isnull=True, refund__isnull=True)
                | Q(kind="payment", payment__isnull=False, document__isnull=True, refund__isnull=True)
                | Q(kind="refund", refund__isnull=False, document__isnull=True, payment__isnull=True),
                name="an_entry_has_its_source",
            ),
            models.CheckConstraint(
                condition=Q(kind="charge", reverses__isnull=True, amount__gte=0)
                | Q(kind="charge", reverses__isnull=False, amount__lte=0)
                | Q(kind="payment", reverses__isnull=True, amount__lt=0)
                | Q(kind="payment", reverses__isnull=False, amount__gt=0)
                | Q(kind="refund", reverses__isnull=True, amount__gt=0)
                | Q(kind="refund", reverses__isnull=False, amount__lt=0),
                name="an_entry_has_the_sign_of_its_kind",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.amount} {self.currency}"

    @property
    def says(self) -> str:
        """What was booked, in a word or two."""
        return REVERSED_AS[self.kind] if self.reverses_id else self.get_kind_display()


REVERSED_AS = {
    ReceivableEntry.Kind.CHARGE: _("Charge reversed"),
    ReceivableEntry.Kind.PAYMENT: _("Payment reversed"),
    ReceivableEntry.Kind.REFUND: _("Refund reversed"),
}
