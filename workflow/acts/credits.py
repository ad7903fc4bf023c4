"""Who is credited for what an act says: the people of each task of its lines, by the task's share (``shares``).

Asked when acts are made and posted, and when somebody wants to know beforehand what the work will pay.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from billing.models import Act, ActLine
from common.currencies import places_of
from lab.models import Employee
from orders.models import Order, OrderLine, Task
from orders.models.task import TaskState
from orders.parts import parts_by_line, quantity_within
from payroll.facts import WorkDone
from payroll.models import PayRole
from workflow.acts.shares import Share, shares_of
from workflow.acts.sums_set import SumsSet


def responsible_by_line(order: Order) -> dict[int, Employee]:
    """The one in whose act a line stands: the performer of its first task that counts and has one."""
    found: dict[int, Employee] = {}
    for line, tasks in counted_by_line(order).items():
        performers = [task.performer for task in tasks if task.performer]
        if line and performers:
            found[line] = performers[0]
    return found


def counted_by_line(order: Order) -> dict[int | None, list[Task]]:
    """The tasks that are paid, by line: all but the skipped ones; where all are skipped, all of them."""
    tasks = defaultdict(list)
    for task in order.tasks.doable().select_related("performer", "assistant"):
        tasks[task.line_id].append(task)
    return {line: _counted(rows) for line, rows in tasks.items()}


def _counted(tasks: list[Task]) -> list[Task]:
    return [task for task in tasks if task.state != TaskState.SKIPPED] or tasks


class Credits:
    """The credits of an order's act lines, told one after the other: tasks, lines and sums set by hand read once.

    A sum set by hand for a role of a task goes with the line's quantity, so every act line has its part and the last
    one what is left.
    """

    def __init__(self, order: Order, sums: SumsSet):
        self.sums = sums
        self.tasks = counted_by_line(order)
        self.lines = {
            line.pk: line for line in OrderLine.objects.filter(order=order).select_related("service")
        }
        self.parts = parts_by_line(self.lines)
        self._done: dict[int, Decimal] = defaultdict(Decimal)

    def of(self, act: Act, act_lines: Iterable[ActLine]) -> dict[int, list[WorkDone]]:
        """The facts of an act for the ledger of pay: act line -> the people credited through it."""
        return {line.pk: list(self._of_line(act, line)) for line in act_lines}

    def _of_line(self, act: Act, act_line: ActLine) -> Iterator[WorkDone]:
        tasks, line = self.tasks.get(act_line.line_id, []), self.lines[act_line.line_id]
        for fact in self._credits(act, act_line, line, tasks):
            if part := self.sums.part(fact.task_id, fact.role, act_line.quantity, of=line.quantity):
                yield replace(fact, planned=part.planned, set_sum=part.amount)
            else:
                yield fact

    def _credits(
        self, act: Act, act_line: ActLine, line: OrderLine, tasks: Sequence[Task]
    ) -> Iterator[WorkDone]:
        """One fact for each task and role; a line without tasks credits the people of the act with the whole."""
        own = own_task(act, tasks)
        for share in self._shares(act, act_line, line, tasks):
            task = share.task
            for role, employee_id in _people(act, task, is_own=task is own):
                yield WorkDone(
                    source=act_line.pk,
                    order_id=act.order_id,
                    task_id=task and task.pk,
                    employee_id=employee_id,
                    role=role,
                    service_id=share.service.pk,
                    quantity=share.quantity,
                    gross=share.gross,
                    net=share.net,
                    currency=act.currency,
                    step_id=task and task.template_id,
                    group_id=share.service.group_id,
                )

    def _shares(self, act: Act, act_line: ActLine, line: OrderLine, tasks: Sequence[Task]) -> list[Share]:
        """Parts are counted up over the acts in their sequence, as the line is: together they are the whole part."""
        before = self._done[line.pk]
        self._done[line.pk] = upto = before + act_line.quantity
        parts = {
            part: quantity_within(part, upto, line.quantity) - quantity_within(part, before, line.quantity)
            for part in self.parts.get(line.pk, ())
        }
        whole = Share(None, line.service, act_line.quantity, act_line.gross, act_line.net)
        return shares_of(whole, tasks, parts, places_of(act.currency))


def own_task(act: Act, tasks: Sequence[Task]) -> Task | None:
    """The task that the act's own people are credited with: its performer's first one, else the first of the line."""
    of_performer = [task for task in tasks if task.performer_id == act.performer_id]
    return next(iter(of_performer or tasks), None)


def _people(act: Act, task: Task | None, *, is_own: bool) -> Iterator[tuple[str, int]]:
    """The act names the people of its own task, the tasks name the others.

    The assistant is the one of the act, else the one of the task: taking a draft over costs nobody his pay.
    """
    performer = act.performer_id if is_own or task is None else task.performer_id
    assistant = (act.assistant_id if is_own else None) or (task and task.assistant_id)
    if performer:
        yield PayRole.PERFORMER, performer
    if assistant and assistant != performer:
        yield PayRole.ASSISTANT, assistant
