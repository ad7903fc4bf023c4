"""Realizing many orders: the page that says before what will be issued, and the page that says what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from billing.models import ClosingDocumentOrder, RealizedTogether
from common.asked import row_id
from common.money import ZERO
from customers.models import Counterparty
from lab.access import allow
from lab.leading_back import carrying_back, led_back
from lab.lists import ALL, rows_asked
from lab.models import Event, LabSettings
from lab.posting import form_page, posted
from orders.models import Order
from orders.states import Status
from workflow.forms.realizing import OrdersTicked, entries_in
from workflow.life.realize_many import MOST, realize_many
from workflow.pages.order_table import ORDERS
from workflow.steps import why_not


@dataclass(frozen=True)
class Row:
    """An order, and why it cannot be realized."""

    order: Order
    why_not: str | None
    ticked: bool


@dataclass(frozen=True)
class Group:
    """Orders that will stand under one closing document."""

    customer: Counterparty
    currency: str
    rows: list[Row]
    due_on: date

    @property
    def ready(self) -> list[Row]:
        return [row for row in self.rows if not row.why_not]

    @property
    def total(self) -> Decimal:
        return sum((row.order.final_price for row in self.ready), ZERO)


@allow("realize")
@require_http_methods(["GET", "POST"])
def realize_together(request):
    """The ticked orders, or all that are produced (of one customer): by customer and currency, with their sums."""
    form = OrdersTicked(request.POST) if request.method == "POST" else OrdersTicked()
    done: list[Event] = []

    def run(cause) -> str:
        done[:] = [realize_many(form.cleaned_data["entry"], cause)]
        return carrying_back(request, reverse("workflow:realized_together", args=[done[0].pk]))

    answer = posted(request, [form], run, said=lambda: _said(done))
    return answer or form_page(request, "workflow/realize_many.html", _asked(request, form))


@allow("see_billing")
@require_safe
def realized_together(request, pk: int):
    """What one press made of each of its orders."""
    event = get_object_or_404(Event.objects.select_related("actor"), pk=pk, verb="realize")
    rows = RealizedTogether.objects.filter(event=event).select_related(
        "order__customer", "document__customer"
    )
    rows = list(rows.defer("document__snapshot").order_by("document_id", "pk"))
    if not rows:
        raise Http404
    documents = list({row.document_id: row.document for row in rows if row.document}.values())
    brings = ClosingDocumentOrder.objects.filter(document__in=documents).values_list("order_id", "amount")
    amounts = dict(brings)
    context = {
        "event": event,
        "rows": [(row, amounts.get(row.order_id)) for row in rows],
        "documents": documents,
        "back_url": led_back(request, ""),
    }
    return render(request, "workflow/realized_together.html", context)


def _said(done: list[Event]) -> str:
    """In numbers, what was done."""
    if not done:
        return _("The orders are realized.")
    rows = list(RealizedTogether.objects.filter(event=done[0]).values_list("document", flat=True))
    realized = [document for document in rows if document]
    said = ngettext("%(n)s order is realized.", "%(n)s orders are realized.", len(realized))
    refused = len(rows) - len(realized)
    if refused:
        said += " " + ngettext("%(refused)s is not.", "%(refused)s are not.", refused)
    return said % {"n": len(realized), "refused": refused}


def _asked(request, form: OrdersTicked) -> dict:
    customer = _customer(request)
    orders, count, nonsense = _orders(request, customer)
    groups = _groups(orders, form, request.user)
    produced = reverse("workflow:order_list") + "?status=produced"
    above = customer.get_absolute_url() if customer else produced
    return {
        "form": form,
        "shown": ",".join(str(order.pk) for order in orders),
        "groups": groups,
        "ready": sum(len(group.ready) for group in groups),
        "customer": customer,
        "more": count - len(orders),
        "most": MOST,
        "nothing_ticked": "ticked" in request.GET,
        "nonsense": " ".join(nonsense),
        "above_url": above,
        "back_url": led_back(request, above),
    }


def _customer(request) -> Counterparty | None:
    """Of whom the address asks. What is no customer is not found; a filter of the list says so itself."""
    asked = request.GET.get("customer")
    found = Counterparty.objects.filter(pk=row_id(request.GET, "customer")).first() if asked else None
    if asked and found is None and ALL not in request.GET:
        raise Http404
    return found


def _orders(request, customer: Counterparty | None) -> tuple[list[Order], int, list[str]]:
    """The orders of the page, how many there are, and why an address names none.

    Those named, or all that are produced where nothing was ticked; of a filter of the list (``all``) those that are
    produced. A form that came back names those that it showed.
    """
    sent = request.POST if request.method == "POST" else request.GET
    visible: QuerySet = Order.objects.visible_to(request.user)
    named, nonsense = entries_in([*sent.getlist("entry"), *sent.get("shown", "").split(",")]), []
    if not named and ALL in request.GET:
        rows, nonsense = rows_asked(ORDERS, request.GET, request.user, beside={"back"})
        asked = visible.filter(pk__in=rows.order_by().values("pk"), status=Status.PRODUCED)
    elif named or "ticked" in sent or (request.method == "GET" and "entry" in sent):
        asked = visible.filter(pk__in=list(named))
    else:
        asked = visible.filter(status=Status.PRODUCED)
        asked = asked.filter(customer=customer) if customer else asked
    read = asked.select_related("customer").order_by("customer__name_key", "customer", "currency", "pk")
    return list(read[:MOST]), asked.count(), nonsense


def _groups(orders: Iterable[Order], form: OrdersTicked, viewer) -> list[Group]:
    today, ticked, usual = timezone.localdate(), form.ticked, LabSettings.load().payment_days
    found: dict[tuple[int, str], Group] = {}
    for order in orders:
        key = order.customer_id, order.currency
        if key not in found:
            found[key] = Group(order.customer, order.currency, [], order.customer.due_day(today, usual))
        row = Row(order, why_not(order, "realize", viewer), ticked is None or order.pk in ticked)
        found[key].rows.append(row)
    return list(found.values())
