"""Sums kept beside the books: what the charts of the dashboard rest on, by day and by month."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SumsConfig(AppConfig):
    name = "sums"
    verbose_name = _("Kept sums")
    default_auto_field = "django.db.models.BigAutoField"
