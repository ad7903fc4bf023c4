"""Admin pages of customers and patients. Nobody is deleted who may stand on an order: switch off instead."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import ReadOnlyAdmin
from customers.forms import CustomerTwins, PatientTwins
from customers.models import Address, Contact, Counterparty, CustomerPriceList, Merge, Patient, Tag
from customers.save_counterparty import refresh_animals
from lab.admin_edits import RecordedAdmin, RecordedInline


class ContactInline(RecordedInline):
    model = Contact
    can_delete = False


class AddressInline(RecordedInline):
    model = Address


class PriceListInline(RecordedInline):
    model = CustomerPriceList


class TwinsAdmin(RecordedAdmin):
    """A page whose form names who is there already, as far as the person may see it."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)  # a class of this request's own
        form.viewer = request.user
        return form


@admin.register(Counterparty)
class CounterpartyAdmin(TwinsAdmin):
    form = CustomerTwins
    list_display = ["name", "kind", "phone", "email", "is_active"]
    list_filter = ["is_active", "kind", "tags"]
    search_fields = ["search_text"]
    autocomplete_fields = ["tags"]
    inlines = [ContactInline, AddressInline, PriceListInline]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "name" in form.changed_data:
            refresh_animals(obj)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Patient)
class PatientAdmin(TwinsAdmin):
    form = PatientTwins
    list_display = ["name", "kind", "species", "owner", "born_on", "card_number"]
    list_select_related = ["owner"]
    list_filter = ["kind"]
    search_fields = ["search_text"]
    autocomplete_fields = ["owner"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """Who was merged into whom, by whom, and whether it was taken back: for ever."""

    list_display = ["event", "kind", "gone_name", "kept_name", "stands"]
    list_select_related = ["event__actor", "taken_back"]
    list_filter = ["kind"]
    ordering = ["-pk"]

    @admin.display(description=_("stands"), boolean=True)
    def stands(self, merge):
        return not hasattr(merge, "taken_back")


@admin.register(Tag)
class TagAdmin(RecordedAdmin):
    search_fields = ["search_text"]
