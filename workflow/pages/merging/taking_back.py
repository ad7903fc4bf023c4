"""The dialog that takes a merge back, and what the pages of the two say of it."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from common.panels import Panel
from customers.models import Merge
from lab.access import allow
from lab.permissions import may
from lab.posting import form_page, posted
from workflow.forms.bank import ReasonForm
from workflow.merging.resting import new_orders
from workflow.merging.take_back_merge import take_back_merge
from workflow.pages.merging.whom import BY_KIND

MOST_SHOWN = 20


@allow("merge_customers")
@require_http_methods(["GET", "HEAD", "POST"])
def merge_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes back, what stays, and why."""
    merge = get_object_or_404(Merge, pk=pk)
    whom = BY_KIND[merge.kind]
    if not may(request.user, whom.action):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def take_back(cause) -> str:
        take_back_merge(pk, cause, reason=form.cleaned_data["reason"])
        return whom.address(merge.gone)

    context = {
        "form": form,
        "dialog_title": _("Take back the merge of %(name)s") % {"name": merge.gone_name},
        "verb": _("Take the merge back"),
        "back_url": whom.address(merge.kept),
        "danger": True,
        "heading": _("What happens"),
        "consequences": list(_consequences(merge)),
    }
    said = _("The merge is taken back: %(name)s is there again.") % {"name": merge.gone_name}
    return posted(request, [form], take_back, said=said) or form_page(
        request, "workflow/token_dialog.html", context
    )


def _consequences(merge: Merge) -> Iterator[str]:
    told = {"gone": merge.gone_name, "kept": merge.kept_name}
    yield _("What moved from %(gone)s to %(kept)s moves back, as far as it is still there.") % told
    yield _("Fields that were filled are empty again, unless somebody has rewritten them since.")
    if count := new_orders(merge):
        sentence = ngettext(
            "%(n)s order that was drawn up since stays with %(kept)s.",
            "%(n)s orders that were drawn up since stay with %(kept)s.",
            count,
        )
        yield sentence % {**told, "n": count}


def standing_merges(record, kind: str) -> list[Merge]:
    """Merges of the record that nobody took back, the latest first; one query."""
    merges = Merge.objects.standing().of(kind, record.pk).select_related("event__actor")
    return list(merges[:MOST_SHOWN])


def merged_panel(record, merges: list[Merge], kind: str, viewer) -> Panel | None:
    """Who was merged into the record; None where nobody was."""
    came = [merge for merge in merges if merge.kept == record.pk]
    if not came:
        return None
    whom = BY_KIND[kind]
    rows = [(merge, whom.address(merge.gone)) for merge in came]
    context = {"rows": rows, "may_merge": may(viewer, whom.action) and not record.merged_into_id}
    template = "workflow/merging/_merged_panel.html"
    return Panel("merged", gettext_lazy("Merged"), template, context, side=True)


def away_context(record, merges: list[Merge], viewer) -> dict:
    """For the head of the page of one who was merged into another; for anybody else that there was no such thing."""
    away = (
        next((merge for merge in merges if merge.gone == record.pk), None) if record.merged_into_id else None
    )
    if away is None:
        return {"away": None}
    whom, now = BY_KIND[away.kind], record.merged_into
    may_merge = may(viewer, whom.action) and now.pk == away.kept
    return {"away": away, "now": now, "now_url": whom.address(now.pk), "may_merge": may_merge}
