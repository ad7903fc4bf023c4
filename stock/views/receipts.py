"""Receipts: the list, one of them, taking materials in, taking a receipt back."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lab.access import allow
from lab.lists import list_view
from lab.posting import form_page, posted
from stock import ledger
from stock.forms import ReceiptForm, ReceiptLines, ReversalForm
from stock.lists import RECEIPTS
from stock.models import Lot, Receipt, Warehouse
from stock.views.shown import cost_context, without_cost

receipt_list = list_view(RECEIPTS, "see_stock")


@allow("see_stock")
@require_safe
def receipt_page(request, number):
    receipt = _receipt(number)
    movements = without_cost(receipt.movements.filter(reverses__isnull=True), request.user)
    lines = list(movements.select_related("item__material", "reversed_by__event__actor").order_by("pk"))
    days = Lot.objects.filter(
        item__in={line.item_id for line in lines}, name__in={line.lot for line in lines}
    )
    known = {(lot.item_id, lot.name): lot for lot in days}
    taken_back = next((line.reversed_by for line in lines if line.is_reversed), None)
    context = {
        "receipt": receipt,
        "lines": [(line, known.get((line.item_id, line.lot))) for line in lines],
        "taken_back": taken_back,
    }
    return render(request, "stock/receipt_page.html", {**context, **cost_context(request)})


@allow("receive_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_new(request):
    today, cost = timezone.localdate(), cost_context(request)
    first = {"received_on": today, "warehouse": Warehouse.objects.default()}
    form = ReceiptForm(request.POST or None, initial=first, today=today)
    lines = ReceiptLines(request.POST or None, prefix="lines", **cost)

    def receive(cause):
        receipt = ledger.receive(**form.cleaned_data, lines=lines.lines, cause=cause)
        return reverse("stock:receipt_page", args=[receipt.number])

    answer = posted(request, [form, lines], receive, said=_("The receipt is booked."))
    context = {"form": form, "lines": lines, "asks_expired": _asks_expired(form, lines)}
    return answer or form_page(request, "stock/receipt_form.html", context)


@allow("receive_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_reverse(request, number):
    """The dialog that takes a receipt back."""
    receipt = _receipt(number)
    form = ReversalForm(request.POST if request.method == "POST" else None, viewer=request.user)
    here = reverse("stock:receipt_page", args=[receipt.number])

    def take_back(cause):
        ledger.reverse_receipt(receipt.pk, cause, **form.cleaned_data)
        return here

    context = {
        "form": form,
        "dialog_title": _("Take back receipt %(number)s") % {"number": receipt.number},
        "verb": _("Take it back"),
        "danger": True,
        "consequences": [_("Everything that came in with it leaves the shelves again, lot by lot.")],
        "back_url": here,
    }
    said = _("The receipt is taken back.")
    return posted(request, [form], take_back, said=said) or form_page(request, "stock/dialog.html", context)


def _receipt(number: str) -> Receipt:
    return get_object_or_404(Receipt.objects.select_related("event__actor", "warehouse"), number=number)


def _asks_expired(form: ReceiptForm, lines) -> bool:
    """Whether the box is offered that takes in what is no longer good, naming it; once it was ticked it stays."""
    if not form.is_bound:
        return False
    gone = lines.expired_on(form.cleaned_data.get("received_on") or timezone.localdate())
    form["even_expired"].help_text = format_html_join(" ", "{}", ((one,) for one in gone))
    return bool(gone) or bool(form["even_expired"].value())
