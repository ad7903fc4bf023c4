"""Complex services: what one includes, and how many of each."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.service import Service
from common.fields import QuantityField, WholeField


class IncludedService(models.Model):
    """``quantity`` of a service in one ``bundle``, which is sold as a whole at its own price."""

    bundle = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="included", verbose_name=_("complex service")
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="included_in", verbose_name=_("service")
    )
    quantity = QuantityField(_("quantity"), default=1)
    position = WholeField(_("position"), default=0)

    class Meta:
        verbose_name = _("included service")
        verbose_name_plural = _("included services")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "service"], name="a_bundle_includes_a_service_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="included_quantity_is_positive"),
            models.CheckConstraint(condition=~Q(bundle=F("service")), name="no_bundle_includes_itself"),
        ]

    def __str__(self):
        return f"{self.quantity.normalize():f} × {self.service}"

    @property
    def in_one_line(self) -> str:
        """How a history tells it."""
        return str(self)
