"""What forms ask while a person types: services on sale, and what a rule of a price list may be for; at most twenty."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.asking import Asking
from catalog.bundles import Bundles
from catalog.forms.price_list import EVERYTHING
from catalog.lead_time import lead_of
from catalog.models import Service, ServiceGroup
from common.asked import words
from common.folding import fold
from common.templatetags.labsite import money
from lab.access import allow
from lab.permissions import may

MOST = 20


@allow("see_catalog")
@require_safe
def service_search(request):
    """``[{id, code, name, group, currency, lead_days, review, fields}]``, ``price`` for those who see prices, and
    ``includes`` ([“2 × Crown”]) of a complex service."""
    found = Service.objects.on_sale().matching(words(request.GET))
    rows = list(found.telling_bundles().select_related("group")[:MOST])
    with_price = may(request.user, "see_prices")
    bundles = Bundles([row.pk for row in rows]) if any(row.is_bundle for row in rows) else None
    asking = Asking([row.pk for row in rows], bundles)
    return JsonResponse([_service(row, asking, with_price) for row in rows], safe=False)


def _service(row: Service, asking: Asking, with_price: bool) -> dict:
    bundles = asking.bundles
    parts = bundles.parts_of(row.pk) if bundles else []
    shown = {
        "id": row.pk,
        "code": row.code,
        "name": row.name,
        "group": row.group.name,
        "currency": row.currency,
        "lead_days": lead_of(row, bundles).days,
        "review": row.review_required or any(part.service.review_required for part in parts),
        "fields": [
            {"kind": field.kind, "label": field.label, "required": field.is_required}
            for field in asking.of(row)
        ],
    }
    if parts:
        shown["includes"] = [str(part) for part in parts]
    return shown | {"price": str(row.price)} if with_price else shown


@allow("edit_catalog")
@require_safe
def price_targets(request):
    """``[{id, text, detail, found_by}]`` of what a rule of a price list may be for: everything, groups, services."""
    typed = words(request.GET)
    everything = str(_("Everything"))
    rows = [{"id": EVERYTHING, "text": everything}] if fold(typed) in fold(everything) else []
    groups = ServiceGroup.objects.matching(typed)[:MOST]
    rows += [{"id": f"g{row.pk}", "text": str(row), "detail": _("Group")} for row in groups]
    services = Service.objects.on_sale().matching(typed).order_by("code")[: MOST - len(rows)]
    rows += [
        {"id": f"s{row.pk}", "text": str(row), "detail": money(row.price, row.currency)} for row in services
    ]
    return JsonResponse([{"detail": "", "found_by": "", **row} for row in rows[:MOST]], safe=False)
