"""Counts: the list, opening a sheet, filling it in, adding a line, booking, discarding, taking back, the blank list."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from background.papers import paper_response
from common.asked import id_in
from lab.access import allow
from lab.editing import edit_page
from lab.lists import list_view
from lab.models import LabSettings
from lab.once import lead_back
from lab.posting import form_page, posted
from lab.record_panels import history_panel
from stock import ledger
from stock.count_papers import count_paper, days_of
from stock.counting import add_line, discard_count, fill_in, open_count
from stock.forms import AddLineForm, BookCountForm, ConfirmForm, CountForm, OpenCountForm, ReversalForm
from stock.ledger.counts import last_movement
from stock.lists import COUNTS
from stock.models import StockCount, StockMovement, Warehouse

count_list = list_view(COUNTS, "see_stock")


@allow("see_stock")
@require_safe
def count_page(request, pk):
    """One count: what should be, what is, what differs; and what moved while people counted."""
    count = _count(pk)
    lines = list(count.lines.order_by("pk"))
    own = StockMovement.objects.filter(count=count, reverses__isnull=False).select_related("event__actor")
    context = {
        "count": count,
        "title": _count_name(count),
        "lines": list(zip(lines, days_of(lines), strict=True)),
        "filled": sum(line.counted is not None for line in lines),
        "differing": sum(bool(line.difference) for line in lines),
        "moved": sum(bool(line.moved) for line in lines),
        "taken_back": own.first(),
        "history": history_panel(count, with_money=False),
    }
    return render(request, "stock/count_page.html", context)


@allow("count_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def count_new(request):
    first = {"warehouse": Warehouse.objects.default()}
    form = OpenCountForm(request.POST if request.method == "POST" else None, initial=first)

    def begin(cause):
        said = form.cleaned_data
        items = [item.pk for item in said["items"]]
        count = open_count(said["warehouse"], cause, item_ids=items, note=said["note"])
        return reverse("stock:count_fill", args=[count.pk])

    said = _("The sheet is open. What stays empty is not counted.")
    return posted(request, [form], begin, said=said) or form_page(
        request, "stock/count_form.html", {"form": form}
    )


@allow("count_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def count_fill(request, pk):
    """The sheet as it is filled in; what two people type into different lines is kept of both."""
    count = _draft(request, pk)
    if count.is_booked:
        return redirect("stock:count_page", pk)

    def build(data, standing):
        return [CountForm(data, count=standing)]

    def save(parts, cause):
        fill_in(count.pk, cause, counted=parts[0].counted)
        return reverse("stock:count_page" if "look" in request.POST else "stock:count_fill", args=[count.pk])

    def context(parts):
        rows = parts[0].rows
        days = days_of([line for line, _field in rows])
        return {
            "count": count,
            "form": parts[0],
            "rows": [(line, field, day) for (line, field), day in zip(rows, days, strict=True)],
        }

    said = _("What is counted so far is saved.")
    return edit_page(
        request, count, build, save, template="stock/count_fill.html", context=context, said=said
    )


@allow("count_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def count_add(request, pk):
    """The dialog for what lies there and is not on the sheet."""
    count = _draft(request, pk)
    form = AddLineForm(request.POST if request.method == "POST" else None, count=count)
    here = reverse("stock:count_fill", args=[count.pk])

    def add(cause):
        said = form.cleaned_data
        add_line(count.pk, cause, item_id=said["item"].pk, lot=said["lot"], counted=said["counted"])
        return here

    context = {
        "form": form,
        "dialog_title": _("Add a line to the sheet"),
        "verb": _("Add the line"),
        "back_url": here,
    }
    said = _("The line is added.")
    return posted(request, [form], add, said=said) or form_page(request, "stock/dialog.html", context)


@allow("count_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def count_book(request, pk):
    """The dialog that shows what differs, and books it."""
    count = _draft(request, pk)
    seen = last_movement(count)  # before what is on hand is read: what moves in between is not seen
    lines = list(count.lines.filter(counted__isnull=False).order_by("pk"))
    shelves = ledger.shelves_of({line.item_id for line in lines})
    for line in lines:
        line.found = shelves[line.item_id].on_hand(line.lot)
    form = BookCountForm(request.POST if request.method == "POST" else None)
    here = reverse("stock:count_page", args=[count.pk])

    def book(cause):
        shown = id_in(request.POST.get("moved_until", ""))
        ledger.book_count(count.pk, cause, reason=form.cleaned_data["reason"], seen=shown)
        return here

    answer = posted(request, [form], book, said=_("The count is booked."))
    context = {
        "form": form,
        "count": count,
        "moved_until": seen,
        "dialog_title": _("Book the count"),
        "verb": _("Book the count"),
        "back_url": here,
        "filled": len(lines),
        "differing": [line for line in lines if line.difference],
        "moved": [line for line in lines if line.moved],
    }
    return answer or form_page(request, "stock/count_book.html", context)


@allow("count_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def count_discard(request, pk):
    count = _draft(request, pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    def discard(cause):
        discard_count(count.pk, cause)
        return reverse("stock:count_list")

    context = {
        "form": form,
        "dialog_title": _("Discard this sheet"),
        "verb": _("Discard"),
        "danger": True,
        "consequences": [_("What was typed on it is lost; nothing of it was booked.")],
        "back_url": reverse("stock:count_page", args=[count.pk]),
    }
    said = _("The sheet is discarded.")
    return posted(request, [form], discard, said=said) or form_page(request, "stock/dialog.html", context)


@allow("count_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def count_reverse(request, pk):
    """The dialog that takes back what a count booked."""
    count = _count(pk)
    form = ReversalForm(request.POST if request.method == "POST" else None, viewer=request.user)
    here = reverse("stock:count_page", args=[count.pk])

    def take_back(cause):
        ledger.reverse_count(count.pk, cause, **form.cleaned_data)
        return here

    context = {
        "form": form,
        "dialog_title": _("Take back count %(number)s") % {"number": count},
        "verb": _("Take it back"),
        "danger": True,
        "consequences": [_("Every difference that it booked is taken back, lot by lot; the sheet stays.")],
        "back_url": here,
    }
    said = _("The count is taken back.")
    return posted(request, [form], take_back, said=said) or form_page(request, "stock/dialog.html", context)


@allow("see_stock")
@require_safe
def count_pdf(request, pk):
    """The blank list: to be filled in by hand."""
    count, logo = _count(pk), LabSettings.load().logo
    return paper_response(
        request,
        "print/count.html",
        {"paper": count_paper(count)},
        filename=f"count-{count.number or timezone.localdate().isoformat()}.pdf",
        logo=bytes(logo) if logo else None,
    )


def _count_name(count: StockCount) -> str:
    return _("Count %(number)s") % {"number": count.number} if count.is_booked else _("Sheet for counting")


def _count(pk: int) -> StockCount:
    return get_object_or_404(StockCount.objects.with_names(), pk=pk)


def _draft(request, pk: int) -> StockCount:
    """The sheet; where it is gone, a form that has acted leads on."""
    count = StockCount.objects.with_names().filter(pk=pk).first()
    if count is None and request.method == "POST":
        lead_back(request)
    return count or _count(pk)
