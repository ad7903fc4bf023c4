"""The badges of a person: the one that opens a shared bench, and those of before."""

from django.utils.translation import gettext as _

from common.panels import Panel
from lab.models import Employee

MOST_TOLD = 20


def badges_panel(person: Employee, form_token: str) -> Panel:
    """For those who administer the laboratory alone."""
    badges = list(person.badges.select_related("issued__actor", "revoked__actor")[:MOST_TOLD])
    present = next((badge for badge in badges if badge.revoked_id is None), None)
    context = {"person": person, "present": present, "badges": badges, "form_token": form_token}
    return Panel("badges", _("Badge for the bench"), "lab/panels/badges.html", context)
