"""One statement: its lines by what became of them, those that wait with what is proposed, taken over all at once."""

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.bank_lines import OPEN, TAKEN, counts_of
from billing.matching import fingerprint, proposals_for, sure_ones
from billing.models import BankImport
from common.refusals import Refused
from lab.access import allow
from lab.cause import Cause
from lab.lists import asked_of, list_alone, list_context, of_list
from lab.once import new_token, perform
from workflow.pages.bank.tables import BANK_LINES, LINES, lines_shown
from workflow.pages.bank.taking_over import (
    AT_ONCE,
    Chosen,
    as_sent,
    begin_taking_over,
    last_takeover,
    said_of,
    take_over_now,
)


@of_list(BANK_LINES)
@allow("record_payment")
@require_safe
def bank_import(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of a statement; nothing of what is proposed is booked before somebody takes it over."""
    parked = _import(pk)
    counts = counts_of([parked])[pk]
    asked, kept = asked_of(request, BANK_LINES, args=(pk,))
    if request.GET.get(LINES) != asked.tab:
        asked = asked.in_tab(OPEN if counts.open or not counts.taken else TAKEN)
    is_standing = not hasattr(parked, "taken_back")
    proposals = proposals_for(parked) if is_standing and asked.tab == OPEN else {}
    takeover = last_takeover(parked)
    told = {"proposals": proposals, "refusals": takeover.refusals if takeover else {}}
    asked = replace(asked, table=replace(BANK_LINES, shown=partial(lines_shown, **told)))
    if answer := list_alone(request, asked, kept):
        return answer
    sure = sure_ones(proposals)
    context = {
        "parked": parked,
        "is_standing": is_standing,
        "line_counts": counts,
        "sure": len(sure),
        "sure_seen": fingerprint(sure),
        "takeover": takeover,
        "form_token": new_token(),
    }
    return render(request, BANK_LINES.templates["page"], list_context(request, asked, kept) | context)


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


def _say(request: HttpRequest, chosen: list[Chosen], cause: Cause) -> None:
    done = take_over_now(chosen, cause)
    messages.success(request, said_of(done))
    for sentence in list(done.refused.values())[:5]:
        messages.warning(request, sentence)
