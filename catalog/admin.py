"""Admin pages of the catalogue: services with what they ask for and use up, materials, groups, tax rates."""

from django.contrib import admin

from catalog.bundles import lock_bundles, refuse_unsound_bundles
from catalog.forms import IncludedRowForm, PricedForm
from catalog.models import (
    IncludedService,
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


class IncludedServiceInline(RecordedInline):
    model = IncludedService
    form = IncludedRowForm
    fk_name = "bundle"
    fields = ["service", "quantity", "position"]
    autocomplete_fields = ["service"]


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
    inlines = [IncludedServiceInline, ServiceFieldInline, StepInline, MaterialNormInline]

    def save_related(self, request, form, formsets, change):
        """What includes what is looked at once it is written, under the lock that the service's own form takes."""
        lock_bundles()
        held = set(form.instance.included.values_list("service", flat=True))
        super().save_related(request, form, formsets, change)
        refuse_unsound_bundles(form.instance, held=held)


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
