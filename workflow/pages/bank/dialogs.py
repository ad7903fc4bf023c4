"""What is done with one line: taken over, set aside, taken up again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.bank.proposals import Proposal
from billing.matching import proposal_alone, proposal_for
from billing.models import BankLine, BankTaking
from billing.standing import open_charges
from common.asked import id_in
from common.refusals import Refused
from common.templatetags.labsite import money
from customers.models import Counterparty
from lab.access import allow
from lab.once import lead_back, perform
from lab.posting import form_page, posted
from orders.models import Order
from workflow.forms.bank import PART, ReasonForm, TakeOverForm
from workflow.money.set_aside_bank_line import set_aside_bank_line
from workflow.money.take_over_bank_line import take_over_bank_line
from workflow.money.take_up_bank_line import take_up_bank_line
from workflow.pages.bank.words import read_asked

MOST_CHARGES = 60
"""Open charges that one may choose from, the oldest first; more cannot be meant by one line."""


@allow("record_payment")
@require_http_methods(["GET", "HEAD", "POST"])
def line_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose the money is and what it pays: as proposed, or as somebody says it."""
    line = _line(pk)
    if request.method == "POST":
        lead_back(request)
    customer, proposal = _asked(request, line)
    form = _form(request, line, customer, proposal)
    drawn_for = request.POST.get("drawn_for", "")
    # Without a customer there is nothing to draw anew: the form says what it misses.
    is_drawn = request.method == "POST" and (customer is None or drawn_for == str(customer.pk))
    taken: list[BankTaking] = []

    def take_over(cause) -> str:
        told = {"customer_id": form.cleaned_data["customer"].pk, "parts": form.parts()}
        taken[:] = [take_over_bank_line(pk, cause, **told)]
        return _page_of(line)

    if is_drawn and "look" not in request.POST:
        answer = posted(request, [form], take_over, said=lambda: _said(taken[0]))
        if answer:
            return answer
    elif customer is not None and request.method == "POST":
        form = _form(request, line, customer, proposal, is_begun=True)
    context = {
        "form": form,
        "line": line,
        "customer": customer,
        "dialog_title": _("Take over %(amount)s") % {"amount": money(line.amount, line.bank_import.currency)},
        "verb": _("Take over"),
        "back_url": _page_of(line),
    }
    return form_page(request, "workflow/bank/take.html", context)


@allow("record_payment")
@require_http_methods(["GET", "HEAD", "POST"])
def line_set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """It is no payment of a customer."""
    line = _line(pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def set_aside(cause) -> str:
        set_aside_bank_line(pk, cause, reason=form.cleaned_data["reason"])
        return _page_of(line)

    context = {
        "form": form,
        "dialog_title": _("Set aside %(amount)s") % {"amount": money(line.amount, line.bank_import.currency)},
        "verb": _("Set aside"),
        "back_url": _page_of(line),
        "consequences": [_("Nothing is booked. The line can be taken up again.")],
    }
    return posted(request, [form], set_aside, said=_("The line is set aside.")) or form_page(
        request, "workflow/token_dialog.html", context
    )


@allow("record_payment")
@require_POST
def line_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A line that was set aside waits again."""
    line = _line(pk)

    def take_up(cause) -> str:
        take_up_bank_line(pk, cause)
        return _page_of(line)

    try:
        perform(request, take_up)
        messages.success(request, _("The line waits again."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_page_of(line))


def _line(pk: int) -> BankLine:
    return get_object_or_404(BankLine.objects.select_related("bank_import"), pk=pk)


def _page_of(line: BankLine) -> str:
    return reverse("workflow:bank_import", args=[line.bank_import_id])


def _asked(request: HttpRequest, line: BankLine) -> tuple[Counterparty | None, Proposal]:
    """The customer that the form names, else the proposed one; and what the money would pay there."""
    chosen = id_in(request.POST.get("customer", "") or request.GET.get("customer", ""))
    if chosen is None and request.method == "POST":
        return None, Proposal(rest=line.amount)
    if chosen is None:
        proposal = proposal_alone(line) if line.amount > 0 else Proposal(rest=line.amount)
        return Counterparty.objects.filter(pk=proposal.customer_id).first(), proposal
    customer = Counterparty.objects.filter(pk=chosen).first()
    if customer is None:
        return None, Proposal(rest=line.amount)
    shown = read_asked(request.GET) if request.method != "POST" else None
    return customer, proposal_for(line, customer) if shown is None else Proposal(customer.pk, tuple(shown))


def _form(
    request: HttpRequest, line: BankLine, customer: Counterparty | None, proposal: Proposal, *, is_begun=False
) -> TakeOverForm:
    """The form about the open charges of the customer; ``is_begun`` draws it anew for a customer just chosen."""
    charges = open_charges(customer, line.bank_import.currency, most=MOST_CHARGES) if customer else []
    shown = {one.order.pk for one in charges}
    named = [order for order, _part in proposal.parts]
    sent = (id_in(name.removeprefix(PART)) for name in request.POST if name.startswith(PART))
    named += [order for order in sent if order is not None][:MOST_CHARGES]
    waiting = Order.objects.filter(pk__in=set(named) - shown, customer=customer) if customer else ()
    initial = {"customer": customer, **{f"{PART}{order}": part for order, part in proposal.parts}}
    data = request.POST if request.method == "POST" and not is_begun else None
    return TakeOverForm(data, line=line, charges=charges, waiting=waiting, initial=initial)


def _said(taking: BankTaking) -> str:
    payment = taking.payment
    sentence = _("%(amount)s of %(customer)s is payment %(number)s now.")
    return sentence % {
        "amount": money(payment.amount, payment.currency),
        "customer": payment.customer,
        "number": payment.number,
    }
