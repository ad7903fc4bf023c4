"""The work summary of an order: each task with who does it, which rate pays, what was set by hand, and the totals.

Read from the one computation (``workflow.acts.order_pay``), once as it is and once as if nothing were set by hand.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.price import price_now
from common.money import ZERO
from common.refusals import Refused
from lab.exchange import RateMissing, convert
from lab.models import LabSettings
from orders.models import Order, Task
from orders.models.task import TaskState
from payroll.models import PayMark, PayRole, PayrollEntry, PlannedPay, Rate
from payroll.planned import last_mark
from payroll.rate_book import figure_of, work_of
from workflow.acts.order_pay import pay_foreseen


@dataclass(frozen=True)
class RoleRow:
    """What one role of a task earns. ``by_rate`` is None where no rate is asked: the task belongs to no service."""

    role: str
    label: str
    people: str
    rate: str
    rate_of: str
    by_rate: Decimal | None
    planned: PlannedPay | None
    amount: Decimal
    is_booked: bool


@dataclass
class TaskRow:
    """A task and the roles that it pays; none where it is skipped."""

    task: Task
    roles: list[RoleRow] = field(default_factory=list)

    @property
    def is_skipped(self) -> bool:
        return self.task.state == TaskState.SKIPPED


@dataclass
class Service:
    """The tasks of one line, of one part of it, or those that belong to none (``name`` is empty)."""

    name: str
    quantity: Decimal | None
    part_of: str = ""
    tasks: list[TaskRow] = field(default_factory=list)


@dataclass
class Summary:
    """``refusal`` says why nothing can be told, such as a missing exchange rate. ``price`` is in ``currency`` too."""

    currency: str
    services: list[Service] = field(default_factory=list)
    besides: list[PlannedPay] = field(default_factory=list)
    people: list[tuple[str, Decimal]] = field(default_factory=list)
    total: Decimal = ZERO
    price: Decimal | None = None
    price_is_final: bool = False
    mark: PayMark | None = None
    is_booked: bool = False
    is_partly_booked: bool = False
    without_rate: int = 0
    refusal: str = ""

    @property
    def is_final(self) -> bool:
        return self.mark is not None and self.mark.is_final

    @property
    def exceeds_by(self) -> Decimal:
        """How much more the work pays than the order costs; 0 where it does not."""
        return ZERO if self.price is None else max(ZERO, self.total - self.price)

    def row_of(self, task: Task, role: str) -> RoleRow | None:
        """What a role of a task earns; None where the task is skipped."""
        rows = (row for service in self.services for row in service.tasks if row.task == task)
        return next((told for row in rows for told in row.roles if told.role == role), None)


def summarize(order: Order, on: date) -> Summary:
    """The summary as of a day: what is booked as booked, the rest as it would be booked then."""
    summary = Summary(LabSettings.load().currency, mark=last_mark(order))
    summary.price_is_final = order.final_price is not None
    summary.price = _price_in(summary.currency, order, on)
    planned = PlannedPay.objects.standing().filter(order=order).select_related("employee", "event__actor")
    summary.besides = [row for row in planned if row.employee_id]
    try:
        entries = pay_foreseen(order, on)
        bare = pay_foreseen(order, on, by_hand=False)
    except Refused as refused:
        summary.refusal, entries, bare = str(refused), [], []
    sums = {(row.task_id, row.role): row for row in planned if row.task_id}
    summary.services = _services(order, _Told(entries, bare, sums))
    summary.people = _by_person(entries)
    summary.total = sum((entry.amount for entry in entries), ZERO)
    summary.is_booked = bool(entries) and all(entry.pk for entry in entries)
    summary.is_partly_booked = not summary.is_booked and any(entry.pk for entry in entries)
    summary.without_rate = sum(entry.rate is None and entry.planned_id is None for entry in entries)
    return summary


def _price_in(currency: str, order: Order, on: date) -> Decimal | None:
    """What the order costs, as pay is counted: at the rate of the day; None where there is none."""
    try:
        return convert(price_now(order), order.currency, currency, on)
    except RateMissing:
        return None


class _Told:
    """What is foreseen, by task and role."""

    def __init__(self, entries: Sequence[PayrollEntry], bare: Sequence[PayrollEntry], sums: dict):
        self.sums = sums
        self.entries, self.bare = _by_role(entries), _by_role(bare)
        rates = {entry.rate_id for entry in [*entries, *bare] if entry.rate_id}
        self.rates = Rate.objects.with_names().in_bulk(rates)

    def roles_of(self, task: Task) -> list[RoleRow]:
        wanted = [PayRole.PERFORMER]
        if task.assistant_id or (task.pk, PayRole.ASSISTANT) in self.entries:
            wanted.append(PayRole.ASSISTANT)
        return [self._role(task, role) for role in wanted]

    def _role(self, task: Task, role: PayRole) -> RoleRow:
        found = self.entries.get((task.pk, role), [])
        bare = self.bare.get((task.pk, role), [])
        rates = [self.rates[pk] for pk in dict.fromkeys(entry.rate_id for entry in bare) if pk]
        person = task.performer if role == PayRole.PERFORMER else task.assistant
        people = dict.fromkeys(str(entry.employee) for entry in found) or ([str(person)] if person else [])
        return RoleRow(
            role=role.value,
            label=str(role.label),
            people=", ".join(people),
            rate="; ".join(map(figure_of, rates)),
            rate_of="; ".join(f"{rate.employee or _('everybody')}, {work_of(rate)}" for rate in rates),
            by_rate=sum((entry.amount for entry in bare), ZERO) if bare else None,
            planned=self.sums.get((task.pk, role)),
            amount=sum((entry.amount for entry in found), ZERO),
            is_booked=bool(found) and all(entry.pk for entry in found),
        )


def _by_role(entries: Iterable[PayrollEntry]) -> dict:
    found = defaultdict(list)
    for entry in entries:
        found[entry.task_id, entry.role].append(entry)
    return found


def _services(order: Order, told: _Told) -> list[Service]:
    found: dict[tuple, Service] = {}
    tasks = order.tasks.doable().select_related("line", "part", "performer", "assistant")
    for task in sorted(tasks, key=_place):
        piece = task.piece
        service = found.setdefault(
            (task.line_id, task.part_id),
            Service(
                piece.name if piece else "",
                piece.quantity if piece else None,
                part_of=task.line.name if task.part else "",
            ),
        )
        row = TaskRow(task)
        if not row.is_skipped or any(key[0] == task.pk for key in told.entries):
            row.roles = told.roles_of(task)
        service.tasks.append(row)
    return list(found.values())


def _place(task: Task) -> tuple[bool, int, bool, int]:
    """Line by line, the parts of each in their sequence and then its own tasks; what belongs to no line comes last."""
    line, part = task.line, task.part
    return line is None, line.position if line else 0, part is None, part.position if part else 0


def _by_person(entries: Iterable[PayrollEntry]) -> list[tuple[str, Decimal]]:
    found: dict[int, tuple[str, Decimal]] = {}
    for entry in entries:
        name, amount = found.get(entry.employee_id, (str(entry.employee), ZERO))
        found[entry.employee_id] = name, amount + entry.amount
    return sorted(found.values(), key=lambda row: (-row[1], row[0]))
