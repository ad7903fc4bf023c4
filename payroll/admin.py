"""Admin pages of pay: to read. Rates are set on the pages of payroll."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from payroll.models import PayrollEntry, Rate


@admin.register(Rate)
class RateAdmin(ReadOnlyAdmin):
    list_display = ["role", "employee", "service", "kind", "percent", "amount", "valid_from", "is_active"]
    list_select_related = ["employee", "service"]
    list_filter = ["role", "kind", "is_active"]


@admin.register(PayrollEntry)
class PayrollEntryAdmin(ReadOnlyAdmin):
    list_display = [
        "earned_on",
        "employee",
        "role",
        "order",
        "service",
        "quantity",
        "base",
        "amount",
        "currency",
    ]
    list_select_related = ["employee", "order", "service"]
    list_filter = ["role"]
    search_fields = ["employee__search_text", "order__search_text"]
    ordering = ["-pk"]
