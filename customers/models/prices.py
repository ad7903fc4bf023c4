"""Which price list a customer has, from which day on."""

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from catalog.models import PriceList
from common.days import day_in_full
from common.fields import DayField
from customers.models.counterparty import Counterparty


class CustomerPriceList(models.Model):
    """From a day on the customer pays by a price list; without one (None) by the catalogue again."""

    counterparty = models.ForeignKey(Counterparty, on_delete=models.CASCADE, related_name="price_lists")
    valid_from = DayField(_("from"))
    price_list = models.ForeignKey(
        PriceList,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("price list"),
    )

    class Meta:
        verbose_name = _("price list of the customer")
        verbose_name_plural = _("price lists of the customer")
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["counterparty", "valid_from"],
                name="one_price_list_from_a_day_on",
                violation_error_message=_("Two price lists begin on the same day. Remove one of them."),
            )
        ]

    def __str__(self):
        return self.in_one_line

    @property
    def in_one_line(self) -> str:
        """How histories tell it."""
        said = {
            "list": self.price_list or _now("the catalogue's prices"),
            "day": day_in_full(self.valid_from),
        }
        return _now("%(list)s from %(day)s") % said

    tells_prices = True
    """Histories keep it from those who see no prices."""
