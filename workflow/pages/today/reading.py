"""Today, read: all numbers of lists in one statement, all rows of orders in another, whatever there is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from billing.owed import late_orders, pay_by
from common.days import day as written_day
from common.days import moment
from common.lists.asked import Asked, read
from common.lists.counting import COUNTED, written
from lab.lists import viewer_of
from lab.models import Employee
from orders.models import Order
from orders.models.order import WORKING
from orders.templatetags.orders import due_in_words
from payroll.models import PayQuestion
from workflow.pages.order_counts import Many
from workflow.pages.order_filter import PERFORM
from workflow.pages.standings import HELD
from workflow.pages.today.parts import (
    OF_DOCUMENTS,
    OF_ORDERS,
    OVERDUE_PAYMENT,
    OWN_WORK,
    QUESTIONS,
    Part,
)
from workflow.pages.work_cards import Card, own_groups

SHOWN = 3
"""Rows under a number: the most urgent ones, the first of the list behind it."""
_READ = (
    "part",
    "pk",
    "number",
    "patient_name",
    "customer__name",
    "due_on",
    "expected_on",
    "awaited",
    "status",
    "pay_by",
)


@dataclass(frozen=True)
class Row:
    """One line: what it leads to, whose it is, why it stands here."""

    name: str
    url: str
    whose: str
    note: str = ""
    is_alarm: bool = False
    is_number: bool = True


@dataclass(frozen=True)
class Told:
    """One number with its first rows. Without any, ``none`` says so."""

    name: str
    label: str
    none: str
    url: str
    count: int
    rows: Sequence[Row] = field(default_factory=list)
    is_alarm: bool = False

    @property
    def written(self) -> str:
        return written(self.count, COUNTED)


def told_to(person: Employee, now: datetime) -> list[Told]:
    """Everything that the page says to this person, in its sequence."""
    viewer = viewer_of(person)
    orders = {part: _asked(part, viewer) for part in OF_ORDERS if viewer.may(part.needs)}
    documents = {part: _asked(part, viewer) for part in OF_DOCUMENTS if viewer.may(part.needs)}
    debts = {OVERDUE_PAYMENT: _asked(OVERDUE_PAYMENT, viewer)} if viewer.may(OVERDUE_PAYMENT.needs) else {}
    lists = orders | debts | documents
    counts = _counts(person, lists, with_questions=viewer.may(QUESTIONS[-1]))
    first = {part: orders[part].listed() for part in orders if counts[part.name]}
    if counts.get(OVERDUE_PAYMENT.name):
        longest = late_orders(viewer.today).order_by("due_on", "order")[:SHOWN]
        first[OVERDUE_PAYMENT] = Order.objects.filter(pk__in=longest)
    rows = _rows_of_orders(first)
    return [
        *_own_work(person, now),
        *(_told(part, orders[part], counts[part.name], rows[part.name]) for part in orders),
        *(_told(part, documents[part], counts[part.name], _rows_of(documents[part])) for part in documents),
        *(_told(part, asked, counts[part.name], rows[part.name]) for part, asked in debts.items()),
        *_questions(counts),
    ]


def _asked(part: Part, viewer) -> Asked:
    return read(part.table, part.query, viewer)


def _counts(person: Employee, lists: dict[Part, Asked], *, with_questions: bool) -> dict[str, int]:
    """By the names of the parts, each counted as far as its list counts. The only row asked is the viewer."""
    asks = {part.name: asked.rows() for part, asked in lists.items()}
    if OVERDUE_PAYMENT in lists:  # an order has one debt: as many orders as debts, counted without the orders
        asks[OVERDUE_PAYMENT.name] = late_orders(lists[OVERDUE_PAYMENT].viewer.today)
    if with_questions:
        asks[QUESTIONS[0]] = PayQuestion.objects.open()
    if not asks:
        return {}
    told = {f"n_{name}": Many(rows.order_by().values("pk")[: COUNTED + 1]) for name, rows in asks.items()}
    found = Employee.objects.annotate(**told).filter(pk=person.pk).values(*told).get()
    return {name: found[f"n_{name}"] or 0 for name in asks}


def _told(part: Part, asked: Asked, count: int, rows: Iterable[Row]) -> Told:
    shown = list(rows) if count else []
    return Told(part.name, part.label, part.none, asked.address(), count, shown, part.is_alarm)


# --- orders -------------------------------------------------------------------------------------------------
def _rows_of_orders(first: dict[Part, QuerySet]) -> dict[str, list[Row]]:
    """The first rows of each list, in one statement: each arm names its rows by their ids, as SQLite wants it."""
    arms = [
        Order.objects.filter(pk__in=orders.values("pk")[:SHOWN])
        .order_by()
        .annotate(part=Value(part.name), pay_by=pay_by())
        .values_list(*_READ, named=True)
        for part, orders in first.items()
    ]
    found: dict[str, list] = defaultdict(list)
    for row in arms[0].union(*arms[1:], all=True) if arms else ():
        found[row.part].append(row)
    told = {}
    for part in (*OF_ORDERS, OVERDUE_PAYMENT):
        rows = found[part.name]
        rows.sort(key=lambda row, part=part: _urgency(part, row))
        told[part.name] = [_row_of_order(part, row) for row in rows]
    return told


def _urgency(part: Part, row) -> tuple:
    day = row.pay_by if part is OVERDUE_PAYMENT else row.due_on
    return (day or date.max, row.pk)


def _row_of_order(part: Part, row) -> Row:
    address = reverse("workflow:order_page", args=[row.number])
    if part is OVERDUE_PAYMENT:
        note = due_in_words(row.pay_by)
        return Row(row.number, address, row.customer__name, note, is_alarm=True)
    whose = " · ".join(filter(None, (row.patient_name, row.customer__name)))
    if part.name == HELD:
        return Row(row.number, address, whose, f"{row.awaited}, {written_day(row.expected_on)}")
    if row.status not in WORKING:  # what is produced is late no more, as in the list
        return Row(row.number, address, whose, written_day(row.due_on) if row.due_on else "")
    is_late = row.due_on is not None and row.due_on < timezone.localdate()
    return Row(row.number, address, whose, due_in_words(row.due_on), is_late)


# --- all else -----------------------------------------------------------------------------------------------
def _rows_of(asked: Asked) -> Iterator[Row]:
    for document in asked.listed()[:SHOWN]:
        address = reverse("workflow:document_page", args=[document.pk])
        whose = " · ".join(filter(None, (document.order.number, document.order.patient_name)))
        yield Row(document.title, address, whose, moment(document.made_at), is_number=False)


def _questions(counts: dict[str, int]) -> Iterator[Told]:
    name, label, none, _needs = QUESTIONS
    if name in counts:
        address = reverse("payroll:question_list")
        yield Told(name, label, none, address, counts[name], _asked_ones(address) if counts[name] else [])


def _asked_ones(address: str) -> list[Row]:
    asked = PayQuestion.objects.open().select_related("asked_by", "event").order_by("pk")
    return [
        Row(
            question.asked_by.name,
            address,
            question.text[:120],
            moment(question.event.at),
            is_number=False,
        )
        for question in asked[:SHOWN]
    ]


def _own_work(person: Employee, now: datetime) -> Iterator[Told]:
    """Of those who perform work; in the groups of My work, so that both say the same."""
    if not PERFORM & person.roles:
        return
    for key, cards in own_groups(person, now):
        if key in OWN_WORK:
            label, none = OWN_WORK[key]
            address = f"{reverse('workflow:my_work')}#work-{key}"
            shown = [_row_of_card(card) for card in cards[:SHOWN]]
            yield Told(f"own-{key}", label, none, address, len(cards), shown, key == "late")


def _row_of_card(card: Card) -> Row:
    address = f"{reverse('workflow:my_work')}#task-{card.task.pk}"
    whose = " · ".join(filter(None, (card.service, card.step, card.patient)))
    return Row(card.order.number, address, whose, due_in_words(card.order.due_on), card.is_overdue)
