"""The history of a record, for the page that shows it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.panels import Panel
from lab.records import history_of


def history_panel(record: models.Model, *, with_money: bool, only: str = "") -> Panel | None:
    """Who changed what, and when (``only`` one part of it); None for a record that nobody has changed yet."""
    events = history_of(record, with_money=with_money, only=only)
    if not events:
        return None
    context = {"events": events}
    return Panel("history", _("History"), "lab/panels/history.html", context, count=len(events))
