"""Admin pages of the catalogue: services with what they ask for and use up, materials, groups, tax rates."""

from django.contrib import admin

from catalog.forms import PricedForm
from catalog.models import (
    Material,
    MaterialNorm,
    Service,
    ServiceField,
    ServiceGroup,
    TaskTemplate,
    TaxRate,
)
from common.admin import ReadOnlyInline
from lab.admin_edits import RecordedAdmin, RecordedInline


class ServiceFieldInline(RecordedInline):
    model = ServiceField


class StepInline(ReadOnlyInline):
    """Shares have to come to a hundred and rates name steps: they are written on the service's own page."""

    model = TaskTemplate
    fields = ["position", "name", "minutes", "performer", "share", "is_removed"]
    list_select_related = ("performer",)


class MaterialNormInline(RecordedInline):
    model = MaterialNorm
    autocomplete_fields = ["material"]


@admin.register(Service)
class ServiceAdmin(RecordedAdmin):
    """What is sold. Prices on orders are frozen when the line is added: a new price touches new lines only."""

    form = PricedForm
    list_display = ["code", "name", "group", "price", "currency", "tax_rate", "lead_days", "is_active"]
    list_select_related = ["group", "tax_rate"]
    list_filter = ["is_active", "review_required", "group"]
    search_fields = ["search_text"]
    inlines = [ServiceFieldInline, StepInline, MaterialNormInline]


@admin.register(ServiceGroup)
class ServiceGroupAdmin(RecordedAdmin):
    list_display = ["name", "department", "position"]
    search_fields = ["search_text"]


@admin.register(TaxRate)
class TaxRateAdmin(RecordedAdmin):
    list_display = ["name", "percent"]


@admin.register(Material)
class MaterialAdmin(RecordedAdmin):
    list_display = ["code", "name", "unit", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["search_text"]
