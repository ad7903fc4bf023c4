"""The board by performer: everybody's days ahead, and the open tasks as cards; what nobody is on comes first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from lab.calendar import away_by_person, calendar_of_the_house
from lab.models import Employee
from orders.models import Task
from orders.models.task import TaskState
from orders.parts import times
from orders.states import Status
from workflow.pages.board.hours import DayLoad, DaysAhead, clock, working_days
from workflow.pages.board.standing import AT_RISK, IN_THE_HOUSE, LATE, is_on_hold, standing
from workflow.plan.timetable import MINUTES_UNSAID

CARDS, CARDS_ON_HOLD = 12, 4
"""Drawn for each person; of the others it is said how many there are."""

NARROW = (
    *("pk", "performer", "planned_start", "planned_end", "minutes"),
    *("order__due_on", "order__rush_percent", "order__status", "order__awaited"),
)
DRAWN = (
    *(
        "title",
        "state",
        "performer",
        "planned_start",
        "planned_end",
        "assistant__name",
        "line__name",
        "line__quantity",
        "part__name",
        "part__quantity",
    ),
    *("order__number", "order__status", "order__due_on", "order__rush_percent", "order__awaited"),
    *("order__expected_on", "order__patient_name", "order__customer__name"),
)


@dataclass
class TaskCard:
    """One open task as its card says it."""

    task: Task
    today: date

    def __post_init__(self):
        self.order = self.task.order
        self.rank = standing(self.order.due_on, self.task.planned_end, self.today)
        self.is_late, self.is_at_risk = self.rank == LATE, self.rank == AT_RISK
        self.is_on_hold = is_on_hold(self.order.status, self.order.awaited)
        self.is_drafting = self.order.status == Status.DRAFTING
        self.give_url = reverse("workflow:board_give", args=[self.task.pk])

    @property
    def service(self) -> str:
        """Of which service it is a step, where its own name does not say it."""
        piece = self.task.piece
        return piece.name if piece and piece.name != self.task.title else ""

    @property
    def times(self) -> str:
        return times(self.task.piece)

    @property
    def whom(self) -> str:
        return self.order.patient_name or self.order.customer.name

    @property
    def state(self) -> object:
        return TaskState(self.task.state).label


@dataclass
class PersonRow:
    """One person's days and tasks; ``person`` is None for what nobody is on."""

    person: Employee | None
    loads: list[DayLoad]
    keys: list["Key"]
    today: date
    cards: list[TaskCard] = field(default_factory=list)
    on_hold: list[TaskCard] = field(default_factory=list)
    may_be_given: bool = True
    """Nobody gives tasks to a person who left."""

    @property
    def pk(self) -> int | str:
        return self.person.pk if self.person else ""

    @property
    def anchor(self) -> str:
        return f"person-{self.person.pk if self.person else 'nobody'}"

    @property
    def shows_days(self) -> bool:
        """What nobody is on has days of its own only where some of it is planned."""
        return self.person is not None or any(load.planned for load in self.loads)

    @cached_property
    def count(self) -> int:
        return len(self.keys)

    @cached_property
    def late(self) -> int:
        return sum(key.rank == LATE for key in self.keys)

    @cached_property
    def at_risk(self) -> int:
        return sum(key.rank == AT_RISK for key in self.keys)

    @cached_property
    def over(self) -> int:
        """Days with more work than hours."""
        return sum(load.over > 0 for load in self.loads)

    @cached_property
    def unplaced(self) -> int:
        """Minutes that have no place in the days ahead: never planned, or planned for a day that has passed."""
        return sum(key.minutes for key in self.keys if not key.has_place)

    @property
    def unplaced_clock(self) -> str:
        return clock(self.unplaced)

    @property
    def more(self) -> int:
        return sum(not key.is_on_hold for key in self.keys) - len(self.cards)

    @property
    def more_on_hold(self) -> int:
        return sum(key.is_on_hold for key in self.keys) - len(self.on_hold)

    @property
    def list_url(self) -> str:
        """Where the others are found."""
        of = f"&performer={self.person.pk}" if self.person else ""
        return f"{reverse('workflow:order_list')}?status=open{of}"


@dataclass(frozen=True)
class Key:
    """What is read of every open task, drawn or not."""

    pk: int
    performer: int | None
    rank: int
    is_rush: bool
    is_on_hold: bool
    start: datetime | None
    due: date | None
    minutes: int
    has_place: bool

    @property
    def urgency(self) -> tuple:
        """Late, at risk, the rest; of these rush first, then as planned; what has no day goes last."""
        planned = (self.start is None, self.start.timestamp() if self.start else 0)
        return (self.rank, not self.is_rush, *planned, self.due is None, self.due or date.max, self.pk)


def rows_of_performers(now: datetime) -> list[PersonRow]:
    """The same number of statements however many tasks there are."""
    today = timezone.localtime(now).date()
    calendar = calendar_of_the_house()
    days = working_days(calendar, today)
    ahead = DaysAhead(calendar, days, away_by_person(days[0], days[-1]) if days else {})
    keys: dict[int | None, list[Key]] = defaultdict(list)
    begins = ahead.begins or now
    for row in open_tasks().values_list(*NARROW):
        key = _key(row, today, begins)
        keys[key.performer].append(key)
        if row[2] and row[3]:
            ahead.lay(key.performer, row[2], row[3])
    people, left = _people(keys)
    rows = [PersonRow(None, ahead.of(None), sorted(keys[None], key=lambda key: key.urgency), today)]
    for person in [*people, *left]:
        own = sorted(keys[person.pk], key=lambda key: key.urgency)
        rows.append(PersonRow(person, ahead.of(person.pk), own, today, may_be_given=person not in left))
    _draw(rows, today)
    return rows


def open_tasks():
    """Of orders in the house; of drafts what is planned already, for it takes up somebody's hours."""
    in_the_house = Q(order__status__in=IN_THE_HOUSE)
    planned = Q(order__status=Status.DRAFTING, planned_end__isnull=False)
    return Task.objects.doable().unfinished().filter(in_the_house | planned).order_by()


def _key(row: tuple, today: date, begins: datetime) -> Key:
    pk, performer, start, end, minutes, due, rush, status, awaited = row
    return Key(
        pk=pk,
        performer=performer,
        rank=standing(due, end, today),
        is_rush=rush is not None,
        is_on_hold=is_on_hold(status, awaited),
        start=start,
        due=due,
        minutes=MINUTES_UNSAID if minutes is None else minutes,
        has_place=end is not None and end > begins,
    )


def _people(keys: Iterable[int | None]) -> tuple[list[Employee], list[Employee]]:
    """Who performs tasks, and who has some without performing any more."""
    people = list(Employee.objects.performers().order_by("name_key", "pk").only("name"))
    gone = set(keys) - {None} - {person.pk for person in people}
    left = list(Employee.objects.filter(pk__in=gone).order_by("name_key", "pk").only("name")) if gone else []
    return people, left


def _draw(rows: list[PersonRow], today: date) -> None:
    shown: dict[str, list[int]] = {}
    for row in rows:
        ready = [key.pk for key in row.keys if not key.is_on_hold][:CARDS]
        held = [key.pk for key in row.keys if key.is_on_hold][:CARDS_ON_HOLD]
        shown[row.anchor] = [*ready, *held]
    wanted = [pk for own in shown.values() for pk in own]
    found = Task.objects.select_related("order__customer", "line", "part", "assistant").only(*DRAWN)
    tasks = found.in_bulk(wanted)
    for row in rows:
        cards = [TaskCard(tasks[pk], today) for pk in shown[row.anchor] if pk in tasks]
        row.cards = [card for card in cards if not card.is_on_hold]
        row.on_hold = [card for card in cards if card.is_on_hold]
