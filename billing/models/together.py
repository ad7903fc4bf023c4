"""What a press that was to realize many orders made of each of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models.closing import ClosingDocument
from lab.models.event import CausedModel
from orders.models import Order


class RealizedTogether(CausedModel):
    """What became of one of the orders that one press was to realize: its closing document, or why there is none."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(ClosingDocument, on_delete=models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(_("refusal"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("order realized with others")
        verbose_name_plural = _("orders realized with others")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "order"], name="a_press_answers_for_an_order_once"),
            models.CheckConstraint(
                condition=Q(document__isnull=False, refusal="") | (Q(document__isnull=True) & ~Q(refusal="")),
                name="an_order_has_its_document_or_a_refusal",
            ),
        ]

    def __str__(self):
        return f"{self.order} {self.document or self.refusal}"
