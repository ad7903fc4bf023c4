"""The order form: drawing up a new order and editing one, in one form; and the prices it shows while one types."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.asked import row_id
from common.refusals import Refused
from common.templatetags.labsite import figure
from documents.files import FileIsGone, remove_file
from documents.models import Attachment
from lab.access import allow, takes_files
from lab.cause import Cause
from lab.editing import SEEN_FIELD, LaidOver, StaleRecord, laid_over, refuse_clash, right, seen_by
from lab.once import perform
from lab.permissions import may
from orders.models import Order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.edit_order import edit_order
from workflow.life.submit_order import submit_order
from workflow.moving import StaleOrder, lock_order, refuse_stale
from workflow.pages.loading import visible_order
from workflow.pages.order_due import in_words, proposal_of, typed_in_words
from workflow.pages.order_sheet import SUBMITS, OrderSheet
from workflow.pages.printing_beside import is_printed, print_beside
from workflow.pages.stale_form import changes_since
from workflow.pages.way_back import offering_way_back
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
    answer = {"due": in_words(proposal_of(sheet)), "due_typed": typed_in_words(sheet)}
    if sheet.lines_open:
        sheet.lines.is_valid()
        answer["parts"] = {form.prefix: form.parts_told for form in sheet.lines.kept}
        answer["teeth"] = {
            form.prefix: form.answer_of_teeth for form in sheet.lines.kept if form["teeth"].value()
        }
    if sheet.see_prices and sheet.lines_open:
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
        total = sheet.price([price for form in sheet.lines.kept for price in form.prices]).preliminary
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
    latest, told = [LaidOver(sheet)], []

    def run(cause: Cause) -> str:
        if order:
            latest.append(laid_over(request, lock_order(order.pk), _build(request)))
            refuse_stale(Order.objects.get(pk=order.pk), cause)
            refuse_clash(latest[-1])
        typed = right(latest[-1].parts)
        proposal = proposal_of(typed)
        stood = order and order.customer_id
        saved = use_case(typed.draft(proposal and proposal.day), cause)
        told[:] = [*_went_on(request, typed, saved, cause, said), _prices_kept(stood, saved)]
        return _page_of(saved)

    try:
        url = perform(request, run)
    except (StaleOrder, StaleRecord) as stale:
        return _draw_stale(request, latest[-1].parts, stale)
    except Refused as refused:
        return _draw(request, latest[-1].parts, refusal=str(refused), status=422)
    done, way_back, *more = told
    messages.success(request, done, extra_tags=way_back)
    for sentence in filter(None, (*more, latest[-1].said)):
        messages.info(request, sentence)
    answer = HttpResponseRedirect(url)
    return answer if order else print_beside(request, answer)


def _went_on(request, sheet: OrderSheet, saved: Order, cause: Cause, said: str) -> tuple[str, ...]:
    """Plan the work and submit the order, where that was asked for; what is said of the saving, the way back from
    submitting, and what is said of both."""
    planned = _planned(saved, cause) if sheet.head.cleaned_data.get("plan") else ""
    if sheet.order or SUBMITS not in request.POST:
        return said, "", planned
    if why_not := _submitted(saved, cause):
        return said, "", planned, why_not
    return _("The order was drawn up and submitted."), offering_way_back(saved), planned


def _submitted(order: Order, cause: Cause) -> str:
    """Submit what was just drawn up; why it cannot be yet is returned, and the order is drawn up all the same."""
    try:
        submit_order(order.pk, cause)
    except Refused as refused:
        return _("It is not submitted yet. %(why)s") % {"why": refused}
    return ""


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
    if "due_next" in typed:
        typed["due_on"], typed["due_by"] = typed["due_next"], ""
    if file_id := row_id(typed, "remove_file"):
        for file in Attachment.objects.waiting(sheet.tray, request.user).filter(pk=file_id):
            with suppress(FileIsGone):
                remove_file(file.pk, Cause(request.user, timezone.now()))
    return OrderSheet(request, sheet.order, typed=typed)


def _draw(request, sheet: OrderSheet, *, refusal=None, status=200, version=None, **shown):
    context = sheet.context() | {
        "refusal": refusal,
        "proposal": in_words(proposal_of(sheet)),
        "due_typed": typed_in_words(sheet),
        "version": version or request.POST.get("version") or (sheet.order.version if sheet.order else ""),
        "seen": seen_by(sheet)
        if sheet.order and request.method == "GET"
        else request.POST.get(SEEN_FIELD, ""),
        "may_submit": not sheet.order and may(request.user, "submit"),
        "may_print": not sheet.order and may(request.user, "print_order"),
        "prints": is_printed(request),
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
