"""How long the laboratory needs for a service: a complex one at least as long as the longest of what is inside."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.bundles import Bundles
from catalog.models import Service


@dataclass(frozen=True)
class Lead:
    """In working days. ``by`` is what is inside and takes so long; None where the service's own figure counts."""

    days: int
    by: Service | None = None

    def __str__(self):
        told = ngettext("%(n)s day", "%(n)s days", self.days) % {"n": self.days}
        return self.with_reason(told)

    def with_reason(self, told: str) -> str:
        """“5 days, by Zirconia crown”, where it is not the service's own."""
        return _("%(days)s, by %(service)s") % {"days": told, "service": self.by.name} if self.by else told


def lead_of(service: Service, bundles: Bundles | None) -> Lead:
    """As the catalogue says it today; ``bundles`` may be None where nothing asked about is complex."""
    inside = [bundles.services[pk] for pk in bundles.inside(service.pk)] if bundles else []
    longest = max((service, *inside), key=lambda one: one.lead_days)  # of equal ones the first, so its own
    return Lead(longest.lead_days, None if longest is service else longest)
