"""The order form: drawing up a new order and editing one, in one form; and the prices it shows while one types."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common.asked import row_id
from common.days import weekday_and_year
from common.refusals import Refused
from common.templatetags.labsite import figure
from documents.files import FileIsGone, remove_file
from documents.models import Attachment
from lab.access import allow, takes_files
from lab.cause import Cause
from lab.editing import SEEN_FIELD, LaidOver, StaleRecord, laid_over, refuse_clash, right, seen_by
from lab.once import perform
from orders.models import Order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.due_dates import due_note, propose_due
from workflow.drawing_up.edit_order import edit_order
from workflow.moving import StaleOrder, lock_order, refuse_stale
from workflow.pages.loading import visible_order
from workflow.pages.order_sheet import OrderSheet
from workflow.pages.stale_form import changes_since
from workflow.plan.plan_work import plan_work


@takes_files
@allow("create_order")
@require_http_methods(["GET", "POST"])
def order_new(request):
    """Draw up an order."""
    return _serve(request, None, create_order, _("The order was drawn up."))


def _planned(order: Order, cause: Cause) -> str:
    """Plan the work; what stands in the way is said, and the order is drawn up all the same."""
    try:
        return plan_work(order.pk, cause).said
    except Refused as refused:
        return str(refused)


@takes_files
@allow("edit_order")
@require_http_methods(["GET", "POST"])
def order_edit(request, number: str):
    """Edit an order, as far as its state allows."""
    order = visible_order(request, number)
    if not order.allows("customer"):
        refusal = _("An order in the state “%(state)s” can no longer be edited.") % {
            "state": order.get_status_display()
        }
        return render(request, "workflow/order_closed.html", {"order": order, "refusal": refusal}, status=409)
    return _serve(
        request,
        order,
        lambda draft, cause: edit_order(order.pk, draft, cause),
        _("The order was saved."),
    )


@allow("edit_order")
@require_POST
def order_prices(request):
    """What the lines cost as they are typed, and the due date proposed: the figures that saving would book."""
    number = request.GET.get("order")
    sheet = OrderSheet(request, visible_order(request, number) if number else None)
    answer = {"due": _due_in_words(_proposal(sheet)), "due_note": due_note(sheet.due_typed)}
    if sheet.lines_open:
        answer["parts"] = {form.prefix: form.parts_told for form in sheet.lines.kept}
    if sheet.see_prices and sheet.lines_open:
        sheet.lines.is_valid()
        currency = sheet.choices.currency
        prices = [(form, form.price) for form in sheet.lines.kept]
        answer["lines"] = {
            form.prefix: {
                "amount": figure(price.amount, currency) if price else "",
                "price": figure(form.price_each, currency) if form.price_each is not None else "",
                "told": form.how_priced,
            }
            for form, price in prices
        }
        total = sheet.price([price for _form, price in prices if price]).preliminary
        answer |= {"currency": currency, "total": figure(total, currency)}
    return JsonResponse(answer)


def _serve(request, order: Order | None, use_case, said: str):
    sheet = OrderSheet(request, order)
    if request.method == "GET":
        return _draw(request, sheet)
    refusal = _take_files(sheet)
    if sheet.is_only_changed:
        return _draw(request, _changed(request, sheet), refusal=refusal)
    if refusal:
        return _draw(request, sheet, refusal=refusal, status=422)
    latest, planned, kept = [LaidOver(sheet)], "", ""

    def run(cause: Cause) -> str:
        nonlocal planned, kept
        if order:
            latest.append(laid_over(request, lock_order(order.pk), _build(request)))
            refuse_stale(Order.objects.get(pk=order.pk), cause)
            refuse_clash(latest[-1])
        typed = right(latest[-1].parts)
        proposal = _proposal(typed)
        stood = order and order.customer_id
        saved = use_case(typed.draft(proposal and proposal.day), cause)
        if typed.head.cleaned_data.get("plan"):
            planned = _planned(saved, cause)
        kept = _prices_kept(stood, saved)
        return _page_of(saved)

    try:
        url = perform(request, run)
    except (StaleOrder, StaleRecord) as stale:
        return _draw_stale(request, latest[-1].parts, stale)
    except Refused as refused:
        return _draw(request, latest[-1].parts, refusal=str(refused), status=422)
    messages.success(request, said)
    for more in filter(None, (planned, kept, latest[-1].said)):
        messages.info(request, more)
    return HttpResponseRedirect(url)


def _prices_kept(stood: int | None, saved: Order) -> str:
    """What is said where the order has another customer than the one (by id) who ``stood`` there."""
    if stood in (None, saved.customer_id):
        return ""
    return _("The customer is another one; lines that stood on the order keep their prices.")


def _build(request):
    """The order form over an order that stands, bound or not."""
    return lambda data, order: OrderSheet(request, order, typed=data, is_fresh=data is None)


def _page_of(order: Order) -> str:
    return reverse("workflow:order_page", args=[order.number])


def _take_files(sheet: OrderSheet) -> str | None:
    try:
        sheet.take_files()
    except Refused as refused:
        return str(refused)
    return None


def _changed(request, sheet: OrderSheet) -> OrderSheet:
    """The form as it was typed, with one more line or one file less; nothing is checked yet."""
    typed = request.POST.copy()
    if "add_line" in typed:
        typed["lines-TOTAL_FORMS"] = str(sheet.lines.total_form_count() + 1)
    if file_id := row_id(typed, "remove_file"):
        for file in Attachment.objects.waiting(sheet.tray, request.user).filter(pk=file_id):
            with suppress(FileIsGone):
                remove_file(file.pk, Cause(request.user, timezone.now()))
    return OrderSheet(request, sheet.order, typed=typed)


def _draw(request, sheet: OrderSheet, *, refusal=None, status=200, version=None, **shown):
    context = sheet.context() | {
        "refusal": refusal,
        "proposal": _due_in_words(_proposal(sheet)),
        "due_note": due_note(sheet.due_typed),
        "version": version or request.POST.get("version") or (sheet.order.version if sheet.order else ""),
        "seen": seen_by(sheet)
        if sheet.order and request.method == "GET"
        else request.POST.get(SEEN_FIELD, ""),
        "back_url": _page_of(sheet.order) if sheet.order else reverse("workflow:order_list"),
        "prices_url": reverse("workflow:order_prices")
        + (f"?order={sheet.order.number}" if sheet.order else ""),
    }
    return render(request, "workflow/order_form.html", context | shown, status=status)


def _draw_stale(request, sheet: OrderSheet, refused: StaleOrder | StaleRecord):
    """Both versions: what changed meanwhile in words, and in the form what was typed. Saving again is a decision."""
    order = Order.objects.get(pk=sheet.order.pk)
    shown = {"seen": seen_by(OrderSheet(request, order, is_fresh=True)), "version": order.version}
    if isinstance(refused, StaleRecord):
        return _draw(request, sheet, status=409, stale=refused.stale, **shown)
    shown["changed_since"] = changes_since(order, refused.yours, see_prices=sheet.see_prices)
    refusal = None if shown["changed_since"] else str(refused)
    return _draw(request, sheet, refusal=refusal, status=409, **shown)


def _proposal(sheet: OrderSheet):
    return propose_due(sheet.services, timezone.localdate(), sheet.choices.bundles)


def _due_in_words(proposal) -> dict[str, str] | None:
    """The proposed day with its reason."""
    if proposal is None:
        return None
    days = proposal.lead.days
    said = ngettext("%(service)s takes %(n)s working day", "%(service)s takes %(n)s working days", days)
    reason = proposal.lead.with_reason(said % {"service": proposal.service, "n": days})
    return {"day": proposal.day.isoformat(), "says": weekday_and_year(proposal.day), "reason": reason}
