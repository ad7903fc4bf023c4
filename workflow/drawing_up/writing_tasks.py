"""The tasks of an order as its lines bring them: from the steps of their services and parts, kept where work was done.

Shared by everything that writes lines or plans work.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from catalog.models import TaskTemplate
from common.refusals import Refused
from lab.models import Employee
from lab.performers import refuse_people
from orders.models import LinePart, Order, OrderLine, Task
from orders.models.task import TaskState
from workflow.drawing_up.drafts import LineDraft
from workflow.drawing_up.writing_parts import PartsOfLines

MOST_BROUGHT = 10_000
"""Tasks of one order: more is a complex service, or a quantity of lines, that nobody meant."""

People = tuple[int | None, int | None]


class TasksOfLines:
    """The tasks of an order by line, read once however many lines are written."""

    def __init__(self, order: Order, service_ids: Iterable[int]):
        service_ids = set(service_ids)
        self.order, self.last, self.parts = order, 0, PartsOfLines(order, service_ids)
        self.by_line: dict[int | None, list[Task]] = defaultdict(list)
        for task in order.tasks.current():
            self.by_line[task.line_id].append(task)
            self.last = max(self.last, task.position)
        self.steps: dict[int, list[TaskTemplate]] = defaultdict(list)
        for step in TaskTemplate.objects.current().filter(service__in=self._working(service_ids)):
            self.steps[step.service_id].append(step)
        self.able = set(Employee.objects.performers().values_list("pk", flat=True)) if self.steps else set()

    def _working(self, service_ids: set[int]) -> set[int]:
        """The services, and the parts of the complex ones among them: those of the catalogue and those on the order."""
        inside = [self.parts.services_of(pk) for pk in service_ids]
        return service_ids.union(
            *inside, (part.service_id for rows in self.parts.by_line.values() for part in rows)
        )

    def bring(self, line: OrderLine, draft: LineDraft) -> None:
        """A new line, or one with another service than before, gets the parts and the tasks of its service."""
        self.parts.freeze(line)
        self.bring_with(line, (draft.performer_id, draft.assistant_id))

    def bring_with(self, line: OrderLine, wanted: People) -> None:
        """The tasks of the line's service take the place of those there, given to these people."""
        take_off(self.by_line[line.pk])
        tasks = self.by_line[line.pk] = self.made_for(line)
        for task in tasks:
            if task is tasks[0] or task.performer_id is None:
                put_on_task(task, wanted[0] or task.performer_id, wanted[1])
        Task.objects.bulk_create(tasks)

    def rename(self, line: OrderLine, draft: LineDraft) -> None:
        """What the draft says of a line's people holds for each unfinished task that had the same ones as the first.

        Whoever was named for one step alone stays until he is replaced there. The parts follow the line's quantity.
        """
        self.parts.scale(line)
        tasks, wanted = self.by_line[line.pk], (draft.performer_id, draft.assistant_id)
        stood = people_of(tasks[0]) if tasks else wanted
        if wanted == stood:
            return
        for task in tasks:
            if task is tasks[0] or (people_of(task) == stood and not task.is_finished):
                put_on_task(task, *wanted)
                task.save(update_fields=["performer", "assistant"])

    def made_for(self, line: OrderLine) -> list[Task]:
        """The tasks that the service brings, not saved: one for each step, or a single one named like the service.

        A complex service brings those of its parts in their sequence, then its own; without steps, none of its own.
        """
        of_parts = [task for part in self.parts.by_line[line.pk] for task in self._of(line, part)]
        own = [self._from_step(line, None, step) for step in self.steps[line.service_id]]
        return of_parts + own or [self._next(line, title=line.name)]

    def _of(self, line: OrderLine, part: LinePart) -> list[Task]:
        steps = self.steps[part.service_id]
        if not steps and self.parts.bundles.is_bundle(part.service_id):
            return []  # it brings materials alone; its work is that of its parts
        made = [self._from_step(line, part, step) for step in steps]
        return made or [self._next(line, part=part, title=part.name)]

    def _from_step(self, line: OrderLine, part: LinePart | None, step: TaskTemplate) -> Task:
        usual = step.performer_id if step.performer_id in self.able else None
        said = {"title": step.name, "minutes": step.minutes, "share": step.share}
        return self._next(line, part=part, template=step, performer_id=usual, **said)

    def _next(self, line: OrderLine, **fields) -> Task:
        self.last += 1
        if self.last > MOST_BROUGHT:
            sentence = _(
                "The services of the order would bring more than %(most)s tasks: draw up a second order."
            )
            raise Refused(sentence % {"most": MOST_BROUGHT})
        return Task(order=self.order, line=line, position=self.last, **fields)


def take_off(tasks: Iterable[Task]) -> None:
    """Their line goes: what nobody has begun goes with it, what was begun stays as skipped, what is done as done."""
    for task in tasks:
        if task.is_untouched:
            task.is_removed = True
        elif not task.is_finished:
            task.state = TaskState.SKIPPED
        task.save(update_fields=["is_removed", "state"])


def people_of(task: Task) -> People:
    return task.performer_id, task.assistant_id


def put_on_task(task: Task, performer_id: int | None, assistant_id: int | None) -> None:
    """Name the people of a task; the caller saves. Whoever is on it already may stay after leaving."""
    refuse_people(performer_id, assistant_id, held=people_of(task))
    task.performer_id, task.assistant_id = performer_id, assistant_id
