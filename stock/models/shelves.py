"""The shelves: warehouses, items, receipts, and the movements whose sum is what is on hand."""

from datetime import date
from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from catalog.models import Material
from common.fields import MoneyField, QuantityField
from common.finding import FoldedField, Found, FoundQuerySet, NameKeyField, holding
from common.ledger import BookedQuerySet
from common.models import Numbered
from lab.models.event import CausedModel
from orders.models import Order


class WarehouseQuerySet(FoundQuerySet):
    """Questions asked of the warehouses."""

    def default(self) -> "Warehouse":
        """The one that acts write off from; made on first use."""
        return self.get_or_create(is_default=True, defaults={"name": "Main"})[0]


class Warehouse(Found):
    """A place where materials are kept; acts write off from the default one."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    is_default = models.BooleanField(_("write off from here"), default=False)
    search_text = FoldedField(of=["name"])
    name_key = NameKeyField(of=["name"])

    objects = WarehouseQuerySet.as_manager()

    class Meta:
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_warehouse"
            )
        ]

    def __str__(self):
        return self.name


class StockItemQuerySet(models.QuerySet):
    """Questions asked of the shelves."""

    def with_on_hand(self, at_end_of: date | None = None):
        """Each item with ``on_hand``, the sum of its movements, or of those up to the end of a day. Asked per item, so
        a page costs what it shows."""
        moved = StockMovement.objects.order_by().filter(item=OuterRef("pk")).values("item")
        if at_end_of:
            moved = moved.filter(moved_on__lte=at_end_of)
        nothing = Value(Decimal(0), output_field=QuantityField())
        total = Subquery(moved.annotate(total=Sum("quantity")).values("total"), output_field=QuantityField())
        return self.annotate(on_hand=Coalesce(total, nothing, output_field=QuantityField()))

    def with_last_cost(self):
        """Each item with ``last_cost``: of one unit, by the last receipt that says so; None where none does."""
        costed = StockMovement.objects.filter(item=OuterRef("pk")).costed_receipts()
        last = costed.order_by("-moved_on", "-pk").values("unit_cost")[:1]
        return self.annotate(last_cost=Subquery(last, output_field=MoneyField()))

    def low(self):
        """Of items ``with_on_hand``, those of which less is there than there should be at least."""
        return self.filter(minimum__isnull=False, on_hand__lt=F("minimum"))

    def matching(self, text: str):
        """Items whose material's code or name holds every word of the text."""
        return holding(self, text, "material__search_text")


class StockItem(models.Model):
    """A material in a warehouse: the row that is locked while its quantity is decided."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="items", editable=False)
    material = models.ForeignKey(
        Material, on_delete=models.PROTECT, related_name="+", verbose_name=_("material"), editable=False
    )
    minimum = QuantityField(
        _("minimum"),
        null=True,
        blank=True,
        help_text=_("With less than this on hand the material is on the list of what is low."),
    )

    objects = StockItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock item")
        verbose_name_plural = _("stock items")
        ordering = ["material__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["warehouse", "material"], name="one_item_per_warehouse_and_material"
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(minimum__gt=0), name="a_minimum_is_more_than_nothing"
            ),
        ]

    def __str__(self):
        return str(self.material)

    @property
    def is_low(self) -> bool:
        """Of an item ``with_on_hand``: whether less is there than there should be at least."""
        return self.minimum is not None and self.on_hand < self.minimum


class ReceiptQuerySet(BookedQuerySet, FoundQuerySet):
    """Questions asked of the receipts."""

    def with_lines_counted(self):
        """Each receipt with ``line_count``, and whether it ``is_taken_back``."""
        lines = StockMovement.objects.order_by().filter(receipt=OuterRef("pk"), reverses__isnull=True)
        counted = lines.values("receipt").annotate(count=Count("pk")).values("count")
        undone = StockMovement.objects.filter(receipt=OuterRef("pk"), reverses__isnull=False)
        return self.annotate(
            line_count=Subquery(counted, output_field=models.IntegerField()), is_taken_back=Exists(undone)
        )


class Receipt(CausedModel, Found, Numbered):
    """Materials that came in."""

    series = "receipt"

    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, related_name="+", verbose_name=_("warehouse")
    )
    supplier = models.CharField(_("supplier"), max_length=200, blank=True)
    received_on = models.DateField(_("received on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    search_text = FoldedField(of=["number", "supplier", "note"])

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-pk"]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="receipt_search")]
        constraints = [
            models.CheckConstraint(condition=Q(number__isnull=False), name="a_receipt_has_a_number")
        ]

    def __str__(self):
        return self.number


class StockMovementQuerySet(BookedQuerySet):
    """Questions asked of the movements."""

    def standing(self):
        """Neither a reversal nor reversed."""
        return self.filter(reverses__isnull=True, reversed_by__isnull=True)

    def write_offs(self):
        return self.filter(kind=StockMovement.Kind.WRITE_OFF)

    def costed_receipts(self):
        """What came in, says what one unit cost, and was not taken back."""
        return self.standing().filter(kind=StockMovement.Kind.RECEIPT, unit_cost__isnull=False)

    def with_sources(self):
        """With the order or the receipt behind each."""
        return self.select_related("order", "receipt", "count", "reversed_by", "event__actor")


class Why(models.TextChoices):
    """Why a quantity is corrected."""

    BROKEN = "broken", _("broken or spoilt")
    EXPIRED = "expired", _("no longer good")
    LOST = "lost", _("lost")
    FOUND = "found", _("found")
    RETURNED = "returned", _("given back to the supplier")
    MISTAKE = "mistake", _("wrongly booked")
    LOT = "lot", _("belongs to another lot")
    OTHER = "other", _("other")


class StockMovement(CausedModel):
    """A quantity in (positive) or out (negative) of one lot; "" is what has no lot.

    ``source`` is the act's number for write-offs, opaque here. ``unit_cost`` is what one unit cost: as the receipt
    says, and elsewhere what its lot cost, or the item by its last receipt.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("Receipt")
        WRITE_OFF = "write_off", _("Write-off")
        CORRECTION = "correction", _("Correction")
        COUNT = "count", _("Count")

    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    quantity = QuantityField(_("quantity"))
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True, related_name="movements")
    count = models.ForeignKey("StockCount", on_delete=models.PROTECT, null=True, related_name="movements")
    lot = models.CharField(_("lot"), max_length=60, blank=True)
    unit_cost = MoneyField(_("cost per unit"), null=True, blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.PositiveBigIntegerField(null=True)
    source_version = models.PositiveIntegerField(null=True)
    why = models.CharField(_("reason"), max_length=10, choices=Why.choices, blank=True)
    shortage_overridden = models.BooleanField(_("shortage overridden"), default=False)
    moved_on = models.DateField(_("date"))
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    objects = StockMovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["source"], name="movement_by_source"),
            models.Index(fields=["item", "lot", "quantity"], name="movement_by_lot"),
            models.Index(fields=["moved_on", "id"], name="movement_by_day"),
            models.Index(fields=["item", "id"], name="movement_by_item"),
            models.Index(fields=["item", "moved_on"], condition=Q(kind="receipt"), name="receipts_by_item"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "item", "lot", "source_version"],
                condition=Q(reverses__isnull=True, source__isnull=False),
                name="a_material_is_written_off_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="receipt", receipt__isnull=False, source__isnull=True, count__isnull=True, why=""
                )
                | Q(kind="write_off", receipt__isnull=True, source__isnull=False, order__isnull=False)
                & Q(count__isnull=True, why="")
                | Q(kind="count", receipt__isnull=True, source__isnull=True, count__isnull=False, why="")
                | Q(kind="correction", receipt__isnull=True, source__isnull=True, count__isnull=True)
                & ~Q(why=""),
                name="a_movement_has_its_source",
            ),
            models.CheckConstraint(
                condition=Q(unit_cost__isnull=True) | Q(unit_cost__gte=0), name="a_cost_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(kind="receipt", reverses__isnull=True, quantity__gt=0)
                | Q(kind="receipt", reverses__isnull=False, quantity__lt=0)
                | Q(kind="write_off", reverses__isnull=True, quantity__lt=0)
                | Q(kind="write_off", reverses__isnull=False, quantity__gt=0)
                | (Q(kind__in=("correction", "count")) & ~Q(quantity=0)),
                name="a_movement_has_the_sign_of_its_kind",
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.quantity}"

    @property
    def is_reversed(self) -> bool:
        return hasattr(self, "reversed_by")

    @property
    def says(self) -> str:
        """Why, for a movement that no order and no receipt explains."""
        parts = [str(self.get_why_display()) if self.why else "", self.event.reason]
        return " · ".join(part for part in parts if part)

    @property
    def is_standing(self) -> bool:
        """Neither a reversal nor reversed."""
        return self.reverses_id is None and not self.is_reversed
