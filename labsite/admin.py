"""Admin pages of the door's own records: log-ins, and wrong passwords, which can be forgiven."""

from axes.models import AccessAttempt, AccessLog
from django.contrib import admin

from common.admin import ReadOnlyAdmin
from lab.admin_edits import RecordedAdmin
from lab.models import Employee


class _FindingPeople:
    """The records are another package's and have no search text: their people have."""

    def get_search_results(self, request, queryset, search_term):
        found, several = super().get_search_results(request, queryset, search_term)
        people = Employee.objects.matching(search_term).values("username")
        return found | queryset.filter(username__in=people), several


@admin.register(AccessLog)
class AccessLogAdmin(_FindingPeople, ReadOnlyAdmin):
    list_display = ["attempt_time", "username", "ip_address", "logout_time"]
    search_fields = ["username", "ip_address"]
    ordering = ["-pk"]


@admin.register(AccessAttempt)
class AccessAttemptAdmin(_FindingPeople, RecordedAdmin):
    """Deleting a row lets the person try again at once."""

    list_display = ["attempt_time", "username", "ip_address", "failures_since_start"]
    fields = ["attempt_time", "username", "ip_address", "user_agent", "failures_since_start"]
    search_fields = ["username", "ip_address"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
