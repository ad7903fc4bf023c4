"""Admin pages of the issued papers, to look at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from papers import codes
from papers.kinds import KINDS
from papers.models import DrawnPaper, IssuedPaper, Supersession


class DrawnPaperInline(ReadOnlyInline):
    model = DrawnPaper
    fields = ["drawn_at", "size", "sha256", "missing"]


class SupersessionInline(ReadOnlyInline):
    model = Supersession
    fk_name = "paper"
    fields = ["how", "by", "event"]
    list_select_related = ("by", "event")


class KindFilter(admin.SimpleListFilter):
    """The kinds by what people call them."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(name, kind.label) for name, kind in KINDS.items()]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() in KINDS else queryset


@admin.register(IssuedPaper)
class IssuedPaperAdmin(ReadOnlyAdmin):
    list_display = [
        "number",
        "kind_in_words",
        "revision",
        "issued_on",
        "about",
        "state_in_words",
        "code_in_words",
    ]
    list_filter = [KindFilter, "of_before"]
    search_fields = ["search_text"]
    ordering = ["-pk"]
    exclude = ["snapshot"]
    inlines = [DrawnPaperInline, SupersessionInline]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("snapshot").prefetch_related("supersessions")

    def get_search_results(self, request, queryset, search_term):
        """By number and what it is about; or by its code, however that is typed."""
        try:
            return queryset.filter(code=codes.read(search_term)), False
        except codes.MistypedCode:
            return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("kind"))
    def kind_in_words(self, paper):
        return paper.kind_label

    @admin.display(description=_("state"))
    def state_in_words(self, paper):
        return paper.state.label

    @admin.display(description=_("code"))
    def code_in_words(self, paper):
        return paper.code_in_groups
