"""Lots: what of a material came from one batch, and until when it is good. Stock without a lot has no row here."""

from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common.day_bounds import DayBounds
from common.fields import DayField, MoneyField, QuantityField
from common.finding import FoldedField, Found, FoundQuerySet, holding
from stock.models.shelves import StockItem, StockMovement

EXPIRIES = DayBounds(back=20, ahead=50)
"""Days until which a material may be good; one that has passed is asked about where it is typed."""


class LotQuerySet(FoundQuerySet):
    """Questions asked of the lots."""

    def with_on_hand(self):
        """Each lot with ``on_hand``, the sum of its movements."""
        moved = _moved().values("lot").annotate(total=Sum("quantity")).values("total")
        nothing = Value(0, output_field=QuantityField())
        total = Subquery(moved, output_field=QuantityField())
        return self.annotate(on_hand=Coalesce(total, nothing, output_field=QuantityField()))

    def with_last_cost(self):
        """Each lot with ``last_cost``: of one unit, by its last receipt that says so; None where none does."""
        costed = _moved().costed_receipts().order_by("-moved_on", "-pk").values("unit_cost")[:1]
        return self.annotate(last_cost=Subquery(costed, output_field=MoneyField()))

    def matching(self, text: str):
        """Lots whose name or material holds every word of the text."""
        return holding(self, text, "search_text", "item__material__search_text")

    def good_until(self, day: date):
        """Those that are no longer good after the day, the first first."""
        return self.filter(expires_on__lte=day).order_by("expires_on", "pk")

    def first_expiry_first(self):
        """In the order in which they are used up."""
        return self.order_by(F("expires_on").asc(nulls_last=True), "pk")


def _moved():
    return StockMovement.objects.order_by().filter(item=OuterRef("item"), lot=OuterRef("name"))


class Lot(Found):
    """A batch of one item; the earlier its row, the earlier it came in. Its day is corrected like any other record."""

    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="lots", editable=False)
    name = models.CharField(_("lot"), max_length=60, editable=False)
    expires_on = DayField(_("good until"), null=True, blank=True, bounds=EXPIRIES)
    search_text = FoldedField(of=["name"])

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["pk"]
        indexes = [models.Index(fields=["expires_on"], name="lots_by_expiry")]
        constraints = [
            models.UniqueConstraint(fields=["item", "name"], name="an_item_has_a_lot_once"),
            models.CheckConstraint(condition=~Q(name=""), name="a_lot_has_a_name"),
        ]

    def __str__(self):
        return self.name

    def has_expired(self, on: date) -> bool:
        """Whether it was no longer good on that day; on its last day it still is."""
        return self.expires_on is not None and self.expires_on < on
