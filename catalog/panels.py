"""What the pages of a service and of a price list show of the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from catalog.asking import Asking
from catalog.bundles import Bundles
from catalog.models import IncludedService, PriceListVersion, Service
from common.panels import Panel


def fields_panel(service: Service, bundles: Bundles) -> Panel:
    context = {"fields": Asking([service.pk], bundles).of(service)}
    return Panel("fields", _("What each line asks for"), "catalog/panels/fields.html", context)


def included_panel(service: Service) -> Panel | None:
    """What a complex service includes; for those that include nothing there is no panel."""
    rows = list(service.included.select_related("service").defer("service__price"))
    nested = set(
        IncludedService.objects.filter(bundle__in=[row.service_id for row in rows]).values_list(
            "bundle", flat=True
        )
    )
    for row in rows:
        row.is_bundle = row.service_id in nested
    if not rows:
        return None
    return Panel("included", _("Includes"), "catalog/panels/included.html", {"rows": rows}, count=len(rows))


def included_in_panel(service: Service) -> Panel | None:
    """In which complex services this one is included; None where it is in none."""
    rows = list(service.included_in.select_related("bundle").defer("bundle__price").order_by("bundle__code"))
    if not rows:
        return None
    return Panel("included_in", _("Included in"), "catalog/panels/included_in.html", {"rows": rows})


def steps_panel(service: Service) -> Panel:
    steps = list(service.steps.current().select_related("performer"))
    context = {"steps": steps, "is_bundle": service.included.exists()}
    return Panel("steps", _("Steps of the work"), "catalog/panels/steps.html", context)


def norms_panel(service: Service) -> Panel:
    norms = service.material_norms.select_related("material").order_by("material__name_key", "pk")
    context = {"norms": list(norms), "is_bundle": service.included.exists()}
    return Panel("norms", _("Materials for one unit"), "catalog/panels/norms.html", context)


@dataclass(frozen=True)
class VersionsTold:
    """The versions of a list as they stand on a day: the one that holds, those to come, those that are over or
    replaced. ``until`` is the last day of the one that holds; None where none is set. ``ended`` is the last day
    on which each of the former ones held."""

    holds: PriceListVersion | None
    ahead: Sequence[PriceListVersion]
    former: Sequence[PriceListVersion]
    until: date | None
    ended: Mapping[int, date]


def versions_told(versions: Iterable[PriceListVersion], today: date) -> VersionsTold:
    rows = sorted(versions, key=lambda row: (row.valid_from, row.number), reverse=True)
    ahead = [row for row in reversed(rows) if not row.has_begun(today)]
    begun = [row for row in rows if row.has_begun(today)]
    holds = next((row for row in begun if not row.has_ended(today)), None)
    ends = [] if holds is None else [holds.last_day, *(row.valid_from - timedelta(days=1) for row in ahead)]
    until = min((day for day in ends if day), default=None)
    former = [row for row in begun if row is not holds]
    ended = {row.pk: _ended(row, begun[: begun.index(row)], today) for row in former}
    return VersionsTold(holds, ahead, former, until, ended)


def _ended(version: PriceListVersion, later: Sequence[PriceListVersion], today: date) -> date:
    """Before a later one took its place; its first day, where one of that very day did."""
    ended = min(version.last_day or today, today)
    while over := next((row for row in later if row.has_begun(ended) and not row.has_ended(ended)), None):
        ended = over.valid_from - timedelta(days=1)
    return max(ended, version.valid_from)
