"""What the work of an order pays: the one computation, for who asks beforehand and for the books.

Posting, unposting and every change of who did what book the difference to it (``settle_pay``); the work summary shows
what it would come to (``pay_foreseen``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from billing.ledger import acts as act_ledger
from billing.models import Act, ActLine
from common.money import ZERO
from common.refusals import Refused
from lab.models import Event, LabSettings
from orders.models import Order, Task
from orders.models.task import TaskState
from payroll import ledger as payroll
from payroll.facts import WorkDone
from payroll.models import EarnedAs, PayRole, PayrollEntry, PlannedPay
from payroll.rates import SET_SUM
from workflow.acts.credits import Credits, responsible_by_line
from workflow.acts.sums_set import SumsSet


@dataclass
class Due:
    """The facts of everything that an order pays: by act line, and by sum set by hand that belongs to none."""

    lines: dict[int, list[WorkDone]] = field(default_factory=dict)
    sums: dict[int, list[WorkDone]] = field(default_factory=dict)


def settle_pay(
    order: Order, *, event: Event, on: date, posting: Sequence[Act] = (), undoing: Sequence[Act] = ()
) -> None:
    """Book the difference between what the order's acts have come to and what is booked; alike is left alone.

    ``posting`` are drafts, priced, that are about to stand, ``undoing`` acts that are about to be reversed.
    """
    standing = [act for act in standing_acts(order) if act not in undoing]
    if not (standing or posting or undoing):
        return
    due = _due(order, [*standing, *posting])
    for act in undoing:
        due.lines |= {line.pk: [] for line in act.lines.all()}
    if not standing and not posting:
        due.sums = {planned: [] for planned in due.sums}
    for lifted in PlannedPay.objects.filter(order=order, lifted_by__isnull=False):
        due.sums.setdefault(lifted.pk, [])
    payroll.accrue(due.lines, sums=due.sums, event=event, on=on)


def pay_foreseen(order: Order, on: date, *, by_hand: bool = True) -> list[PayrollEntry]:
    """The entries that would stand if the drafts were posted on the day, and then whatever no act holds yet.

    What is booked is told as booked; without ``by_hand`` as if no sum were set. Raises ``RateMissing`` and
    ``PayTooLarge``.
    """
    standing = standing_acts(order)
    to_come, lines = _to_come(order, standing)
    due = _due(order, [*standing, *to_come], lines, by_hand=by_hand)
    return payroll.foreseen(due.lines, sums=due.sums, on=on)


def standing_acts(order: Order) -> list[Act]:
    """Those that stand, in the sequence in which they were posted, with their lines."""
    return list(_with_lines(Act.objects.filter(order=order).standing()).order_by("event", "pk"))


def _with_lines(acts):
    return acts.prefetch_related("lines")


def _due(
    order: Order,
    acts: Iterable[Act],
    lines: Mapping[Act, Sequence[ActLine]] | None = None,
    *,
    by_hand: bool = True,
) -> Due:
    sums = SumsSet(order, by_hand=by_hand)
    credits, due = Credits(order, sums), Due()
    for act in acts:
        due.lines |= credits.of(act, (lines or {}).get(act) or sorted(act.lines.all(), key=_by_number))
    currency = LabSettings.load().currency if sums.rows else ""
    tasks = _tasks_without_line(order) if sums.rows else {}
    for row in sums.rows:
        if row.task is None or row.task.line_id is None:
            due.sums[row.pk] = [*_besides(row, tasks, currency)]
    return due


def _by_number(line: ActLine) -> int:
    return line.pk


def _tasks_without_line(order: Order) -> dict[int, Task]:
    found = order.tasks.current().filter(line__isnull=True).exclude(state=TaskState.SKIPPED)
    return {task.pk: task for task in found}


def _besides(row: PlannedPay, tasks: Mapping[int, Task], currency: str) -> Iterable[WorkDone]:
    """What a sum that belongs to no line earns somebody; nothing while nobody is on its task."""
    task = tasks.get(row.task_id) if row.task_id else None
    employee = row.employee_id
    if task:
        employee = task.performer_id if row.role == PayRole.PERFORMER else task.assistant_id
    if employee is None:
        return
    yield WorkDone(
        source=row.pk,
        order_id=row.order_id,
        task_id=row.task_id,
        employee_id=employee,
        role=row.role or EarnedAs.BESIDES,
        service_id=None,
        quantity=Decimal(1),
        gross=ZERO,
        net=ZERO,
        currency=currency,
        kind=SET_SUM,
        planned=row.pk,
        set_sum=row.amount,
    )


def _to_come(order: Order, standing: Sequence[Act]) -> tuple[list[Act], dict[Act, list[ActLine]]]:
    """The drafts as they would be posted, then one act for each responsible person with what is left of the lines.

    Nothing is saved; a draft that could not be posted any more is left out.
    """
    lines: dict[Act, list[ActLine]] = {}
    held, ordered = act_ledger.standing_by_line(order), act_ledger.charged_lines(order)
    for act in _with_lines(Act.objects.filter(order=order).drafts()).order_by("pk"):
        told = sorted(act.lines.all(), key=_by_number)
        try:
            act_ledger.price(order, told, held, ordered)
        except Refused:
            continue
        lines[act] = told
        for line in told:
            held[line.line_id] = held.get(line.line_id, act_ledger.Standing()).with_(line)
    lines |= dict(_left(order, held, ordered))
    return list(lines), lines


def _left(order: Order, held: Mapping, ordered: Mapping) -> Iterable[tuple[Act, list[ActLine]]]:
    """Acts, not saved, over what neither standing acts nor drafts hold: one for each responsible person."""
    responsible, by_performer = responsible_by_line(order), defaultdict(list)
    for line, _price in ordered.values():
        left = line.quantity - (held[line.pk].quantity if line.pk in held else Decimal(0))
        if left > 0:
            by_performer[responsible.get(line.pk)].append(act_ledger.ActLineDraft(line.pk, left))
    for number, (performer, lines) in enumerate(by_performer.items(), start=1):
        yield act_ledger.act_to_come(order, performer, lines, held, ordered, number=number)
