"""The list of tasks: who does what, of which order, by when. Everybody's for whoever assigns work, else one's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalog.models import TaskTemplate
from common.days import moment
from common.folding import sort_key
from common.lists import Column, Empty, Filter, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Drawn, Link, Plain
from common.lists.fields import WordsField
from common.lists.filters import choice, row, tick
from common.midnight import midnight
from lab.lists import list_view
from lab.models import Employee
from orders.models import Order, Task
from orders.models.due_keys import TASK_DUE_KEY
from orders.models.task import UNFINISHED, TaskState

OPEN, ALL = "open", "all"
STATE_TAGS = {TaskState.IN_PROGRESS: "tag-caution", TaskState.DONE: "tag-good"}


@dataclass(frozen=True)
class TaskRow:
    """A task, and whether its plan or its order is late today."""

    task: Task
    is_late: bool
    is_overdue: bool

    @property
    def piece(self) -> str:
        """The service of which it is a step."""
        return self.task.piece.name if self.task.piece else ""

    @property
    def patient(self) -> str:
        order = self.task.order
        return ", ".join(part for part in (order.patient_name, order.patient_species) if part)

    @property
    def state(self) -> str:
        return self.task.get_state_display()

    @property
    def tag(self) -> str:
        return STATE_TAGS.get(TaskState(self.task.state), "")


def _rows(viewer: Viewer) -> QuerySet:
    found = Task.objects.doable().select_related("order__customer", "line", "part", "performer", "assistant")
    return found if viewer.may("assign_task") else found.filter(_of(viewer.person.pk))


def _of(person: int) -> Q:
    return Q(performer=person) | Q(assistant=person)


def _shown(tasks: Sequence[Task], asked: Asked) -> list[TaskRow]:
    return [_row(task, asked.viewer.today) for task in tasks]


def _row(task: Task, today: date) -> TaskRow:
    planned = timezone.localdate(task.planned_end) if task.planned_end else None
    is_open = not task.is_finished
    is_late = is_open and planned is not None and planned < today
    return TaskRow(task, is_late, is_open and bool(task.order.due_on and task.order.due_on < today))


def _late(rows: QuerySet, said: bool, viewer: Viewer) -> QuerySet:
    """What is not done though its plan, or its order, was for a day before today."""
    return rows.unfinished().filter(
        Q(planned_end__lt=midnight(viewer.today)) | Q(order__due_on__lt=viewer.today)
    )


def _in_state(rows: QuerySet, state: str, viewer: Viewer) -> QuerySet:
    return rows if state == ALL else rows.filter(state=state)


def _steps(viewer: Viewer) -> forms.Field:
    """The steps by the names that services give them, each once."""
    names = TaskTemplate.objects.filter(is_removed=False).order_by().values_list("name", flat=True)
    known = sorted(set(names.distinct()), key=sort_key)
    choices = [("", _("All")), *((name, name) for name in known)]
    return forms.ChoiceField(label=_("Step"), required=False, choices=choices)


def _usual_sort(asked: Asked) -> str:
    """What is open comes by its plan; what is done too, the newest first."""
    return "-drawn" if asked.get("state") in (ALL, TaskState.DONE, TaskState.SKIPPED) else "planned"


def _late_plan(found: TaskRow) -> Iterator[tuple[str, str]]:
    if found.is_late:
        yield "tag-alarm", _now("late")


def _order(found: TaskRow) -> str:
    return reverse("workflow:order_page", args=[found.task.order.number])


TASKS = ListTable(
    name="workflow:task_list",
    title=_("Tasks"),
    nouns=ngettext_lazy("%(n)s task", "%(n)s tasks", "n"),
    rows=_rows,
    shown=_shown,
    opens=lambda found: f"{_order(found)}#panel-plan",
    usual_sort=_usual_sort,
    sorts={"drawn": Sort(None, falling=True)},
    columns=(
        Column("task", _("Task"), "task.title", Plain("stack-head", opens=True), fixed=True),
        Column("service", _("Service"), "piece"),
        Column(
            "order",
            _("Order"),
            "task.order.number",
            Link("nowrap", to=_order, css_of_link="tabular"),
            head="col-number",
        ),
        Column("patient", _("Patient"), usual=False),
        Column("customer", _("Customer"), "task.order.customer.name", usual=False),
        Column("performer", _("Performer"), "task.performer.name", head="col-mark"),
        Column("assistant", _("Assistant"), "task.assistant.name", usual=False, head="col-mark"),
        Column("state", _("State"), cell=Drawn(template="workflow/tasks/state.html"), head="col-short"),
        Column(
            "planned",
            _("Planned"),
            "task.planned_end",
            Plain("nowrap", write=moment, tags=_late_plan),
            sort=Sort("planned_end", nullable=True, index="task_by_plan"),
            head="col-acts",
        ),
        Column(
            "due",
            _("Due"),
            "task.order.due_on",
            Drawn(template="workflow/tasks/due.html"),
            sort=Sort(TASK_DUE_KEY, index="order_by_due"),
            head="col-day",
        ),
        Column("minutes", _("Minutes"), "task.minutes", Plain("num", write=str), head="num col-currency"),
        Column("started", _("Started"), "task.started_at", Plain("nowrap", write=moment), usual=False),
        Column("finished", _("Finished"), "task.finished_at", Plain("nowrap", write=moment), usual=False),
    ),
    filters=(
        Filter(
            "q",
            WordsField(_("Order or patient")),
            lambda rows, words, viewer: rows.filter(order__in=Order.objects.matching(words).values("pk")),
        ),
        replace(
            row(
                "person",
                _("Person"),
                lambda: Employee.objects.performers().order_by("name_key", "pk"),
                lambda rows, person, viewer: rows.filter(_of(person.pk)),
            ),
            needs="assign_task",
        ),
        replace(
            choice(
                "state",
                _("State"),
                [*TaskState.choices, (ALL, _("All"))],
                _in_state,
                empty=_("Open"),
            ),
            unsaid=lambda rows, viewer: rows.filter(state__in=UNFINISHED),
        ),
        Filter("step", _steps, lambda rows, step, viewer: rows.filter(title=step)),
        tick("late", _("Only what is late"), _late),
    ),
    empty=Empty(
        title=_("Nothing is to be done"),
        text=_(
            "The tasks of an order come from the steps of its services; they stand here until they are done."
        ),
        icon="list-task",
        none_like_this=_(
            "No task is like this. Clear a filter, or search for an order, a patient or a customer."
        ),
    ),
)

task_list = list_view(TASKS, "work_task")
