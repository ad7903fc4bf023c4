"""The filters over the catalogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Service, ServiceGroup
from common.lists import SearchForm


class CatalogFilter(SearchForm):
    """The filters over the catalogue."""

    department = forms.ChoiceField(label=_("Department"), required=False)
    inactive = forms.BooleanField(label=_("Also no longer sold"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = ServiceGroup.objects.exclude(department="").order_by("department_key")
        departments = named.values_list("department", flat=True).distinct()
        self.fields["department"].choices = [("", _("All")), *((name, name) for name in departments)]

    def rows(self):
        """The services asked for, with their groups, department by department."""
        asked = self.asked
        found = Service.objects.matching(asked.get("q", ""))
        if not asked.get("inactive"):
            found = found.on_sale()
        if department := asked.get("department"):
            found = found.filter(group__department=department)
        return found.select_related("group").order_by(
            "group__department_key", "group__position", "group__name_key", "code"
        )
