"""Lots: the list, one of them with everything it went into, correcting its day."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lab.access import allow
from lab.editing import edit_page
from lab.lists import asked_of, list_alone, list_context, list_view, of_list
from lab.record_panels import history_panel
from stock.forms import ExpiryForm
from stock.keeping import correct_expiry
from stock.lists import ORDERS_WITH_LOT, STOCK_LOTS
from stock.models import Lot, StockMovement
from stock.views.shown import cost_context, without_cost

lot_list = list_view(STOCK_LOTS, "see_stock")


@of_list(ORDERS_WITH_LOT)
@allow("see_stock")
@require_safe
def lot_page(request, pk):
    """Where one lot came from and where it went: the orders, customers and patients to be told of it."""
    lot = _lot(pk)
    asked, kept = asked_of(request, ORDERS_WITH_LOT, args=(pk,))
    answer = list_alone(request, asked, kept)
    if answer:
        return answer
    moved = StockMovement.objects.filter(item=lot.item_id, lot=lot.name)
    others = moved.exclude(kind=StockMovement.Kind.WRITE_OFF).with_sources().order_by("-pk")
    context = {
        "lot": lot,
        "has_expired": lot.has_expired(timezone.localdate()),
        "movements": without_cost(others, request.user),
    }
    told = list_context(request, asked, kept) | context | cost_context(request)
    return render(request, "stock/lot_page.html", told)


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
