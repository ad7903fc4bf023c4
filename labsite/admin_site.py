"""The admin site: for administrators alone, entered by the one door that everybody uses."""

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from common.standing_choices import in_use


class _OffersInUse(AutocompleteJsonView):
    """The boxes that are typed into find what may be chosen anew; what is held stands in them already."""

    def get_queryset(self):
        return in_use(super().get_queryset())


class LabsiteAdminSite(admin.AdminSite):
    """What may be written there is decided by each app's ``admin`` module."""

    site_title = "Labsite"
    site_header = _("Administration")
    index_title = _("What the laboratory is made of")
    empty_value_display = "–"

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_administrator

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """Our own door has the counting of wrong passwords, and the same words for everybody."""
        back = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(back, reverse("lab:login"))

    def autocomplete_view(self, request):
        return _OffersInUse.as_view(admin_site=self)(request)

    def logout(self, request, extra_context=None):
        return LogoutView.as_view(next_page="lab:login")(request)

    def password_change(self, request, extra_context=None):
        return redirect("lab:password_change")

    def password_change_done(self, request, extra_context=None):
        return redirect("lab:me")
