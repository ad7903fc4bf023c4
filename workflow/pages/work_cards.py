"""A person's tasks as cards: what is under way on top, then late, today, later; rush first, then the most urgent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Attachment
from lab.calendar import calendar_of_the_house
from lab.models import Employee
from lab.once import new_token
from lab.roles import Role
from lab.working_time import WorkingTime
from orders.models import Comment, Task, WorkSpan
from orders.models.task import TaskState
from orders.states import CHANGEABLE, Status
from orders.teeth_read import TeethRead, teeth_of_lines
from workflow.clock import is_forgotten, time_worked
from workflow.pages.work_answers import Answer

FREE_SHOWN = 30

FIRST_MOVE = {
    TaskState.TODO: (TaskState.IN_PROGRESS, _("Start")),
    TaskState.PAUSED: (TaskState.IN_PROGRESS, _("Go on")),
    TaskState.IN_PROGRESS: (TaskState.DONE, _("Finish")),
}
"""The one big button of a card."""

SECOND_MOVE = {TaskState.IN_PROGRESS: (TaskState.PAUSED, _("Pause"))}
THIRD_MOVE = {TaskState.PAUSED: (TaskState.DONE, _("Finish")), TaskState.TODO: (TaskState.DONE, _("Finish"))}
"""Seldom wanted, so one tap away: the work is done, its time was not taken."""

GROUPS = {"now": _("Now"), "late": _("Late"), "today": _("Today"), "later": _("Later")}


@dataclass
class Card:
    """One task as its card says it. ``day`` is when it should be done: planned, else promised."""

    task: Task
    viewer: Employee
    now: datetime
    calendar: WorkingTime
    spans: list[WorkSpan] = field(default_factory=list)
    answer: Answer | None = None
    teeth: TeethRead = field(default_factory=TeethRead)
    is_next: bool = False
    """The one button of the page that is filled: to finish what is under way, or to begin with what is first."""

    def __post_init__(self):
        self.order, self.line, self.piece = self.task.order, self.task.line, self.task.piece
        self.token, self.undo_token = new_token(), new_token()
        self.running = next((span for span in self.spans if span.ended_at is None), None)
        self.is_finished = self.task.is_finished
        is_wanted = not self.task.is_removed and not (self.line and self.line.is_removed)
        self.may_work = is_wanted and self.order.allows("work") and not self.is_finished

    @property
    def service(self) -> str:
        return self.piece.name if self.piece else self.task.title

    @property
    def step(self) -> str:
        return self.task.title if self.piece and self.task.title != self.piece.name else ""

    @property
    def bundle(self) -> str:
        """Of which complex service the work is a part."""
        return self.line.name if self.task.part else ""

    @property
    def facts(self) -> list[tuple[object, str]]:
        """Teeth, shade and whatever else the service asks for."""
        return self.teeth.details_of(self.line, in_words=True) if self.line else []

    @property
    def patient(self) -> str:
        parts = (self.order.patient_name, self.order.patient_species)
        return ", ".join(part for part in parts if part)

    @property
    def state(self) -> object:
        return TaskState(self.task.state).label

    @property
    def colleague(self) -> Employee | None:
        """Whom the viewer assists."""
        return self.task.performer if self.task.performer_id != self.viewer.pk else None

    @property
    def at_it(self) -> Employee | None:
        """A colleague whose clock runs."""
        return self.running.employee if self.running and self.running.employee_id != self.viewer.pk else None

    @property
    def day(self) -> date | None:
        planned = self.task.planned_end
        return timezone.localdate(planned) if planned else self.order.due_on

    @property
    def is_overdue(self) -> bool:
        return bool(self.order.due_on and self.order.due_on < timezone.localdate(self.now))

    @property
    def group(self) -> str:
        today = timezone.localdate(self.now)
        if self.is_finished or (self.task.state == TaskState.IN_PROGRESS and not self.at_it):
            return "now"
        if self.is_overdue or (self.day and self.day < today):
            return "late"
        return "today" if self.day == today else "later"

    @property
    def urgency(self) -> tuple:
        """Smaller goes first; what has no day goes last."""
        planned = self.task.planned_end
        due = self.order.due_on and timezone.make_aware(
            datetime.combine(self.order.due_on, datetime.max.time())
        )
        moment = planned or due
        return (self.is_finished, not self.order.is_rush, moment is None, moment or self.now, self.task.pk)

    @property
    def seconds(self) -> int:
        """What was worked until now; the page counts on from there."""
        return int(time_worked(self.spans, self.now, self.calendar).total_seconds())

    @property
    def worked(self) -> str:
        """1:05, in hours and minutes; nothing before the first start."""
        return _clock(self.seconds // 60) if self.spans else ""

    @property
    def planned(self) -> str:
        """The standard minutes in the unit of the clock beside them."""
        return _clock(self.task.minutes) if self.task.minutes else ""

    @property
    def ticks(self) -> bool:
        return self.running is not None and not is_forgotten(self.running, self.now, self.calendar)

    @property
    def capped(self) -> WorkSpan | None:
        """The last stretch, where nobody stopped its clock."""
        last = self.spans[-1] if self.spans else None
        return last if last and (last.is_capped or is_forgotten(last, self.now, self.calendar)) else None

    @property
    def first_move(self):
        return FIRST_MOVE.get(self.task.state) if self.may_work else None

    @property
    def second_move(self):
        return SECOND_MOVE.get(self.task.state) if self.may_work else None

    @property
    def third_move(self):
        return THIRD_MOVE.get(self.task.state) if self.may_work else None


@dataclass(frozen=True)
class Bench:
    """``groups``: (key, heading, cards) of the person's own; ``free``: what nobody has taken yet; ``waiting``: how many
    more there are whose order is pending."""

    groups: list[tuple[str, object, list[Card]]]
    free: list[Card]
    has_more_free: bool
    waiting: int

    @property
    def open(self) -> int:
        return sum(1 for _key, _label, cards in self.groups for card in cards if not card.is_finished)


def own_groups(viewer: Employee, now: datetime) -> list[tuple[str, list[Card]]]:
    """The groups of the person's own cards alone, as My work shows them; empty ones too."""
    mine, calendar = _own(viewer, {}), calendar_of_the_house()
    spans = _spans_of(mine)
    cards = [Card(task, viewer, now, calendar, spans.get(task.pk, [])) for task in mine]
    return [(key, _sorted(card for card in cards if card.group == key)) for key in GROUPS]


def bench_of(viewer: Employee, now: datetime, answers: dict[int, Answer]) -> Bench:
    """The same number of statements however many tasks there are."""
    mine, free, calendar = _own(viewer, answers), _free(viewer), calendar_of_the_house()
    spans = _spans_of([*mine, *free])
    teeth = teeth_of_lines({task.line_id for task in (*mine, *free) if task.line_id})
    cards = [
        Card(task, viewer, now, calendar, spans.get(task.pk, []), answers.get(task.pk), teeth)
        for task in mine
    ]
    grouped = [
        (key, label, _sorted(card for card in cards if card.group == key)) for key, label in GROUPS.items()
    ]
    doable = [card for _key, _label, group in grouped for card in group if card.first_move]
    for card in doable[:1]:
        card.is_next = True
    taken = {task.pk for task in mine}
    offered = [
        Card(task, viewer, now, calendar, spans.get(task.pk, []), teeth=teeth)
        for task in free
        if task.pk not in taken
    ]
    return Bench(
        [group for group in grouped if group[2]],
        _sorted(offered)[:FREE_SHOWN],
        len(free) > FREE_SHOWN,
        _open().filter(_of(viewer), order__status=Status.PENDING).count(),
    )


def _clock(minutes: int) -> str:
    """1:05, in hours and minutes."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _sorted(cards: Iterable[Card]) -> list[Card]:
    return sorted(cards, key=lambda card: card.urgency)


def _of(viewer: Employee) -> Q:
    return Q(performer=viewer) | Q(assistant=viewer)


def _own(viewer: Employee, answers: dict[int, Answer]) -> list[Task]:
    """What the person is on and can work on, and whatever was answered just now."""
    theirs = _open().filter(_of(viewer), order__status__in=CHANGEABLE["work"])
    if not answers:
        return list(_drawn(theirs))
    # Two sets in one condition would make the database read every task there ever was.
    ids = {*theirs.values_list("pk", flat=True), *answers}
    return list(_drawn(Task.objects.filter(pk__in=ids)))


def _free(viewer: Employee) -> list[Task]:
    """What nobody performs in production, the most urgent first; nothing for those who perform nothing."""
    if not {Role.TECHNICIAN, Role.REVIEWER} & viewer.roles:
        return []
    nobodys = _open().filter(performer=None, order__status=Status.PRODUCTION).exclude(assistant=viewer)
    urgent = nobodys.order_by(F("order__due_on").asc(nulls_last=True), "pk")
    return list(_drawn(urgent)[: FREE_SHOWN + 1])


def _open():
    """In the words of the index of open tasks by performer."""
    return Task.objects.doable().filter(state__in=[TaskState.TODO, TaskState.IN_PROGRESS, TaskState.PAUSED])


def _drawn(tasks):
    """With everything that a card says, and nothing that costs money."""
    return (
        tasks.select_related("order", "line", "part", "performer", "assistant", "order__customer")
        .defer(
            *(
                "order__final_price",
                "line__unit_price",
                "line__gross",
                "line__amount",
                "line__discount_percent",
            ),
            "part__price",
        )
        .annotate(
            comments=_count(Comment.objects.filter(order=OuterRef("order"))),
            files=_count(Attachment.objects.current().filter(order=OuterRef("order"))),
        )
    )


def _count(rows) -> Coalesce:
    counted = rows.order_by().values("order").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _spans_of(tasks: Iterable[Task]) -> dict[int, list[WorkSpan]]:
    found: dict[int, list[WorkSpan]] = {}
    for span in WorkSpan.objects.filter(task__in=[task.pk for task in tasks]).select_related("employee"):
        found.setdefault(span.task_id, []).append(span)
    return found
