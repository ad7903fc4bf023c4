"""Admin pages of the files: what is known about them. The bytes are handed out on the order's page alone."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from documents.models import Attachment


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    list_display = ["name", "order", "size", "uploaded_by", "uploaded_at", "removed_at"]
    list_select_related = ["order", "uploaded_by"]
    search_fields = ["search_text", "order__search_text"]
    ordering = ["-pk"]
