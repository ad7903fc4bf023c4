"""Admin pages of the background work, to look at; it is tended on its own page."""

from django.contrib import admin

from background.models import Job
from common.admin import ReadOnlyAdmin


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["asked_at", "kind", "about", "state", "attempts", "due_at", "ended_at", "last_error"]
    list_filter = ["state", "kind"]
    list_select_related = ["asked_by"]
    search_fields = ["search_text", "kind", "last_error"]
    ordering = ["-pk"]
