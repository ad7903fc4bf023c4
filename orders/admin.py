"""Admin pages of the orders: to read. Only use cases move an order; the markers alone are edited here."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from lab.admin_edits import RecordedAdmin
from orders.models import (
    Batch,
    BatchOrder,
    Comment,
    Delivery,
    LinePart,
    Marker,
    Order,
    OrderEvent,
    OrderLine,
    Task,
    ToothWork,
)


class LineInline(ReadOnlyInline):
    model = OrderLine
    fields = [
        "position",
        "code",
        "name",
        "quantity",
        "unit_price",
        "discount_percent",
        "amount",
        "is_removed",
    ]


class TaskInline(ReadOnlyInline):
    model = Task
    fields = ["title", "performer", "assistant", "state", "finished_at"]
    list_select_related = ("performer", "assistant")


class EventInline(ReadOnlyInline):
    model = OrderEvent
    fields = ["event", "verb", "from_status", "to_status", "version"]
    list_select_related = ("event",)


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    list_display = ["number", "customer", "patient_name", "status", "due_on", "final_price", "currency"]
    list_select_related = ["customer"]
    list_filter = ["status"]
    search_fields = ["search_text"]
    inlines = [LineInline, TaskInline, EventInline]


class PartInline(ReadOnlyInline):
    model = LinePart
    fields = ["position", "code", "name", "in_one", "quantity", "price", "is_removed"]


class ToothInline(ReadOnlyInline):
    model = ToothWork
    fields = ["tooth", "role", "span", "guide", "body", "neck", "incisal", "stump", "system", "platform"]


@admin.register(OrderLine)
class OrderLineAdmin(ReadOnlyAdmin):
    list_display = ["order", "position", "code", "name", "quantity", "amount", "is_removed"]
    list_select_related = ["order"]
    search_fields = ["order__search_text", "service__search_text"]
    ordering = ["-pk"]
    inlines = [PartInline, ToothInline]


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    list_display = ["order", "title", "performer", "assistant", "state"]
    list_select_related = ["order", "performer", "assistant"]
    list_filter = ["state"]
    search_fields = ["order__search_text", "line__service__search_text"]
    ordering = ["-pk"]


@admin.register(OrderEvent)
class OrderEventAdmin(ReadOnlyAdmin):
    list_display = ["event", "order", "verb", "from_status", "to_status", "version"]
    list_select_related = ["event", "order"]
    list_filter = ["verb"]
    search_fields = ["order__search_text"]
    ordering = ["-pk"]


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ["event", "action", "count", "asked_by", "state", "ended_at"]
    list_select_related = ["event", "asked_by"]
    list_filter = ["state", "action"]
    search_fields = ["asked_by__search_text"]
    ordering = ["-pk"]


@admin.register(BatchOrder)
class BatchOrderAdmin(ReadOnlyAdmin):
    list_display = ["batch", "order", "state", "said", "at"]
    list_select_related = ["batch", "order"]
    list_filter = ["state"]
    search_fields = ["order__search_text"]
    ordering = ["-pk"]


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["order", "author", "created_at", "is_internal", "text"]
    list_select_related = ["order", "author"]
    search_fields = ["order__search_text", "search_text"]
    ordering = ["-pk"]


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["order", "shipped_on", "carrier", "delivered_on", "received_by"]
    list_select_related = ["order"]
    search_fields = ["order__search_text", "search_text"]
    ordering = ["-pk"]


@admin.register(Marker)
class MarkerAdmin(RecordedAdmin):
    """A marker that is no longer wanted is switched off: orders that bear it keep it."""

    list_display = ["name", "colour", "position", "is_active"]
    search_fields = ["search_text"]

    def has_delete_permission(self, request, obj=None):
        return False
