"""Admin pages of the door's own records: log-ins, and wrong passwords, which can be forgiven."""

from axes.models import AccessAttempt, AccessLog
from django.contrib import admin

from common.admin import ReadOnlyAdmin
from lab.admin_edits import RecordedAdmin


@admin.register(AccessLog)
class AccessLogAdmin(ReadOnlyAdmin):
    list_display = ["attempt_time", "username", "ip_address", "logout_time"]
    search_fields = ["username", "ip_address"]
    ordering = ["-pk"]


@admin.register(AccessAttempt)
class AccessAttemptAdmin(RecordedAdmin):
    """Deleting a row lets the person try again at once."""

    list_display = ["attempt_time", "username", "ip_address", "failures_since_start"]
    fields = ["attempt_time", "username", "ip_address", "user_agent", "failures_since_start"]
    search_fields = ["username", "ip_address"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
