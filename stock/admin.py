"""Admin pages of the stock: warehouses to edit; receipts and movements to read."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from lab.admin_edits import RecordedAdmin
from stock.models import Lot, Receipt, StockCount, StockCountLine, StockItem, StockMovement, Warehouse


class MovementInline(ReadOnlyInline):
    model = StockMovement
    fields = ["item", "quantity", "lot", "unit_cost", "moved_on"]
    list_select_related = ("item__material",)


@admin.register(Warehouse)
class WarehouseAdmin(RecordedAdmin):
    list_display = ["name", "is_default"]
    search_fields = ["search_text"]


@admin.register(StockItem)
class StockItemAdmin(ReadOnlyAdmin):
    list_display = ["material", "warehouse", "minimum"]
    list_select_related = ["material", "warehouse"]
    search_fields = ["material__search_text"]


@admin.register(Lot)
class LotAdmin(ReadOnlyAdmin):
    list_display = ["name", "item", "expires_on"]
    list_select_related = ["item__material"]
    search_fields = ["search_text", "item__material__search_text"]


class CountLineInline(ReadOnlyInline):
    model = StockCountLine
    fields = ["item", "lot", "expected", "counted", "found"]
    list_select_related = ("item__material",)


@admin.register(StockCount)
class StockCountAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "warehouse", "note", "counted_on"]
    list_select_related = ["warehouse"]
    search_fields = ["number"]
    inlines = [CountLineInline]


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    list_display = ["number", "warehouse", "supplier", "received_on", "note"]
    list_select_related = ["warehouse"]
    search_fields = ["search_text"]
    inlines = [MovementInline]


@admin.register(StockMovement)
class StockMovementAdmin(ReadOnlyAdmin):
    list_display = ["moved_on", "item", "lot", "kind", "quantity", "order", "receipt", "shortage_overridden"]
    list_select_related = ["item__material", "order", "receipt"]
    list_filter = ["kind", "shortage_overridden"]
    search_fields = ["item__material__search_text", "order__search_text", "receipt__search_text"]
    ordering = ["-pk"]
