"""The board by state: the orders in the house as cards, one column for each state; those on hold stand apart."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orders.models import Order, Task
from orders.models.task import FINISHED, TaskState
from orders.states import Status
from workflow.pages.board.standing import AT_RISK, IN_THE_HOUSE, LATE, ORDINARY, is_on_hold, standing

CARDS = 20
ON_HOLD = "hold"
COLUMNS = [
    (Status.PENDING, Status.PENDING.label),
    (ON_HOLD, _("On hold")),
    (Status.PRODUCTION, Status.PRODUCTION.label),
    (Status.REVIEW, Status.REVIEW.label),
    (Status.PRODUCED, Status.PRODUCED.label),
]
NARROW = ("pk", "status", "awaited", "due_on", "rush_percent")
DRAWN = (
    *("number", "status", "awaited", "expected_on", "due_on", "rush_percent", "patient_name"),
    "customer__name",
)


@dataclass
class OrderCard:
    """One order as its card says it: how many of its tasks are done, who is on the others, until when."""

    order: Order
    rank: int
    ends: datetime | None
    done: int
    tasks: int
    people: list[str]

    @property
    def is_late(self) -> bool:
        return self.rank == LATE

    @property
    def is_at_risk(self) -> bool:
        return self.rank == AT_RISK

    @property
    def whom(self) -> str:
        return self.order.patient_name or self.order.customer.name


@dataclass
class Column:
    key: str
    label: object
    count: int
    late: int
    cards: list[OrderCard] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.cards)

    @property
    def list_url(self) -> str:
        status = Status.PENDING if self.key == ON_HOLD else self.key
        return f"{reverse('workflow:order_list')}?status={status}"


def columns_of_states(now: datetime) -> list[Column]:
    """The same number of statements however many orders there are."""
    today, ends = timezone.localtime(now).date(), _planned_ends()
    ranked: dict[str, list[tuple]] = defaultdict(list)
    orders = Order.objects.filter(status__in=[*IN_THE_HOUSE, Status.PRODUCED]).order_by()
    for pk, status, awaited, due, rush in orders.values_list(*NARROW):
        rank = ORDINARY if status == Status.PRODUCED else standing(due, ends.get(pk), today)
        key = ON_HOLD if is_on_hold(status, awaited) else status
        ranked[key].append((rank, rush is None, due is None, due or date.max, pk))
    shown = {key: sorted(found)[:CARDS] for key, found in ranked.items()}
    cards = _cards([(row[-1], row[0]) for rows in shown.values() for row in rows], ends)
    return [
        Column(
            key,
            label,
            count=len(ranked[key]),
            late=sum(row[0] == LATE for row in ranked[key]),
            cards=[cards[row[-1]] for row in shown.get(key, ()) if row[-1] in cards],
        )
        for key, label in COLUMNS
    ]


def _planned_ends() -> dict[int, datetime]:
    """When the plan of each order in the house ends."""
    open_tasks = Task.objects.doable().unfinished().filter(order__status__in=IN_THE_HOUSE)
    ends: dict[int, datetime] = {}
    rows = open_tasks.filter(planned_end__isnull=False).order_by().values_list("order", "planned_end")
    for order, end in rows:
        ends[order] = max(end, ends.get(order, end))
    return ends


def _cards(ranked: list[tuple[int, int]], ends: dict[int, datetime]) -> dict[int, OrderCard]:
    wanted = [pk for pk, _rank in ranked]
    orders = Order.objects.select_related("customer").only(*DRAWN).in_bulk(wanted)
    tasks: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    rows = Task.objects.doable().filter(order__in=wanted).exclude(state=TaskState.SKIPPED)
    for order, state, name in rows.values_list("order", "state", "performer__name"):
        tasks[order].append((state, name))
    cards = {}
    for pk, rank in ranked:
        if pk not in orders:
            continue
        open_ones = [name for state, name in tasks[pk] if state not in FINISHED]
        people = list(dict.fromkeys(name for name in open_ones if name))
        done = len(tasks[pk]) - len(open_ones)
        cards[pk] = OrderCard(orders[pk], rank, ends.get(pk), done, len(tasks[pk]), people)
    return cards
