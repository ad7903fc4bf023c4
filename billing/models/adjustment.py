"""Adjustments of an order's price: what was agreed on, booked as the difference to what stood then."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import CurrencyField, MoneyField
from lab.models.event import CausedModel
from orders.models import Order


class PriceAdjustment(CausedModel):
    """Somebody agreed on what the order costs; the event says who, when and why.

    ``amount`` is what ``agreed`` is above ``base`` (the standing acts, or the preliminary price while there are none)
    and all earlier adjustments; nothing, where a price that had changed since was accepted.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    amount = MoneyField(_("difference"))
    agreed = MoneyField(_("agreed"))
    base = MoneyField(_("before adjustments"))
    currency = CurrencyField(_("currency"))

    class Meta:
        verbose_name = _("price adjustment")
        verbose_name_plural = _("price adjustments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(agreed__gte=0), name="an_agreed_price_is_not_negative"),
        ]

    def __str__(self):
        return f"{self.order}: {self.amount} {self.currency}"
