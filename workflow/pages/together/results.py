"""What became of the orders of one press: how far it is, each order with its reason; stopping it and going on."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from common.refusals import Refused
from lab.access import allow
from lab.cause import Cause
from lab.lists import asked_of, show_list
from lab.lists.showing import of_list
from lab.once import new_token, perform
from orders.models import Batch, BatchOrder
from orders.models.batch import BatchState
from workflow.pages.together.chosen import batches_open_to
from workflow.pages.together.result_table import DONE, REFUSED, RESULTS, STATES, WAITING, tally
from workflow.together.carry_on import carry_on_while_one_waits, label_of
from workflow.together.go_on_together import go_on_together, is_left
from workflow.together.offered import OFFERED
from workflow.together.stop_together import stop_together


@of_list(RESULTS)
@allow("do_together")
@require_safe
def together_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Totals first; of the orders, those that were refused, unless another tab is asked for."""
    batch = _batch(request, pk)
    counts = tally(pk)
    table = replace(RESULTS, frame=lambda asked: _told(batch, counts))
    asked, kept = asked_of(request, table, args=(pk,))
    if STATES not in request.GET and counts[REFUSED]:
        asked = asked.in_tab(REFUSED)
    return show_list(request, table, args=(pk,), asked=asked, kept=kept)


@allow("do_together")
@require_safe
def together_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, for the page that stays open; the page is drawn anew when it is over."""
    batch = _batch(request, pk)
    if not _is_going(batch):
        if request.htmx:
            return HttpResponseClientRefresh()
        return redirect("workflow:together_page", pk)
    return render(request, "workflow/together/_progress.html", _told(batch, tally(pk)))


@allow("do_together")
@require_POST
def together_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Orders that wait stay as they are."""
    return _tend(request, pk, stop_together, _("It is stopped. What is done stays done."))


@allow("do_together")
@require_POST
def together_go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """What is left is done."""
    answer = _tend(request, pk, go_on_together, "")
    carry_on_while_one_waits(pk)
    return answer


def _tend(request: HttpRequest, pk: int, use_case, said: str) -> HttpResponse:
    _batch(request, pk)
    here = reverse("workflow:together_page", args=[pk])

    def tend(cause: Cause) -> str:
        use_case(pk, cause)
        return here

    try:
        address = perform(request, tend)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    if said:
        messages.success(request, said)
    return redirect(address)


def _batch(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(batches_open_to(request.user), pk=pk)


def _is_going(batch: Batch) -> bool:
    return batch.state == BatchState.WORKING and not is_left(batch)


def _told(batch: Batch, counts: dict[str, int]) -> dict:
    over = batch.count - counts[WAITING]
    left = BatchOrder.objects.left_undone(batch).count() if counts[REFUSED] else 0
    return {
        "batch": batch,
        "heading": label_of(batch.action),
        "tally": counts,
        "totals": _totals(counts),
        "over": over,
        "is_going": _is_going(batch),
        "may_go_on": batch.state != BatchState.DONE and not _is_going(batch) and counts[WAITING] > 0,
        "again_url": _again(batch) if left else "",
        "tried_again": _tried_again(counts[REFUSED] - left),
        "stop_token": new_token(),
        "go_on_token": new_token(),
    }


def _again(batch: Batch) -> str:
    """The same action on what was refused, as it stands by then; where it is offered no more, whatever is."""
    offered = batch.action in OFFERED
    page = reverse("workflow:together_do", args=[batch.action]) if offered else reverse("workflow:together")
    return f"{page}?of={batch.pk}"


def _tried_again(count: int) -> str:
    said = ngettext(
        "%(n)s of the refused ones is left to a later try.",
        "%(n)s of the refused ones are left to a later try.",
        count,
    )
    return said % {"n": f"{count:,}"} if count else ""


def _totals(counts: dict[str, int]) -> list[tuple[str, str]]:
    """(kind, words), such as “48 done”; what there is none of is left out, but what is done."""
    told = [
        (DONE, ngettext("%(n)s done", "%(n)s done", counts[DONE])),
        (REFUSED, ngettext("%(n)s refused", "%(n)s refused", counts[REFUSED])),
        (WAITING, ngettext("%(n)s waiting", "%(n)s waiting", counts[WAITING])),
    ]
    return [
        (kind, words % {"n": f"{counts[kind]:,}"}) for kind, words in told if counts[kind] or kind == DONE
    ]
