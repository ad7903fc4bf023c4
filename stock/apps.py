"""Materials on the shelves: receipts, write-offs, what is on hand."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StockConfig(AppConfig):
    name = "stock"
    verbose_name = _("Stock")
    default_auto_field = "django.db.models.BigAutoField"
