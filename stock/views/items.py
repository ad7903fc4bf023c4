"""What is on hand, one item with its lots and movements, correcting it, and the least of it that shall be there."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lab.access import allow
from lab.editing import edit_page
from lab.lists import asked_of, list_alone, list_context, list_view, of_list
from lab.posting import form_page, posted
from lab.record_panels import history_panel
from stock import ledger
from stock.allocation import as_taken
from stock.forms import CorrectionForm, MinimumForm
from stock.keeping import set_minimum
from stock.lists import ITEMS, MOVEMENTS_OF_ITEM
from stock.models import StockItem

item_list = list_view(ITEMS, "see_stock")


@of_list(MOVEMENTS_OF_ITEM)
@allow("see_stock")
@require_safe
def item_page(request, pk):
    """The lots of one material in one warehouse, and its movements, the latest first."""
    item = _item(pk)
    asked, kept = asked_of(request, MOVEMENTS_OF_ITEM, args=(pk,))
    answer = list_alone(request, asked, kept)
    if answer:
        return answer
    today = timezone.localdate()
    lots = as_taken(ledger.shelves_of([item.pk])[item.pk].lots, today)
    context = {
        "item": item,
        "lots": lots,
        "owed": any(lot.on_hand < 0 for lot in lots),
        "today": today,
    }
    return render(request, "stock/item_page.html", list_context(request, asked, kept) | context)


@allow("count_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def item_correct(request, pk):
    """The dialog that corrects one lot."""
    item = _item(pk)
    lots = as_taken(ledger.shelves_of([item.pk])[item.pk].lots, timezone.localdate())
    first = {"lot": request.GET.get("lot", lots[0].name if lots else "")}
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        item=item,
        lots=lots,
        viewer=request.user,
        initial=first,
    )
    here = reverse("stock:item_page", args=[item.pk])

    def correct(cause):
        ledger.correct(item.pk, cause, **form.asked)
        return here

    context = {
        "form": form,
        "dialog_title": _("Correct %(material)s") % {"material": item.material.name},
        "verb": _("Book the correction"),
        "back_url": here,
    }
    said = _("The correction is booked.")
    return posted(request, [form], correct, said=said) or form_page(request, "stock/dialog.html", context)


@allow("count_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def item_minimum(request, pk):
    """The dialog for the least that shall be there."""
    item = _item(pk)
    here = reverse("stock:item_page", args=[item.pk])

    def save(parts, cause):
        set_minimum(parts[0].instance, cause)
        return here

    words = {
        "dialog_title": _("Minimum of %(material)s") % {"material": item.material.name},
        "verb": _("Save the minimum"),
        "back_url": here,
        "history": history_panel(item, with_money=False),
    }
    return edit_page(
        request,
        item,
        lambda data, standing: [MinimumForm(data, instance=standing)],
        save,
        template="stock/record_dialog.html",
        context=lambda parts: {"form": parts[0], **words},
        said=_("The minimum is saved."),
    )


def _item(pk: int) -> StockItem:
    items = StockItem.objects.with_on_hand().select_related("material", "warehouse")
    return get_object_or_404(items, pk=pk)
