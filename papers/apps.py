"""Issued papers: what each says, the bytes of its PDF, and the public page that tells whether one is genuine."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "papers"
    verbose_name = _("Issued papers")
    default_auto_field = "django.db.models.BigAutoField"
