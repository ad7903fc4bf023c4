"""Parts of a line: what a complex service included when the line was added, frozen with it."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Service
from common.fields import CurrencyField, MoneyField, QuantityField
from orders.models.line import OrderLine


class LinePartQuerySet(models.QuerySet):
    """Questions asked of the parts."""

    def current(self):
        """Parts that lines have now; those of a service that a line had before stay for the tasks that name them."""
        return self.filter(is_removed=False)


class LinePart(models.Model):
    """``quantity`` of a service in the whole line, ``in_one`` in one unit of it.

    ``price`` is what the part costs by itself, as the catalogue said then: by it the parts share what the line pays.
    """

    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="+", verbose_name=_("service")
    )
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    in_one = QuantityField(_("in one"))
    quantity = QuantityField(_("quantity"))
    price = MoneyField(_("price by itself"))
    currency = CurrencyField(_("currency"))
    is_removed = models.BooleanField(default=False, editable=False)

    objects = LinePartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a line")
        verbose_name_plural = _("parts of lines")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "service"], condition=Q(is_removed=False), name="a_line_has_a_part_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, in_one__gt=0), name="part_quantity_is_positive"
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="part_price_is_not_negative"),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def weight(self) -> Decimal:
        """By what the part has a share in the line's price."""
        return self.price * self.in_one
