"""Brings the house's own start-up checks and its admin site into Django."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class LabsiteConfig(AppConfig):
    name = "labsite"

    def ready(self):
        from labsite import checks  # noqa: F401  (importing registers them)


class LabsiteAdminConfig(AdminConfig):
    """Puts our admin site in the place of Django's."""

    default_site = "labsite.admin_site.LabsiteAdminSite"

    def ready(self):
        super().ready()
        from django.contrib.auth.models import Group

        self.module.site.unregister(Group)  # roles are ours (lab.permissions)
