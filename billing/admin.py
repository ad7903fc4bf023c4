"""Admin pages of the books of billing: to read."""

from django.contrib import admin

from billing.models import (
    Act,
    ActLine,
    ActMaterial,
    Allocation,
    BankAside,
    BankAsideLifted,
    BankImport,
    BankImportTakenBack,
    BankLine,
    BankProfile,
    BankTakeover,
    BankTaking,
    ClosingDocument,
    ClosingDocumentOrder,
    Payment,
    PriceAdjustment,
    RealizedTogether,
    ReceivableEntry,
    Refund,
    Sending,
)
from common.admin import ReadOnlyAdmin, ReadOnlyInline


class ActLineInline(ReadOnlyInline):
    model = ActLine
    fields = ["code", "name", "quantity", "gross", "amount", "tax_percent", "added_tax"]


class ActMaterialInline(ReadOnlyInline):
    model = ActMaterial
    fields = ["material", "quantity"]
    list_select_related = ("material",)


class OrderOfDocumentInline(ReadOnlyInline):
    model = ClosingDocumentOrder
    fields = ["order", "amount"]
    list_select_related = ("order",)


class AllocationInline(ReadOnlyInline):
    model = Allocation
    fields = ["order", "refund", "amount", "is_advance", "reverses"]
    list_select_related = ("order", "refund", "reverses__payment", "reverses__order", "reverses__refund")


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    list_display = ["number", "order", "performer", "posted_on", "currency", "reverses"]
    list_select_related = ["order", "performer", "reverses"]
    search_fields = ["number", "order__search_text"]
    ordering = ["-pk"]
    inlines = [ActLineInline, ActMaterialInline]


@admin.register(ClosingDocument)
class ClosingDocumentAdmin(ReadOnlyAdmin):
    list_display = ["number", "kind", "customer", "issued_on", "total", "currency"]
    list_select_related = ["customer"]
    list_filter = ["kind"]
    search_fields = ["number", "customer__search_text"]
    inlines = [OrderOfDocumentInline]


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ["number", "customer", "received_on", "amount", "currency", "method", "reference"]
    list_select_related = ["customer"]
    list_filter = ["method"]
    search_fields = ["search_text", "customer__search_text"]
    inlines = [AllocationInline]


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ["number", "customer", "refunded_on", "amount", "currency", "method", "reference"]
    list_select_related = ["customer"]
    list_filter = ["method"]
    search_fields = ["search_text", "customer__search_text"]


@admin.register(Allocation)
class AllocationAdmin(ReadOnlyAdmin):
    list_display = ["payment", "order", "refund", "amount", "is_advance", "event"]
    list_select_related = ["payment", "order", "refund", "event"]
    search_fields = ["payment__search_text", "order__search_text"]
    ordering = ["-pk"]


@admin.register(PriceAdjustment)
class PriceAdjustmentAdmin(ReadOnlyAdmin):
    list_display = ["order", "amount", "agreed", "base", "currency", "event"]
    list_select_related = ["order", "event"]
    search_fields = ["order__search_text", "event__search_text"]
    ordering = ["-pk"]


@admin.register(ReceivableEntry)
class ReceivableEntryAdmin(ReadOnlyAdmin):
    list_display = ["day", "customer", "kind", "order", "document", "payment", "refund", "amount", "currency"]
    list_select_related = ["customer", "order", "document", "payment", "refund"]
    list_filter = ["kind"]
    search_fields = ["customer__search_text", "order__search_text", "payment__search_text"]
    ordering = ["-pk"]


@admin.register(RealizedTogether)
class RealizedTogetherAdmin(ReadOnlyAdmin):
    list_display = ["event", "order", "document", "refusal"]
    list_select_related = ["event", "order", "document"]
    search_fields = ["order__search_text"]
    ordering = ["-pk"]


@admin.register(Sending)
class SendingAdmin(ReadOnlyAdmin):
    list_display = ["document", "how", "sent_on", "event", "reverses"]
    list_select_related = ["document", "event", "reverses__document"]
    list_filter = ["how"]
    search_fields = ["document__number"]
    ordering = ["-pk"]


@admin.register(BankImport)
class BankImportAdmin(ReadOnlyAdmin):
    list_display = [
        "file_name",
        "kind",
        "account",
        "currency",
        "since",
        "until",
        "opening",
        "closing",
        "event",
    ]
    list_select_related = ["event"]
    list_filter = ["kind"]


@admin.register(BankImportTakenBack)
class BankImportTakenBackAdmin(ReadOnlyAdmin):
    list_display = ["bank_import", "event"]
    list_select_related = ["bank_import", "event"]
    ordering = ["-pk"]


@admin.register(BankLine)
class BankLineAdmin(ReadOnlyAdmin):
    list_display = ["bank_import", "position", "day", "amount", "name", "purpose", "reference", "ordinal"]
    list_select_related = ["bank_import"]
    ordering = ["-bank_import", "position"]


@admin.register(BankTaking)
class BankTakingAdmin(ReadOnlyAdmin):
    list_display = ["line", "payment", "event"]
    list_select_related = ["line", "payment", "event"]
    search_fields = ["payment__search_text"]
    ordering = ["-pk"]


@admin.register(BankAside)
class BankAsideAdmin(ReadOnlyAdmin):
    list_display = ["line", "event"]
    list_select_related = ["line", "event"]
    ordering = ["-pk"]


@admin.register(BankAsideLifted)
class BankAsideLiftedAdmin(ReadOnlyAdmin):
    list_display = ["aside", "event"]
    list_select_related = ["aside__line", "event"]
    ordering = ["-pk"]


@admin.register(BankTakeover)
class BankTakeoverAdmin(ReadOnlyAdmin):
    list_display = ["bank_import", "job", "event"]
    list_select_related = ["bank_import", "event"]
    ordering = ["-pk"]


@admin.register(BankProfile)
class BankProfileAdmin(ReadOnlyAdmin):
    list_display = ["name", "account", "currency"]
