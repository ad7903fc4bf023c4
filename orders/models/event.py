"""Events of an order: the unbroken chain of what happened to it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lab.models.event import CausedModel
from orders.models.order import Order


class OrderEvent(CausedModel):
    """What one event did to one order.

    A step has from and to; a change of the order's own fields or lines has the version that it made;
    ``changes`` is a list of ``{"field", "before", "after"}`` in words. Money among them is marked ``"money": true``.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(_("verb"), max_length=40)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(null=True)
    changes = models.JSONField(default=list)

    class Meta:
        verbose_name = _("order event")
        verbose_name_plural = _("order events")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "version"], name="one_event_per_order_version"),
            models.CheckConstraint(
                condition=~Q(from_status=F("to_status")) | Q(to_status=""), name="a_step_changes_the_state"
            ),
            models.CheckConstraint(
                condition=Q(to_status="") | Q(version__isnull=False), name="a_step_makes_a_version"
            ),
        ]

    def __str__(self):
        return f"{self.verb} {self.from_status}→{self.to_status}"
