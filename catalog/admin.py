"""Admin pages of the catalogue: services with what they ask for and use, price lists, materials, groups, tax rates."""

from django.contrib import admin

from catalog.bundles import lock_bundles, refuse_unsound_bundles
from catalog.forms import IncludedRowForm, PricedForm, PriceListForm
from catalog.models import (
    IncludedService,
    Material,
    MaterialNorm,
    PriceList,
    PriceListVersion,
    PriceRule,
    Service,
    ServiceField,
    ServiceGroup,
    TaskTemplate,
    TaxRate,
)
from common.admin import ReadOnlyAdmin, ReadOnlyInline
from common.form_words import ONE_OF_THESE
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


class ServiceAdminForm(PricedForm):
    class Meta:
        error_messages = {"counts_by": ONE_OF_THESE}


@admin.register(Service)
class ServiceAdmin(RecordedAdmin):
    """What is sold. Prices on orders are frozen when the line is added: a new price touches new lines only."""

    form = ServiceAdminForm
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


class VersionInline(ReadOnlyInline):
    """Which versions may change, and what their rules may say, is seen to on the list's own pages."""

    model = PriceListVersion
    fields = ["number", "valid_from", "last_day"]


@admin.register(PriceList)
class PriceListAdmin(RecordedAdmin):
    form = PriceListForm
    list_display = ["name", "currency", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["search_text"]
    inlines = [VersionInline]

    def get_readonly_fields(self, request, obj=None):
        return ["currency"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


class RuleInline(ReadOnlyInline):
    model = PriceRule
    fields = ["service", "group", "kind", "percent", "amount"]
    list_select_related = ("service", "group")


@admin.register(PriceListVersion)
class PriceListVersionAdmin(ReadOnlyAdmin):
    list_display = ["price_list", "number", "valid_from", "last_day"]
    list_select_related = ["price_list"]
    list_filter = ["price_list"]
    inlines = [RuleInline]
