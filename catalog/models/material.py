"""Materials, and how much of them a service uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.service import Service
from common.fields import QuantityField
from common.finding import FoldedField, Found, NameKeyField


class Material(Found):
    """Something kept in stock and used up by work."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=20, help_text=_("For example: g, ml, piece."))
    is_active = models.BooleanField(_("in use"), default=True)
    search_text = FoldedField(of=["code", "name"])
    name_key = NameKeyField(of=["name"])

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["name_key", "pk"]
        indexes = [models.Index(fields=["name_key"], name="material_by_name")]

    def __str__(self):
        return self.name


class MaterialNorm(models.Model):
    """How much of a material one unit of a service uses."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="material_norms")
    material = models.ForeignKey(
        Material, on_delete=models.PROTECT, related_name="+", verbose_name=_("material")
    )
    quantity = QuantityField(_("quantity"))

    class Meta:
        verbose_name = _("material norm")
        verbose_name_plural = _("material norms")
        constraints = [
            models.UniqueConstraint(fields=["service", "material"], name="one_norm_per_service_and_material"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="norm_is_positive"),
        ]

    def __str__(self):
        return f"{self.material}: {self.quantity}"
