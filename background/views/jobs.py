"""The administrator's page of the background work: what waits, runs and failed, and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from background.models import OPEN, Job, State
from background.tending import MAY_BE_GIVEN_UP, MAY_BE_TRIED, give_up, try_again
from common.lists import FilterForm, list_page
from common.refusals import Refused
from lab.access import allow
from lab.once import new_token, perform

LATE = timedelta(minutes=2)
"""Work that is due for so long shows that no worker runs, or too few."""

UNDONE = "undone"
NEXT_TRY, ENDED = gettext_lazy("Next try"), gettext_lazy("Ended")


@dataclass(frozen=True)
class View:
    """A quick view over the list: its words, the states that it shows, and what it says of moments."""

    words: object
    states: tuple[State, ...]
    moments: object


VIEWS = {
    UNDONE: View(gettext_lazy("Not done"), (*OPEN, State.FAILED), gettext_lazy("Next try, or end")),
    State.FAILED: View(gettext_lazy("Failed"), (State.FAILED,), ENDED),
    State.WAITING: View(gettext_lazy("Waiting"), (State.WAITING,), NEXT_TRY),
    State.RUNNING: View(gettext_lazy("Running"), (State.RUNNING,), NEXT_TRY),
    State.DONE: View(gettext_lazy("Done"), (State.DONE,), ENDED),
    State.GIVEN_UP: View(gettext_lazy("Given up"), (State.GIVEN_UP,), ENDED),
}
TAGS = {State.FAILED: "tag-alarm", State.RUNNING: "tag-caution", State.DONE: "tag-good"}


class WorkFilter(FilterForm):
    """Which of the quick views."""

    state = forms.ChoiceField(choices=[(key, view.words) for key, view in VIEWS.items()], required=False)


@dataclass(frozen=True)
class Row:
    """One piece of work with what may be done about it; tokens of its two forms."""

    job: Job
    label: object
    tag: str
    may_be_tried: bool
    may_be_given_up: bool
    try_token: str
    give_up_token: str


@allow("administer")
@require_safe
def job_list(request):
    """Undone work first; the newest at the top."""
    here = WorkFilter(request.GET).asked.get("state", UNDONE)
    counts = Counter(dict(Job.objects.order_by().values_list("state").annotate(Count("pk"))))
    rows = Job.objects.filter(state__in=VIEWS[here].states).select_related("asked_by").order_by("-pk")
    listed = list_page(rows.defer("arguments", "result"), request.GET)
    shown = {
        "here": here,
        "moments": VIEWS[here].moments,
        "tabs": [
            (key, view.words, sum(counts[state] for state in view.states)) for key, view in VIEWS.items()
        ],
        "listed": listed,
        "rows": [_row(job) for job in listed.rows],
        "late_since": _late_since(),
    }
    return render(request, "background/job_list.html", shown)


@allow("administer")
@require_POST
def job_try_again(request, pk):
    """Due at once, with all its tries before it."""
    return _decide(request, pk, try_again, _("It is tried again."))


@allow("administer")
@require_POST
def job_give_up(request, pk):
    """Not tried any more."""
    return _decide(request, pk, give_up, _("It is given up."))


def _decide(request, pk: int, use_case, said: str):
    get_object_or_404(Job, pk=pk)
    back = reverse("background:job_list")

    def decide(cause) -> str:
        use_case(pk, cause)
        return back

    try:
        address = perform(request, decide)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, said)
    return redirect(address)


def _row(job: Job) -> Row:
    tried, given_up = job.state in MAY_BE_TRIED, job.state in MAY_BE_GIVEN_UP
    return Row(job, label_of(job.kind), TAGS.get(job.state, ""), tried, given_up, new_token(), new_token())


def label_of(kind: str) -> object:
    """What people call the work; the name of its function where that is not there any more."""
    try:
        return getattr(import_string(kind).func, "label", kind)
    except ImportError:
        return kind


def _late_since():
    """Since when something has been due that nobody takes; None where all is well."""
    due = Job.objects.filter(state=State.WAITING, due_at__lt=timezone.now() - LATE)
    return due.order_by("due_at").values_list("due_at", flat=True).first()
