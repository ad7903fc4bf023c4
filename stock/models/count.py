"""Counting what lies on the shelves: a sheet that is filled in as one goes, and booked with what differs."""

from decimal import Decimal

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from common.fields import QuantityField
from common.ledger import BookedRowsOnlyGrow
from common.models import Numbered
from common.templatetags.labsite import quantity
from lab.models import Event
from stock.models.shelves import StockItem, StockMovement, Warehouse


class StockCountQuerySet(models.QuerySet):
    """Questions asked of the counts."""

    def with_names(self):
        return self.select_related("warehouse", "event__actor", "booked__actor")

    def with_lines_counted(self):
        """Each count with ``line_count``, ``filled`` and ``differing`` (lines, those typed, those that differed), and
        whether it ``is_taken_back``."""
        lines = StockCountLine.objects.order_by().filter(count=OuterRef("pk")).values("count")
        counts = {
            "line_count": Count("pk"),
            "filled": Count("pk", filter=Q(counted__isnull=False)),
            "differing": Count("pk", filter=~Q(counted=F("found")) & Q(counted__isnull=False)),
        }
        of_each = {
            name: Subquery(lines.annotate(**{name: count}).values(name), output_field=models.IntegerField())
            for name, count in counts.items()
        }
        undone = StockMovement.objects.filter(count=OuterRef("pk"), reverses__isnull=False)
        return self.annotate(**of_each, is_taken_back=Exists(undone))


class StockCount(Numbered):
    """One sheet, of one warehouse. Its number comes when it is booked; from then on it stands."""

    series = "count"
    PARTS = ("lines",)

    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, related_name="+", verbose_name=_("warehouse"), editable=False
    )
    note = models.CharField(_("what is counted"), max_length=200, blank=True)
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened"), editable=False
    )
    booked = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("booked"), editable=False
    )
    counted_on = models.DateField(_("counted on"), null=True, editable=False)

    objects = StockCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock count")
        verbose_name_plural = _("stock counts")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(booked__isnull=True, counted_on__isnull=True, number__isnull=True)
                | Q(booked__isnull=False, counted_on__isnull=False, number__isnull=False),
                name="a_booked_count_has_its_number",
            )
        ]

    def __str__(self):
        return self.number or str(_("draft"))

    def delete(self, *args, **kwargs):
        if self.is_booked:
            raise BookedRowsOnlyGrow
        return super().delete(*args, **kwargs)

    @property
    def is_booked(self) -> bool:
        return self.booked_id is not None


class StockCountLineManager(models.Manager):
    """Lines with what they are called by, which every page and the history say."""

    def get_queryset(self):
        return super().get_queryset().select_related("item__material")


class StockCountLine(models.Model):
    """One lot of one item: what should be there, what is, and what the books said in the moment of booking."""

    count = models.ForeignKey(StockCount, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="+", editable=False)
    lot = models.CharField(_("lot"), max_length=60, blank=True, editable=False)
    expected = QuantityField(_("on hand when the sheet was opened"), editable=False)
    counted = QuantityField(_("counted"), null=True, blank=True)
    found = QuantityField(_("on hand when it was booked"), null=True, editable=False)

    objects = StockCountLineManager()

    class Meta:
        verbose_name = _("line of a count")
        verbose_name_plural = _("lines of counts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["count", "item", "lot"], name="a_count_names_a_lot_once"),
            models.CheckConstraint(
                condition=Q(counted__isnull=True) | Q(counted__gte=0), name="nobody_counts_less_than_nothing"
            ),
        ]

    def __str__(self):
        return " ".join(part for part in (str(self.item), self.lot) if part)

    @property
    def in_one_line(self) -> str:
        """For the history of the sheet; lines that nobody has filled in say nothing."""
        return "" if self.counted is None else f"{self}: {quantity(self.counted)}"

    @property
    def should_be(self) -> Decimal:
        """What the books said: when the count was booked, or until then when the sheet was opened."""
        return self.expected if self.found is None else self.found

    @property
    def difference(self) -> Decimal | None:
        """What is there more (or less) than the books said; against the sheet as long as it is not booked."""
        if self.counted is None:
            return None
        return self.counted - self.should_be

    @property
    def moved(self) -> Decimal:
        """By how much the books moved between opening the sheet and booking it."""
        return Decimal(0) if self.found is None else self.found - self.expected
