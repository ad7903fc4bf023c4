"""What a picker offers before anything is typed: what was chosen lately. Search is the matter of the apps below."""

from datetime import timedelta

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.asked import row_id
from common.days import day_and_year
from customers.models import Counterparty, Patient
from customers.views.search import customer_row, patient_row
from lab.access import allow
from orders.models import Order, OrderEvent, OrderLine

DAYS = 90
LOOKED_THROUGH = 60
"""Orders: the newest say what is lately, and no customer's whole past is read for it."""
MOST = 8


@allow("see_customers")
@require_safe
def lately_customers(request):
    """``[{id, text, detail, group}]`` of the customers for whom this person drew up orders, the latest first."""
    since = timezone.now() - timedelta(days=DAYS)
    drawn_up = OrderEvent.objects.filter(event__actor=request.user, event__at__gte=since, verb="create")
    latest = drawn_up.order_by("-pk").values_list("order__customer", "event__at")[:LOOKED_THROUGH]
    days = _first_of_each(latest)
    known = Counterparty.objects.active().prefetch_related("addresses").in_bulk(days)
    rows = [customer_row(known[pk]) | {"when": at} for pk, at in days.items() if pk in known]
    return JsonResponse([_dated(row, _("Your latest customers")) for row in rows[:MOST]], safe=False)


@allow("see_patients")
@require_safe
def lately_patients(request):
    """Rows as of the search for patients, of those for whom ``customer`` ordered lately."""
    customer = row_id(request.GET, "customer")
    newest = _newest(customer).values_list("patient", "created_at")
    days = _first_of_each(pair for pair in newest if pair[0])
    known = Patient.objects.for_customer(customer).select_related("owner").in_bulk(days) if days else {}
    today = timezone.localdate()
    rows = [patient_row(known[pk], today) | {"when": at} for pk, at in days.items() if pk in known]
    return JsonResponse([_dated(row, _("Lately of this customer")) for row in rows[:MOST]], safe=False)


@allow("see_catalog")
@require_safe
def lately_services(request):
    """Ids of the services that ``customer`` ordered lately, the latest first."""
    orders = list(_newest(row_id(request.GET, "customer")).values_list("pk", flat=True))
    lines = OrderLine.objects.current().filter(order__in=orders).order_by("-order_id", "position")
    ids = dict.fromkeys(lines.values_list("service", flat=True)[: LOOKED_THROUGH * 5])
    return JsonResponse(list(ids)[:MOST], safe=False)


def _newest(customer: int | None):
    return Order.objects.filter(customer=customer).order_by("-pk")[:LOOKED_THROUGH]


def _first_of_each(pairs) -> dict:
    """The first value of each key, in the sequence of the pairs."""
    found: dict = {}
    for key, said in pairs:
        found.setdefault(key, said)
    return found


def _dated(row: dict, group: str) -> dict:
    """When the last order was, behind the rest."""
    last = _("last order %(day)s") % {"day": day_and_year(row.pop("when"))}
    return row | {"detail": " · ".join(filter(None, [row["detail"], last])), "group": group}
