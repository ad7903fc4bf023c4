"""The pages of the stock: what is on hand, the movements of a material, receipts."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.lists import list_page
from lab.access import allow
from lab.models import LabSettings
from lab.permissions import may
from lab.posting import form_page, posted
from stock import ledger
from stock.forms import ReceiptForm, ReceiptLines, StockFilter
from stock.models import Receipt, StockItem, StockMovement, Warehouse


@allow("see_stock")
@require_safe
def item_list(request):
    """What is on hand."""
    filters = StockFilter(request.GET)
    listed = list_page(filters.rows(), request.GET)
    warehouses = {item.warehouse_id for item in listed.rows}
    context = {"filters": filters, "listed": listed, "with_warehouse": len(warehouses) > 1}
    return render(request, "stock/item_list.html", context)


@allow("see_stock")
@require_safe
def item_page(request, pk):
    """The movements of one material in one warehouse, the latest first."""
    items = StockItem.objects.with_on_hand().select_related("material", "warehouse")
    item = get_object_or_404(items, pk=pk)
    movements = StockMovement.objects.filter(item=item).with_balance().with_sources().order_by("-pk")
    context = {"item": item, "listed": list_page(_without_cost(movements, request.user), request.GET)}
    return render(request, "stock/item_page.html", {**context, **_cost_context(request)})


@allow("see_stock")
@require_safe
def receipt_list(request):
    rows = Receipt.objects.with_lines_counted().select_related("event__actor")
    return render(request, "stock/receipt_list.html", {"listed": list_page(rows, request.GET)})


@allow("see_stock")
@require_safe
def receipt_page(request, number):
    receipt = get_object_or_404(Receipt.objects.select_related("event__actor", "warehouse"), number=number)
    movements = receipt.movements.select_related("item__material").order_by("pk")
    context = {"receipt": receipt, "lines": list(_without_cost(movements, request.user))}
    return render(request, "stock/receipt_page.html", {**context, **_cost_context(request)})


@allow("receive_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_new(request):
    today, cost = timezone.localdate(), _cost_context(request)
    first = {"received_on": today, "warehouse": Warehouse.objects.default()}
    form = ReceiptForm(request.POST or None, initial=first, today=today)
    lines = ReceiptLines(request.POST or None, prefix="lines", **cost)

    def receive(cause):
        receipt = ledger.receive(**form.cleaned_data, lines=lines.lines, cause=cause)
        return reverse("stock:receipt_page", args=[receipt.number])

    context = {"form": form, "lines": lines, "asks_expired": _asks_expired(form, lines)}
    return posted(request, [form, lines], receive, said=_("The receipt is booked.")) or form_page(
        request, "stock/receipt_form.html", context
    )


def _asks_expired(form: ReceiptForm, lines) -> bool:
    """Whether the box is offered that takes in what is no longer good."""
    if not form.is_bound or not form.is_valid() or not lines.is_valid():
        return bool(form.is_bound and form["even_expired"].value())
    return lines.expired_on(form.cleaned_data["received_on"])


def _without_cost(movements, viewer):
    """Who may not see costs does not even have them in the page's context."""
    return movements if may(viewer, "see_costs") else movements.defer("unit_cost")


def _cost_context(request) -> dict:
    return {"with_cost": may(request.user, "see_costs"), "currency": LabSettings.load().currency}
