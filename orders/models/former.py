"""How an order stood before its last step that asked nothing, so that the step is taken back exactly."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.models.event import OrderEvent
from orders.models.order import Order


class FormerState(models.Model):
    """One row for each order at most: of its last such step, gone when that is taken back.

    ``step`` is the verb, ``until`` the last event that belonged to it. ``stood`` holds the rows as they were,
    ``led_to`` is a digest of what the step made of them: where it differs, somebody went on from there.
    """

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="former")
    step = models.CharField(_("verb"), max_length=40)
    until = models.ForeignKey(OrderEvent, on_delete=models.PROTECT, related_name="+")
    stood = models.JSONField()
    led_to = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("former state")
        verbose_name_plural = _("former states")

    def __str__(self):
        return f"{self.step} ({self.order_id})"
