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
        indexes = [
            # Few orders are ever returned: the list finds them among all without reading the events of each.
            models.Index(
                fields=["order"], condition=Q(verb="return_to_production"), name="order_event_of_return"
            ),
            # The dashboard reads what was produced and what came back within a period, found by its events.
            models.Index(
                fields=["event", "order"], condition=Q(verb="produce"), name="order_event_of_producing"
            ),
            models.Index(
                fields=["event"],
                condition=Q(verb__in=["return_to_production", "reopen"]),
                name="order_event_of_rework",
            ),
            models.Index(
                fields=["order"],
                condition=Q(from_status="produced", to_status__in=["production", "review"]),
                name="order_event_of_undoing",
            ),
        ]
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
