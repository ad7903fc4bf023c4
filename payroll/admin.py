"""Admin pages of pay: to read. Rates, pay sheets and answers are made on the pages of payroll."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from payroll.models import ClosedMonth, PayQuestion, PayrollEntry, PaySheet, Rate


@admin.register(Rate)
class RateAdmin(ReadOnlyAdmin):
    list_display = [
        *("role", "employee", "step", "service", "group", "kind", "base", "percent", "amount"),
        *("valid_from", "is_active"),
    ]
    list_select_related = ["employee", "step", "service", "group"]
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
        "planned",
        "amount",
        "currency",
    ]
    list_select_related = ["employee", "order", "service", "planned"]
    list_filter = ["role"]
    search_fields = ["employee__search_text", "order__search_text"]
    ordering = ["-pk"]


@admin.register(PaySheet)
class PaySheetAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "employee", "finished_on", "total", "currency"]
    list_select_related = ["employee"]
    search_fields = ["number", "employee__search_text"]
    ordering = ["-pk"]


@admin.register(ClosedMonth)
class ClosedMonthAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "event"]
    list_select_related = ["event"]
    ordering = ["-first"]


@admin.register(PayQuestion)
class PayQuestionAdmin(ReadOnlyAdmin):
    list_display = ["asked_by", "text", "entry", "answered"]
    list_select_related = ["asked_by", "entry", "answered"]
    ordering = ["-pk"]
