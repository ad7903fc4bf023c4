"""The five roles a person may hold in the laboratory."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """An employee may hold several; the first in this order that allows an act is the one written on its event."""

    MANAGER = "manager", _("Manager")
    REVIEWER = "reviewer", _("Reviewer")
    TECHNICIAN = "technician", _("Technician")
    ACCOUNTANT = "accountant", _("Accountant")
    ADMINISTRATOR = "administrator", _("Administrator")


SYSTEM = "system"
"""The role written on events that a job or a command causes, not a person."""

IN_WORDS = {
    Role.MANAGER: _("Takes orders, sets prices and due dates, delivers, cancels; sees money and pay."),
    Role.REVIEWER: _("Checks finished work, produces orders and returns them to production."),
    Role.TECHNICIAN: _("Does the work and hands in files and acts; sees no prices but own earnings."),
    Role.ACCOUNTANT: _("Realizes orders, records payments, sets rates; moves no order through production."),
    Role.ADMINISTRATOR: _("May do whatever any role may; switches roles and keeps the settings."),
}
"""What each role is for, in one sentence, for the person who switches it on."""
