"""Lots: the list, one of them with everything it went into, correcting its day."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.lists import list_page
from lab.access import allow
from lab.editing import edit_page
from lab.lists import list_view
from lab.record_panels import history_panel
from stock.forms import ExpiryForm
from stock.keeping import correct_expiry
from stock.lists import STOCK_LOTS
from stock.models import Lot, StockMovement
from stock.standing import orders_with
from stock.views.shown import cost_context, without_cost

lot_list = list_view(STOCK_LOTS, "see_stock")


@allow("see_stock")
@require_safe
def lot_page(request, pk):
    """Where one lot came from and where it went: the orders, customers and patients to be told of it."""
    lot = _lot(pk)
    moved = StockMovement.objects.filter(item=lot.item_id, lot=lot.name)
    others = moved.exclude(kind=StockMovement.Kind.WRITE_OFF).with_sources().order_by("-pk")
    context = {
        "lot": lot,
        "has_expired": lot.has_expired(timezone.localdate()),
        "listed": list_page(orders_with(lot), request.GET),
        "movements": without_cost(others, request.user),
    }
    return render(request, "stock/lot_page.html", {**context, **cost_context(request)})


@allow("count_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def lot_edit(request, pk):
    """The dialog that corrects until when a lot is good."""
    lot = _lot(pk)
    here = reverse("stock:lot_page", args=[lot.pk])

    def save(parts, cause):
        correct_expiry(parts[0].instance, cause)
        return here

    words = {
        "dialog_title": _("Lot %(lot)s of %(material)s")
        % {"lot": lot.name, "material": lot.item.material.name},
        "verb": _("Save the day"),
        "back_url": here,
        "history": history_panel(lot, with_money=False),
    }
    return edit_page(
        request,
        lot,
        lambda data, standing: [ExpiryForm(data, instance=standing)],
        save,
        template="stock/record_dialog.html",
        context=lambda parts: {"form": parts[0], **words},
        said=_("The day is saved."),
    )


def _lot(pk: int) -> Lot:
    return get_object_or_404(
        Lot.objects.with_on_hand().select_related("item__material", "item__warehouse"), pk=pk
    )
