"""Two who may be the same: who it is, what merging them would do, and merging them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from customers.models import Merge
from lab.access import allow
from lab.posting import form_page, offering, posted
from workflow.forms.merging import MergeForm, OtherForm
from workflow.merging.pairs import Pair
from workflow.pages.dialogs import leads_again
from workflow.pages.merging.whom import CUSTOMERS, PATIENTS, Whom

MOST_LIKELY = 10


@allow("merge_customers")
@require_http_methods(["GET", "HEAD", "POST"])
@leads_again
def customer_merge(request: HttpRequest, pk: int) -> HttpResponse:
    return _merge(request, CUSTOMERS, pk)


@allow("merge_patients")
@require_http_methods(["GET", "HEAD", "POST"])
@leads_again
def patient_merge(request: HttpRequest, pk: int) -> HttpResponse:
    return _merge(request, PATIENTS, pk)


@allow("merge_customers")
@require_safe
def customer_duplicates(request: HttpRequest) -> HttpResponse:
    return _duplicates(request, CUSTOMERS)


@allow("merge_patients")
@require_safe
def patient_duplicates(request: HttpRequest) -> HttpResponse:
    return _duplicates(request, PATIENTS)


def _merge(request: HttpRequest, whom: Whom, pk: int) -> HttpResponse:
    """The one of the address stays; ``with`` names the other."""
    kept = get_object_or_404(whom.rows(), pk=pk)
    asked = OtherForm(
        request.GET if "with" in request.GET else None,
        others=whom.rows(),
        url=reverse(whom.search),
        label=whom.other,
        none=whom.none,
    )
    context = {"whom": whom, "kept": kept, "kept_url": whom.address(pk), "asked": asked}
    if not asked.is_valid():
        likely = [] if kept.merged_into_id else whom.like(kept)[:MOST_LIKELY]
        shown = [(one, whom.merging(pk, one.pk)) for one in likely]
        return form_page(request, "workflow/merging/ask.html", context | {"likely": shown})
    return _look(request, whom, whom.pair(kept, asked.cleaned_data["with"]), context)


def _look(request: HttpRequest, whom: Whom, pair: Pair, context: dict) -> HttpResponse:
    kept, gone, why = pair.kept, pair.gone, pair.why_not()
    sent = request.POST if request.method == "POST" else None
    form = MergeForm(sent, offered=pair.filling())

    made: list[Merge] = []

    def merge(cause) -> str:
        said = form.cleaned_data
        made[:] = [whom.merge(kept.pk, gone.pk, cause, fill=said["fill"], seen=said["seen"])]
        return whom.address(kept.pk)

    if answer := posted(request, [form], merge, said=""):
        sentence = _("%(gone)s is merged into %(kept)s.") % {"gone": gone, "kept": kept}
        back = reverse("workflow:merge_take_back", args=[made[0].pk])
        messages.success(request, sentence, extra_tags=offering("asks", back, _("Take back")))
        return answer
    shown = whom.pair(*(whom.rows().get(pk=one.pk) for one in (kept, gone))) if sent else pair
    told = {
        "gone": gone,
        "form": form,
        "why": "" if form.errors else why,
        "pair": shown,
        "seen": shown.digest(),
        "swap_url": whom.merging(gone.pk, kept.pk),
        "gone_url": whom.address(gone.pk),
        "may_merge": not shown.why_not(),
    }
    return form_page(request, "workflow/merging/look.html", context | told)


def _duplicates(request: HttpRequest, whom: Whom) -> HttpResponse:
    """Groups of rows that may be the same, each with the ways to merge them."""
    found = whom.twice()
    groups = [
        (
            group.first,
            whom.address(group.first.record.pk),
            [
                (one, whom.address(one.record.pk), whom.merging(group.first.record.pk, one.record.pk))
                for one in group.others
            ],
        )
        for group in found.groups
    ]
    context = {"whom": whom, "groups": groups, "is_more": found.is_more}
    return render(request, "workflow/merging/duplicates.html", context)
