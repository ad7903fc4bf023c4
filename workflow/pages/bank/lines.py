"""One statement: its lines by what became of them, those that wait with what is proposed, taken over all at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from billing.bank_lines import ASIDE, KNOWN, OPEN, OUT, TAKEN, counts_of, lines_in
from billing.matching import fingerprint, proposals_for, sure_ones
from billing.models import BankAside, BankImport, BankTaking
from common.lists import list_page
from common.refusals import Refused
from lab.access import allow
from lab.cause import Cause
from lab.once import new_token, perform
from workflow.pages.bank.taking_over import (
    AT_ONCE,
    Chosen,
    as_sent,
    begin_taking_over,
    last_takeover,
    said_of,
    take_over_now,
)
from workflow.pages.bank.words import shown

TABS = (
    (OPEN, gettext_lazy("Waiting")),
    (TAKEN, gettext_lazy("Taken over")),
    (OUT, gettext_lazy("Money out")),
    (ASIDE, gettext_lazy("Set aside")),
    (KNOWN, gettext_lazy("Known already")),
)


@allow("record_payment")
@require_safe
def bank_import(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of a statement; nothing of what is proposed is booked before somebody takes it over."""
    parked = _import(pk)
    counts = counts_of([parked])[pk]
    state = request.GET.get("lines", OPEN if counts.open else TAKEN if counts.taken else OPEN)
    state = state if state in dict(TABS) else OPEN
    is_standing = not hasattr(parked, "taken_back")
    proposals = proposals_for(parked) if is_standing and state == OPEN else {}
    takeover = last_takeover(parked)
    listed = list_page(lines_in(parked, state), request.GET)
    sure = sure_ones(proposals)
    context = {
        "parked": parked,
        "is_standing": is_standing,
        "counts": counts,
        "state": state,
        "tabs": [
            (key, label, getattr(counts, key)) for key, label in TABS if getattr(counts, key) or key == OPEN
        ],
        "listed": listed,
        "rows": shown(
            listed.rows, proposals, takeover.refusals if takeover else {}, _fates(listed.rows, state)
        ),
        "sure": len(sure),
        "sure_seen": fingerprint(sure),
        "takeover": takeover,
        "form_token": new_token(),
    }
    return render(request, "workflow/bank/import.html", context)


@allow("record_payment")
@require_POST
def bank_take_sure(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over all that is sure, as it was shown: some at once, many by a worker."""
    parked, here = _import(pk), reverse("workflow:bank_import", args=[pk])
    sure = sure_ones(proposals_for(parked))
    chosen, is_as_seen = as_sent(sure), request.POST.get("seen", "") == fingerprint(sure)

    def begin(cause: Cause) -> str:
        if not chosen or not is_as_seen:
            raise Refused(_("Something has changed since the page was opened. Look at the proposals again."))
        if len(chosen) > AT_ONCE:
            begin_taking_over(parked, chosen, cause)
        return here

    try:
        perform(request, begin)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    if len(chosen) <= AT_ONCE:
        _say(request, chosen, Cause(request.user, timezone.now()))
    return redirect(here)


def _import(pk: int) -> BankImport:
    return get_object_or_404(
        BankImport.objects.select_related("event__actor", "taken_back__event__actor"), pk=pk
    )


def _fates(lines, state: str) -> dict[int, BankTaking | BankAside]:
    """What somebody decided about each line of the page."""
    ids = [line.pk for line in lines]
    if state == TAKEN:
        takings = BankTaking.objects.standing().filter(line__in=ids)
        return {one.line_id: one for one in takings.select_related("payment__customer", "event__actor")}
    if state == ASIDE:
        asides = BankAside.objects.filter(line__in=ids, lifted__isnull=True)
        return {one.line_id: one for one in asides.select_related("event__actor")}
    return {}


def _say(request: HttpRequest, chosen: list[Chosen], cause: Cause) -> None:
    done = take_over_now(chosen, cause)
    messages.success(request, said_of(done))
    for sentence in list(done.refused.values())[:5]:
        messages.warning(request, sentence)
