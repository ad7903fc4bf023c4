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
