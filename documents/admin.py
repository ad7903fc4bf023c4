"""Admin pages of files and of the sizes of labels. The bytes of files are handed out on the order's page alone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import ReadOnlyAdmin
from documents.models import Attachment, LabelSize
from lab.admin_edits import RecordedAdmin


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    list_display = ["name", "order", "size", "uploaded_by", "uploaded_at", "removed_at"]
    list_select_related = ["order", "uploaded_by"]
    search_fields = ["search_text", "order__search_text"]
    ordering = ["-pk"]


@admin.register(LabelSize)
class LabelSizeAdmin(RecordedAdmin):
    """The first is offered first; a size that is not wanted any more is deleted, no paper remembers it."""

    list_display = ["name", "position", "width", "height", "is_sheet", "columns", "rows"]
    search_fields = ["search_text"]
    fieldsets = [
        (None, {"fields": ["name", "position", "width", "height", "is_sheet"]}),
        (
            _("The sheet"),
            {
                "fields": [
                    *("sheet_width", "sheet_height", "columns", "rows"),
                    *("margin_left", "margin_top", "gap_across", "gap_down"),
                ],
                "description": _("Only asked of sizes that are on sheets."),
            },
        ),
    ]
