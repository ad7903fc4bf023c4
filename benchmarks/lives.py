"""The lives of the benchmark's orders: the order with its lines and tasks, and what each step leaves behind."""

import io
import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from random import Random

from benchmarks import names
from benchmarks.books import Books, Line
from benchmarks.copying import Sheet, sheet
from benchmarks.laboratory import Laboratory
from benchmarks.numbers import Series
from common.storage import store
from documents.models import Attachment
from lab.models import Event
from lab.roles import Role
from orders.models import Comment, Delivery, Order, OrderEvent, OrderLine, Task, ToothWork
from orders.states import Status

D, P, W, R = Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW
CLOSED = (Status.REALIZED,) * 24 + (Status.CANCELLED,)
OPEN = (W, P, D, W, R, Status.PRODUCED, P)
OPEN_SHARE, LEAST_OPEN = 0.06, 42
STEPS = {
    # verb: (state left, state entered, who, hours after the order was drawn up)
    "submit": (D, P, Role.MANAGER, 2),
    "start": (P, W, Role.TECHNICIAN, 24),
    "send_to_review": (W, R, Role.TECHNICIAN, 72),
    "produce": (R, Status.PRODUCED, Role.REVIEWER, 96),
    "realize": (Status.PRODUCED, Status.REALIZED, Role.ACCOUNTANT, 120),
    "cancel": (P, Status.CANCELLED, Role.MANAGER, 30),
}
WAYS = {
    D: (),
    P: ("submit",),
    W: ("submit", "start"),
    R: ("submit", "start", "send_to_review"),
    Status.PRODUCED: ("submit", "start", "send_to_review", "produce"),
    Status.REALIZED: ("submit", "start", "send_to_review", "produce", "realize"),
    Status.CANCELLED: ("submit", "cancel"),
}
FINISHED = {R, Status.PRODUCED, Status.REALIZED}


class Lives:
    """Draws one life after the other onto sheets; ``send`` writes them."""

    def __init__(self, lab: Laboratory, dice: Random, first_day: date, now: datetime, count: int):
        self.lab, self.dice, self.count, self.today = lab, dice, count, now.date()
        self.first = datetime(first_day.year, first_day.month, first_day.day, 8, tzinfo=now.tzinfo)
        self.days = (self.today - first_day).days - 10  # every step taken lies in the past
        self.open_from = count - max(int(count * OPEN_SHARE), min(LEAST_OPEN, count))
        self.numbers = Series("order", lab.settings.order_mask)
        self.named, self.search_text = Order(), Order._meta.get_field("search_text")
        self.file = store(io.BytesIO(b"a picture\n"), max_bytes=100, free_floor=0)
        self.events = sheet(Event, "verb actor_id role at reason")
        self.order_events = sheet(OrderEvent, "order_id event_id verb from_status to_status version changes")
        self.orders = sheet(
            Order,
            "number number_year number_serial status awaited expected_on started_on version customer_id contact_id"
            " patient_id patient_kind patient_name patient_age patient_species patient_breed due_on instructions"
            " currency final_price created_at search_text",
        )
        self.lines = sheet(
            OrderLine,
            "order_id position service_id code name quantity unit_price discount_percent gross amount tax_percent"
            " details",
        )
        self.teeth = sheet(ToothWork, "order_id line_id tooth role")
        self.tasks = sheet(Task, "order_id line_id title performer_id assistant_id state finished_at")
        self.marks = sheet(Order.markers.through, "order_id marker_id")
        self.comments = sheet(Comment, "order_id author_id text is_internal created_at")
        self.deliveries = sheet(Delivery, "order_id shipped_on carrier delivered_on received_by")
        self.files = sheet(Attachment, "order_id key name size sha256 uploaded_by_id uploaded_at")
        self.books = Books(lab, dice)
        self.details = json.dumps({"teeth": "11, 12", "shade": "A2"})
        self.sheets = [one for one in vars(self).values() if isinstance(one, Sheet)] + self.books.sheets

    @property
    def models(self) -> list:
        return [one.model for one in self.sheets]

    @property
    def tables(self) -> list[str]:
        return [one.table for one in self.sheets]

    def send(self, emptied: Collection[str] = ()) -> None:
        for one in self.sheets:
            one.send(emptied)

    def write_counters(self) -> None:
        for series in (self.numbers, *self.books.series):
            series.write_counters()

    def receive_materials(self) -> None:
        """More than all the orders will ever use."""
        accountant = self.lab.staff[Role.ACCOUNTANT][0].pk
        event = self.events.add("receive_stock", accountant, Role.ACCOUNTANT, self.first, "")
        self.books.receive(event, self.first.date(), each=self.count * 100)

    def live(self, place: int) -> None:
        """The order at that place in time, from its drawing up to where it stands today."""
        drawn_up = self._moment(place)
        is_open = place >= self.open_from
        status = OPEN[place % len(OPEN)] if is_open else CLOSED[place % len(CLOSED)]
        way, number = WAYS[status], self.numbers.draw(drawn_up.year)
        customer = self.lab.customers[self.dice.randrange(len(self.lab.customers))]
        order = self.orders.last + 1
        lines = self._draw_lines(order)
        actor = self._write_events(order, way, lines, drawn_up, status, customer)
        produced = "produce" in way
        final = sum(line.amount for line in lines) if produced else None
        due = self.today + timedelta(days=place % 21 - 7) if is_open else drawn_up.date() + timedelta(days=7)
        waits = status == P and place % 2
        self.orders.add(
            *(*number, status),
            *(("impressions", self.today + timedelta(days=3)) if waits else ("", None)),
            (drawn_up + timedelta(hours=24)).date() if "start" in way else None,
            len(way) + 1,
            customer.pk,
            self.lab.contacts[customer.pk][place % 2],
            *self._patient(place),
            due,
            "As agreed by telephone; shade to be checked in daylight." if place % 3 == 0 else "",
            "EUR",
            final,
            drawn_up,
            self._found_by(number[0]),
        )
        self._talk(order, drawn_up, actor, status, place)

    def _moment(self, place: int) -> datetime:
        """Spread evenly over the days, each day from eight o'clock on."""
        day, within = divmod(place * self.days, self.count)
        return self.first + timedelta(days=day, seconds=int(14_400 * within / self.count))

    def _patient(self, place: int) -> tuple:
        """Registered for three orders of five, else typed; the words are kept for the search."""
        if place % 5 < 3:
            row = self.lab.patients[self.dice.randrange(len(self.lab.patients))]
            found = row.pk, row.kind, row.name, "", row.species, row.breed
        else:
            found = None, "person", names.person(self.dice.randrange(10_000)), "42 years", "", ""
        self.named.patient_name, self.named.patient_species = found[2], found[4]
        return found

    def _found_by(self, number: str) -> str:
        """The search text of the order with that number and the patient drawn last."""
        self.named.number = number
        return self.search_text.text_of(self.named)

    def _draw_lines(self, order: int) -> list[Line]:
        """Three to seven lines; one order in ten has a discount, one in three a second performer."""
        lab, dice = self.lab, self.dice
        people = dice.sample(lab.staff[Role.TECHNICIAN], 3)
        count, discount = dice.randrange(3, 8), 10 if dice.random() < 0.1 else 0
        second = dice.random() < 0.33
        found = []
        for position in range(1, count + 1):
            service, quantity = lab.services[dice.randrange(len(lab.services))], dice.randrange(1, 5)
            gross = int(service.price) * 1000 * quantity
            performer = people[1] if second and position == count else people[0]
            assistant = people[2] if position == 1 and second else None
            found.append(Line(position, service, quantity, discount, gross, performer, assistant))
        return found

    def _write_lines(self, order: int, lines: list[Line], state: str, finished: datetime | None) -> None:
        for line in lines:
            service = line.service
            line.pk = self.lines.add(
                *(order, line.position, service.pk, service.code, service.name, line.quantity * 1000),
                *(
                    int(service.price) * 1000,
                    line.discount * 100,
                    line.gross,
                    line.amount,
                    2000,
                    self.details,
                ),
            )
            for tooth in (11, 12):
                self.teeth.add(order, line.pk, tooth, "unit")
            line.task = self.tasks.add(
                *(order, line.pk, service.name, line.performer.pk),
                *(line.assistant and line.assistant.pk, state, finished),
            )

    def _write_events(self, order, way, lines, drawn_up, status, customer) -> int:
        """The chain of events, with the lines, tasks and bookings that they bring about; returns who drew it up."""
        dice, staff = self.dice, self.lab.staff
        manager = staff[Role.MANAGER][dice.randrange(len(staff[Role.MANAGER]))].pk
        self._event(order, "create", manager, Role.MANAGER, drawn_up, "", D, 1)
        finished = drawn_up + timedelta(hours=60) if "send_to_review" in way else None
        self._write_lines(order, lines, "done" if finished else "todo", finished)
        for version, verb in enumerate(way, start=2):
            left, entered, role, hours = STEPS[verb]
            at = drawn_up + timedelta(hours=hours)
            if verb == "send_to_review":
                for line in lines:
                    self._event(order, "work_task", line.performer.pk, Role.TECHNICIAN, finished)
            actor = manager if role == Role.MANAGER else staff[role][dice.randrange(len(staff[role]))].pk
            event = self._event(order, verb, actor, role, at, left, entered, version)
            if verb == "start" and not {"produce"} & set(way):
                self.books.draft_acts(order, lines, at)
            elif verb == "produce":
                self.books.post_acts(order, lines, event, at)
            elif verb == "realize":
                self.books.charge(order, lines, customer, event, at)
                self._pay(order, lines, customer, at)
        return manager

    def _pay(self, order, lines, customer, at) -> None:
        """Two realized orders in three are paid, one of eight of these in part; of old ones nearly all."""
        if (
            paid := self.books.paid_of(lines, is_old=at.date() < self.today - timedelta(days=365))
        ) is not None:
            accountant, at = self.lab.staff[Role.ACCOUNTANT][0].pk, at + timedelta(hours=24)
            event = self._event(order, "record_payment", accountant, Role.ACCOUNTANT, at)
            self.books.pay(order, customer, paid, event, at)

    def _event(self, order, verb, actor, role, at, left="", entered="", version=None) -> int:
        event = self.events.add(verb, actor, str(role), at, "not wanted any more" if verb == "cancel" else "")
        self.order_events.add(order, event, verb, str(left), str(entered), version, "[]")
        return event

    def _talk(self, order, drawn_up, actor, status, place) -> None:
        """Comments, markers, files, delivery."""
        if place % 2:
            self.comments.add(order, actor, "The clinic asks for Thursday morning.", place % 4 == 1, drawn_up)
        if place % 4 == 0:
            self.marks.add(order, self.lab.markers[place // 4 % len(self.lab.markers)].pk)
        for name in ("prescription.pdf", "photograph.jpg"):
            self.files.add(order, self.file.key, name, self.file.size, self.file.sha256, actor, drawn_up)
        if status in {Status.PRODUCED, Status.REALIZED} and place % 2:
            day = (drawn_up + timedelta(days=6)).date()
            self.deliveries.add(order, day, "Courier", day, "Reception")
