"""Brings the house's own start-up checks and its admin site into Django."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class LabsiteConfig(AppConfig):
    name = "labsite"

    def ready(self):
        from labsite import checks  # noqa: F401  (importing registers them)


class LabsiteAdminConfig(AdminConfig):
    """Puts our admin site in the place of Django's."""

    default_site = "labsite.admin_site.LabsiteAdminSite"

    def ready(self):
        super().ready()
        from django.apps import apps
        from django.contrib.auth.models import Group

        apps.get_app_config("axes").verbose_name = _("Log-ins")
        self.module.site.unregister(Group)  # roles are ours (lab.permissions)
