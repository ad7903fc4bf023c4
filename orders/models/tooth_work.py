"""Teeth of an order: what each line makes for which tooth, and which of the patient's teeth are missing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models.line import OrderLine
from orders.models.order import Order
from orders.teeth import TEETH, Role, Work
from orders.teeth.work import IMPLANT, SHADES


class ToothRole(models.TextChoices):
    """What is made for the tooth; ``MISSING`` is said of the patient, by a row without a line."""

    UNIT = Role.UNIT.value, _("single tooth")
    ABUTMENT = Role.ABUTMENT.value, _("abutment")
    PONTIC = Role.PONTIC.value, _("pontic")
    IMPLANT = Role.IMPLANT.value, _("implant")
    WING = Role.WING.value, _("wing")
    MISSING = Role.MISSING.value, _("missing")


def _text(label, length=40):
    return models.CharField(label, max_length=length, blank=True)


class ToothWork(models.Model):
    """One tooth in one line, by its FDI number; or, without a line, a tooth that the patient has lost.

    ``span`` tells the bridges of a line apart. Written only with the lines (``workflow.drawing_up.writing_teeth``).
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="teeth")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, null=True, related_name="teeth")
    tooth = models.PositiveSmallIntegerField(_("tooth"))
    role = models.CharField(_("kind of work"), max_length=10, choices=ToothRole.choices)
    span = models.PositiveSmallIntegerField(_("bridge"), null=True)
    guide = _text(_("shade guide"))
    body, neck = _text(_("body"), 20), _text(_("neck"), 20)
    incisal, stump = _text(_("incisal"), 20), _text(_("stump"), 20)
    system, platform = _text(_("implant system"), 60), _text(_("platform"))

    class Meta:
        verbose_name = _("tooth of an order")
        verbose_name_plural = _("teeth of orders")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(tooth__in=sorted(TEETH)), name="a_tooth_has_an_fdi_number"),
            models.CheckConstraint(
                condition=Q(role="missing", line__isnull=True, span__isnull=True)
                | Q(role__in=["unit", "abutment", "pontic", "implant", "wing"], line__isnull=False),
                name="a_missing_tooth_is_the_patients",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["unit", "missing"], span__isnull=True)
                | Q(role__in=["abutment", "implant"])
                | Q(role__in=["pontic", "wing"], span__isnull=False),
                name="a_pontic_has_its_bridge",
            ),
            models.CheckConstraint(
                condition=~Q(role="implant") | (~Q(system="") & ~Q(platform="")),
                name="an_implant_says_what_it_is",
            ),
            models.UniqueConstraint(
                fields=["line", "tooth"], condition=Q(line__isnull=False), name="a_line_has_a_tooth_once"
            ),
            models.UniqueConstraint(
                fields=["order", "tooth"], condition=Q(line__isnull=True), name="a_tooth_is_missing_once"
            ),
        ]

    def __str__(self):
        return f"{self.tooth} {self.get_role_display()}"

    @property
    def work(self) -> Work:
        """The row as plain data."""
        told = {name: getattr(self, name) for name in (*SHADES, *IMPLANT)}
        return Work(self.tooth, self.role, self.span, **told)
