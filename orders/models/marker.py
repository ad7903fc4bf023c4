"""Markers: coloured labels that the laboratory defines and puts on an order on top of its state."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Marker(models.Model):
    """For example “out for fitting”."""

    class Colour(models.TextChoices):
        GREY = "grey", _("Grey")
        BLUE = "blue", _("Blue")
        TEAL = "teal", _("Teal")
        GREEN = "green", _("Green")
        AMBER = "amber", _("Amber")
        ORANGE = "orange", _("Orange")
        VIOLET = "violet", _("Violet")
        PINK = "pink", _("Pink")

    name = models.CharField(_("name"), max_length=40, unique=True)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour.choices, default=Colour.GREY)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("marker")
        verbose_name_plural = _("markers")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name
