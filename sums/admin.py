"""Admin pages of the kept sums, to look at."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from sums.models import Reckoned


@admin.register(Reckoned)
class ReckonedAdmin(ReadOnlyAdmin):
    list_display = ["figure", "settled", "since", "zone"]
