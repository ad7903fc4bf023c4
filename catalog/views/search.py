"""What the order form asks while a person types: services on sale, at most twenty."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from catalog.models import Service
from common.asked import words
from lab.access import allow
from lab.permissions import may

MOST = 20


@allow("see_catalog")
@require_safe
def service_search(request):
    """``[{id, code, name, group, currency, lead_days, review, fields}]``, and ``price`` for those who see prices."""
    found = Service.objects.on_sale().matching(words(request.GET))
    rows = found.select_related("group").prefetch_related("fields")[:MOST]
    with_price = may(request.user, "see_prices")
    return JsonResponse([_service(row, with_price) for row in rows], safe=False)


def _service(row: Service, with_price: bool) -> dict:
    shown = {
        "id": row.pk,
        "code": row.code,
        "name": row.name,
        "group": row.group.name,
        "currency": row.currency,
        "lead_days": row.lead_days,
        "review": row.review_required,
        "fields": [
            {"kind": field.kind, "label": field.get_kind_display(), "required": field.is_required}
            for field in row.fields.all()
        ],
    }
    return shown | {"price": str(row.price)} if with_price else shown
