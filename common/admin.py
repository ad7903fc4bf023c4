"""Admin pages of rows that the admin site shows and never writes: what is booked, and what only use cases move."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied


class _NeverWritten:
    """The doors of Django's admin that write, all shut."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(_NeverWritten, admin.ModelAdmin):
    """List, search, page and history. Counting every row of a ledger at each look is left out."""

    show_full_result_count = False
    list_per_page = 50

    def get_actions(self, request):
        return {}

    def save_model(self, request, obj, form, change):
        raise PermissionDenied

    def delete_model(self, request, obj):
        raise PermissionDenied

    def delete_queryset(self, request, queryset):
        raise PermissionDenied


class ReadOnlyInline(_NeverWritten, admin.TabularInline):
    """Rows shown on the page of what they belong to."""

    extra = 0
    can_delete = False
    show_change_link = True

    list_select_related: tuple[str, ...] = ()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_readonly_fields(self, request, obj=None):
        return self.fields
