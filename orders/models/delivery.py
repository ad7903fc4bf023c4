"""Delivery: facts beside the state of an order, never states."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.finding import FoldedField, Found
from orders.models.order import Order


class Delivery(Found):
    """When and how the work left, and when it arrived."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="delivery")
    shipped_on = models.DateField(_("shipped on"), null=True, blank=True)
    carrier = models.CharField(_("carrier"), max_length=100, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=100, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    received_by = models.CharField(_("received by"), max_length=150, blank=True)
    search_text = FoldedField(of=["carrier", "tracking_number", "received_by"])

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(delivered_on__isnull=True)
                | models.Q(shipped_on__isnull=True)
                | models.Q(delivered_on__gte=models.F("shipped_on")),
                name="delivered_not_before_shipped",
            )
        ]
        indexes = [
            models.Index(
                fields=["order"],
                condition=models.Q(shipped_on__isnull=False) | models.Q(delivered_on__isnull=False),
                name="delivery_that_left",
            )
        ]

    def __str__(self):
        return str(self.delivered_on or self.shipped_on or "")
