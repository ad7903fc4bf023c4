"""Acts of completed work: a draft until posted, booked from then on; undone by a counter-act."""

from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Material
from common.fields import CurrencyField, MoneyField, PercentField, QuantityField
from common.models import Numbered
from lab.models import Employee, Event
from orders.models import Order, OrderLine


class ActQuerySet(models.QuerySet):
    """Questions asked of the acts."""

    def drafts(self):
        return self.filter(event__isnull=True)

    def posted(self):
        return self.filter(event__isnull=False)

    def standing(self):
        """Posted, not reversed, and not itself a reversal."""
        return self.posted().filter(reverses__isnull=True, reversed_by__isnull=True)

    def with_papers(self):
        """Acts with what their papers say, which are read for nothing but printing and reversing."""
        return self.defer(None)


class ActManager(models.Manager.from_queryset(ActQuerySet)):
    """Acts without their papers, unless somebody asks for them: a list of acts needs none."""

    def get_queryset(self):
        return super().get_queryset().defer("snapshot")


class Act(Numbered):
    """What one performer (perhaps with an assistant) completed on an order. Posted once it has its event.

    ``snapshot`` is what its paper says, from then on and for ever; ``snapshot_hash`` its SHA-256.
    """

    series = "act"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    performer = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="+", verbose_name=_("performer")
    )
    assistant = models.ForeignKey(
        Employee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assistant"),
    )
    currency = CurrencyField(_("currency"))
    is_automatic = models.BooleanField(_("made automatically"), default=False)
    created_at = models.DateTimeField(editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    posted_on = models.DateField(_("posted on"), null=True, editable=False)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="reversed_by"
    )
    snapshot = models.JSONField(null=True, editable=False)
    snapshot_hash = models.CharField(max_length=64, default="", editable=False)

    objects = ActManager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["posted_on", "id"], name="act_by_day"),
            GinIndex(fields=["number"], opclasses=["gin_trgm_ops"], name="act_number_part"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=True, number__isnull=True, posted_on__isnull=True)
                | Q(event__isnull=False, number__isnull=False, posted_on__isnull=False),
                name="an_act_is_numbered_when_posted",
            ),
            models.CheckConstraint(
                condition=Q(assistant__isnull=True) | ~Q(assistant=models.F("performer")),
                name="an_act_has_two_different_people",
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=True, snapshot__isnull=True, snapshot_hash="")
                | Q(event__isnull=False, snapshot__isnull=False) & ~Q(snapshot_hash=""),
                name="a_posted_act_has_its_paper",
            ),
        ]

    def __str__(self):
        return self.number or str(_("draft act"))

    @property
    def is_posted(self) -> bool:
        return self.event_id is not None

    @property
    def is_reversed(self) -> bool:
        return self.is_posted and hasattr(self, "reversed_by")

    @property
    def is_standing(self) -> bool:
        return self.is_posted and self.reverses_id is None and not self.is_reversed


class ActLine(models.Model):
    """A line of an order (or part of it) as completed. ``amount`` is what the customer owes for it, after all discounts
    and with the tax (``added_tax`` is what of it came on top of the price); negative on a counter-act."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    quantity = QuantityField(_("quantity"))
    gross = MoneyField(_("before discount"))
    amount = MoneyField(_("amount"))
    tax_percent = PercentField(_("tax"), default=0)
    added_tax = MoneyField(_("tax on top"), default=0)

    class Meta:
        verbose_name = _("act line")
        verbose_name_plural = _("act lines")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["act", "line"], name="an_act_names_a_line_once")]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def net(self) -> Decimal:
        """After discounts, without a tax that came on top: what pay is reckoned on."""
        return self.amount - self.added_tax


class ActMaterial(models.Model):
    """A material used up by the work of an act; negative on a counter-act."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="materials")
    material = models.ForeignKey(
        Material, on_delete=models.PROTECT, related_name="+", verbose_name=_("material")
    )
    quantity = QuantityField(_("quantity"))

    class Meta:
        verbose_name = _("material used")
        verbose_name_plural = _("materials used")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["act", "material"], name="an_act_names_a_material_once")
        ]

    def __str__(self):
        return f"{self.material} {self.quantity}"
