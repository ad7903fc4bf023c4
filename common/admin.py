"""What our admin pages share: rows that the admin site shows and never writes; and what forged input does not break."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from common.finding import SEARCH, NameKeyField, holding, written
from common.standing_choices import RowsField, is_row


class _ByTheKey(ChangeList):
    """A list whose columns of names sort as names do everywhere else."""

    def get_ordering_field(self, field_name):
        keys = {field.of[0]: field.name for field in written(self.model) if isinstance(field, NameKeyField)}
        return keys.get(field_name) or super().get_ordering_field(field_name)


class FindingAdmin(admin.ModelAdmin):
    """An admin page whose search box finds what the search boxes of the other pages find."""

    def get_search_results(self, request, queryset, search_term):
        """Django's would compare capitals and accents as each database pleases."""
        columns = self.get_search_fields(request)
        if list(columns) == [SEARCH]:
            return queryset.matching(search_term), False
        return holding(queryset, search_term, *columns), False

    def get_changelist(self, request, **kwargs):
        return _ByTheKey


class ChoosesByTyping(AutocompleteSelect):
    """Django's box, which asks the database even for what is no row's number at all."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if is_row(one)], attr)


class ChoosesManyByTyping(ChoosesByTyping, AutocompleteSelectMultiple):
    """The same for several rows."""


class Sturdy:
    """Of an admin page or an inline: forged numbers and names are refused, where Django itself would fall over."""

    def get_object(self, request, object_id, from_field=None):
        return super().get_object(request, object_id, from_field or None)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChoosesByTyping(db_field, self.admin_site, using=kwargs.get("using")))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and field.empty_label is not None:
            field.empty_label = _empty(db_field)
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        has_own = db_field.has_default() or any(value == "" for value, _label in db_field.choices)
        if not (has_own or db_field.name in self.radio_fields):
            kwargs.setdefault("choices", db_field.get_choices(blank_choice=[("", _empty(db_field))]))
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault(
                "widget", ChoosesManyByTyping(db_field, self.admin_site, using=kwargs.get("using"))
            )
        return super().formfield_for_manytomany(db_field, request, **{"form_class": RowsField, **kwargs})


def _empty(db_field):
    """What a choice says while nothing is chosen."""
    return _("Not said") if db_field.blank else _("Choose")


class _NeverWritten:
    """The doors of Django's admin that write, all shut."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(_NeverWritten, Sturdy, FindingAdmin):
    """List, search, page and history. Counting every row of a ledger at each look is left out."""

    show_full_result_count = False
    list_per_page = 50

    def get_actions(self, request):
        return {}

    def save_model(self, request, obj, form, change):
        raise PermissionDenied

    def delete_model(self, request, obj):
        raise PermissionDenied

    def delete_queryset(self, request, queryset):
        raise PermissionDenied


class ReadOnlyInline(_NeverWritten, admin.TabularInline):
    """Rows shown on the page of what they belong to."""

    extra = 0
    can_delete = False
    show_change_link = True

    list_select_related: tuple[str, ...] = ()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_readonly_fields(self, request, obj=None):
        return self.fields
