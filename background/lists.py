"""The background work as a list: what waits, runs and failed, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from background.models import OPEN, Job, State
from background.tending import MAY_BE_GIVEN_UP, MAY_BE_TRIED
from common.lists import Column, Empty, ListTable, Sort, Tab, Tabs
from common.lists.asked import Asked
from common.lists.cells import Drawn, Plain
from common.lists.counting import COUNTED, Counts
from common.lists.filters import search
from lab.once import new_token

LATE = timedelta(minutes=2)
"""Work that is due for so long shows that no worker runs, or too few."""

UNDONE = "undone"
IN_TAB = {
    UNDONE: (*OPEN, State.FAILED),
    State.FAILED: (State.FAILED,),
    State.WAITING: (State.WAITING,),
    State.RUNNING: (State.RUNNING,),
    State.DONE: (State.DONE,),
    State.GIVEN_UP: (State.GIVEN_UP,),
}
TAGS = {State.FAILED: "tag-alarm", State.RUNNING: "tag-caution", State.DONE: "tag-good"}


@dataclass(frozen=True)
class Row:
    """One piece of work with what may be done about it; tokens of its two forms."""

    job: Job
    label: str
    tag: str
    may_be_tried: bool
    may_be_given_up: bool
    try_token: str
    give_up_token: str

    @property
    def next_or_end(self) -> datetime | None:
        """When it ended, or is tried next; of what is at work nothing is known."""
        return self.job.ended_at or (self.job.due_at if self.job.state == State.WAITING else None)


def _shown(jobs: Sequence[Job], asked: Asked) -> list[Row]:
    return [_row(job) for job in jobs]


def _row(job: Job) -> Row:
    tried, given_up = job.state in MAY_BE_TRIED, job.state in MAY_BE_GIVEN_UP
    tag = TAGS.get(State(job.state), "")
    return Row(job, str(label_of(job.kind)), tag, tried, given_up, new_token(), new_token())


def label_of(kind: str) -> object:
    """What people call the work; the name of its function where that is not there any more."""
    try:
        return getattr(import_string(kind).func, "label", kind)
    except ImportError:
        return kind


def _asked_by(row: Row) -> str:
    return row.job.asked_by.name if row.job.asked_by else _now("every day")


def _tab(name: str, label: str) -> Tab:
    return Tab(name, label, lambda rows, viewer: rows.filter(state__in=IN_TAB[name]))


def _counts(asked: Asked) -> Counts:
    """All tabs by one statement."""
    whole = asked.rows(in_every_tab=True).order_by()
    by_state = Counter(dict(whole.values_list("state").annotate(Count("pk"))))
    by_tab = {tab: sum(by_state[state] for state in states) for tab, states in IN_TAB.items()}
    return Counts(by_tab[asked.tab], by_tab, most=max(COUNTED, by_tab[asked.tab]))


def _late_since() -> datetime | None:
    """Since when something has been due that nobody takes; None where all is well."""
    due = Job.objects.filter(state=State.WAITING, due_at__lt=timezone.now() - LATE)
    return due.order_by("due_at").values_list("due_at", flat=True).first()


def _frame(asked: Asked) -> dict:
    return {"late_since": _late_since(), "note": _now("Letters, thumbnails, long papers, the daily sweeps")}


JOBS = ListTable(
    name="background:job_list",
    title=_("Background work"),
    nouns=ngettext_lazy("%(n)s piece of work", "%(n)s pieces of work", "n"),
    rows=lambda viewer: Job.objects.select_related("asked_by").defer("arguments", "result"),
    shown=_shown,
    tabs=Tabs(
        "state",
        (
            _tab(UNDONE, _("Not done")),
            _tab(State.FAILED, _("Failed")),
            _tab(State.WAITING, _("Waiting")),
            _tab(State.RUNNING, _("Running")),
            _tab(State.DONE, _("Done")),
            _tab(State.GIVEN_UP, _("Given up")),
        ),
        usual=lambda viewer: UNDONE,
    ),
    counts=_counts,
    usual_sort="-asked",
    columns=(
        Column("work", _("Work"), "label", Plain("stack-head", sub=lambda row: row.job.about), fixed=True),
        Column("about", _("About"), "job.about", usual=False),
        Column(
            "state",
            _("State"),
            lambda row: row.job.get_state_display(),
            Drawn(template="background/cells/state.html"),
        ),
        Column(
            "asked",
            _("Asked"),
            "job.asked_at",
            Drawn(template="background/cells/asked.html"),
            sort=Sort(None, falling=True),
        ),
        Column("by", _("Asked by"), _asked_by, usual=False),
        Column("tries", _("Tries"), "job.attempts", Plain("num", write=str), head="num"),
        Column(
            "next", _("Next try, or end"), "next_or_end", Drawn(template="background/cells/next_or_end.html")
        ),
        Column("error", _("What went wrong"), "job.last_error"),
    ),
    actions=Drawn(template="background/cells/decide.html"),
    filters=(search(finds=_("What it is about")),),
    empty=Empty(title="", text="", none_like_this=_("No work is like this. Clear a filter.")),
    css="",
    templates={"above": "background/_late.html", "none": "background/_none.html"},
    frame=_frame,
)
"""Undone work first; the newest at the top."""
