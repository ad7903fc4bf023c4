"""Admin pages of the laboratory: its people and their roles, its settings and exceptions; events to read."""

from base64 import b64encode

from django.contrib import admin
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.admin import ReadOnlyAdmin
from common.models import Counter
from lab.access import takes_files
from lab.admin_edits import RecordedAdmin
from lab.admin_forms import EmployeeForm, SettingsForm
from lab.calendar_forms import HolidayForm
from lab.cause import Cause
from lab.models import Employee, Event, Holiday, LabSettings, RecordEvent
from lab.team import save_person


@admin.register(Employee)
class EmployeeAdmin(RecordedAdmin):
    """Staff and roles. Saving goes through the same use cases as the team's pages, which leave the events."""

    form = EmployeeForm
    list_display = ["name", "username", "role_names", "position", "is_active", "last_login"]
    list_filter = ["is_active", "role_grants__role"]
    search_fields = ["search_text"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_service_account=False).prefetch_related("role_grants")

    @admin.display(description=_("roles"))
    def role_names(self, employee):
        return ", ".join(employee.role_labels) or "–"

    def save_model(self, request, obj, form, change):
        cause = Cause(request.user, timezone.now())
        saved = save_person(obj.pk, form.details(), form.cleaned_data["roles"], obj.is_active, cause)
        obj.pk = saved.pk
        obj.refresh_from_db()
        if obj.pk == request.user.pk:
            update_session_auth_hash(request, saved)

    def save_related(self, request, form, formsets, change):
        """Nothing more: the use cases have saved the roles and left the events."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(LabSettings)
class LabSettingsAdmin(RecordedAdmin):
    """The one row of settings."""

    form = SettingsForm
    readonly_fields = ["present_logo"]
    fieldsets = [
        (None, {"fields": ["name", "legal_name", "address", "phone", "email", "requisites"]}),
        (_("Bank"), {"fields": ["iban", "bic"]}),
        (_("Currency"), {"fields": ["currency", "exchange_rate_days"]}),
        (_("Logo"), {"fields": ["present_logo", "new_logo", "remove_logo"]}),
        (
            _("Orders"),
            {
                "fields": [
                    *("owners_may_order", "plan_on_submit", "one_running_task"),
                    *("prices_include_tax", "rush_percent", "payment_instructions"),
                    "tooth_numbers",
                ]
            },
        ),
        (_("Payment"), {"fields": ["payment_days"]}),
        (
            _("Numbers"),
            {
                "fields": [
                    *("order_mask", "act_mask", "closing_mask"),
                    *("payment_mask", "refund_mask", "receipt_mask", "pay_sheet_mask"),
                ]
            },
        ),
    ]

    @admin.display(description=_("logo"))
    def present_logo(self, settings):
        if not settings.logo:
            return "–"
        picture = b64encode(bytes(settings.logo)).decode()
        return format_html(
            '<img class="present-logo" src="data:image/png;base64,{}" alt="{}">', picture, _("logo")
        )

    def get_readonly_fields(self, request, obj=None):
        """Once anything has a number it also has amounts, and those are in this currency."""
        return [*self.readonly_fields, "currency"] if Counter.objects.exists() else self.readonly_fields

    @takes_files
    def change_view(self, request, object_id, form_url="", extra_context=None):
        return super().change_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:lab_labsettings_change", LabSettings.load().pk)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Holiday)
class HolidayAdmin(RecordedAdmin):
    """Exceptions of the calendar; the page of the calendar edits them too, and shows them in their months."""

    form = HolidayForm
    list_display = ["first", "last", "name", "is_annual", "opens", "closes"]
    list_filter = ["is_annual"]
    search_fields = ["search_text"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Who did what, when and why: for ever."""

    list_display = ["at", "verb", "actor", "role", "reason"]
    list_select_related = ["actor"]
    search_fields = ["verb", "search_text", "actor__search_text"]
    ordering = ["-pk"]


@admin.register(RecordEvent)
class RecordEventAdmin(ReadOnlyAdmin):
    """What each event changed in a record; the record's own page shows it as its history."""

    list_display = ["event", "kind", "record"]
    list_select_related = ["event"]
    list_filter = ["kind"]
    ordering = ["-pk"]
