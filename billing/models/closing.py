"""Closing documents: invoice and act register for orders, frozen at issue; undone by a correction document."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import CurrencyField, MoneyField
from common.models import Numbered
from customers.models import Counterparty
from lab.models.event import CausedModel
from orders.models import Order


class ClosingDocument(CausedModel, Numbered):
    """The paper that realizes orders. ``snapshot`` is what it says, for ever; ``snapshot_hash`` its SHA-256.

    ``due_on`` is by when the customer shall pay; nothing is to be paid on a correction.
    """

    series = "closing"

    class Kind(models.TextChoices):
        CLOSING = "closing", _("Closing document")
        CORRECTION = "correction", _("Correction document")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    customer = models.ForeignKey(
        Counterparty, on_delete=models.PROTECT, related_name="+", verbose_name=_("customer")
    )
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("pay by"), null=True)
    currency = CurrencyField(_("currency"))
    total = MoneyField(_("total"))
    snapshot = models.JSONField()
    snapshot_hash = models.CharField(max_length=64)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")

    class Meta:
        verbose_name = _("closing document")
        verbose_name_plural = _("closing documents")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["issued_on", "id"], name="closing_by_day"),
            models.Index(fields=["due_on", "id"], name="closing_by_due"),
            GinIndex(fields=["number"], opclasses=["gin_trgm_ops"], name="closing_number_part"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(number__isnull=False), name="a_closing_document_has_a_number"),
            models.CheckConstraint(
                condition=Q(kind="closing", corrects__isnull=True)
                | Q(kind="correction", corrects__isnull=False),
                name="a_correction_names_what_it_corrects",
            ),
            models.CheckConstraint(
                condition=Q(kind="closing", due_on__isnull=False) | Q(kind="correction", due_on__isnull=True),
                name="a_closing_document_says_when_to_pay",
            ),
        ]

    def __str__(self):
        return self.number


class ClosingDocumentOrder(CausedModel):
    """One order under a closing document, with the amount it brings (negative on a correction)."""

    document = models.ForeignKey(ClosingDocument, on_delete=models.PROTECT, related_name="orders")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    amount = MoneyField(_("amount"))

    class Meta:
        verbose_name = _("order of a closing document")
        verbose_name_plural = _("orders of a closing document")
        constraints = [
            models.UniqueConstraint(fields=["document", "order"], name="a_document_names_an_order_once")
        ]

    def __str__(self):
        return f"{self.document} {self.order}"
