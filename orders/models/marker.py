"""Markers: coloured labels that the laboratory defines and puts on an order on top of its state."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import WholeField
from common.finding import FoldedField, Found, FoundQuerySet, NameKeyField


class MarkerQuerySet(FoundQuerySet):
    """Questions asked of the markers."""

    def in_use(self):
        return self.filter(is_active=True)


class Marker(Found):
    """For example “out for fitting”."""

    class Colour(models.TextChoices):
        SLATE = "slate", _("Slate")
        SAND = "sand", _("Sand")
        AMBER = "amber", _("Amber")
        OLIVE = "olive", _("Olive")
        GREEN = "green", _("Green")
        TEAL = "teal", _("Teal")
        BLUE = "blue", _("Blue")
        INDIGO = "indigo", _("Indigo")
        VIOLET = "violet", _("Violet")
        PLUM = "plum", _("Plum")

    name = models.CharField(_("name"), max_length=40, unique=True)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour.choices, default=Colour.SLATE)
    position = WholeField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    search_text = FoldedField(of=["name"])
    name_key = NameKeyField(of=["name"])

    objects = MarkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("marker")
        verbose_name_plural = _("markers")
        ordering = ["position", "name_key", "pk"]

    def __str__(self):
        return self.name
