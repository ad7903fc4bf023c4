"""One order of the demonstration and the hands that move it: every verb is a use case, done at the moment ``at``."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from billing.ledger.receivables import debt_of
from demo import words
from demo.attaching import attach
from demo.laboratory import Laboratory
from demo.writing import write
from lab.cause import Cause
from lab.events import local_day
from orders.models import Order
from orders.states import Status
from workflow.drawing_up.comment_on_order import comment_on_order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.mark_order import mark_order
from workflow.drawing_up.record_delivery import record_delivery
from workflow.life.produce_order import produce_order
from workflow.life.send_order_to_review import send_order_to_review
from workflow.money.record_payment import record_payment
from workflow.plan.work_on_task import work_on_task

DAY = 9.6
"""Working hours of one day."""


class Case:
    """An order with its department and its own luck, so that no order changes what happens to another."""

    def __init__(self, laboratory: Laboratory, department: str, seed: str, at: datetime):
        self.laboratory, self.department, self.at = laboratory, department, at
        self.rng, self.order_id, self.lead_days = Random(seed), 0, 1

    # --- time and people ---

    def wait(self, least: float, most: float | None = None) -> datetime:
        """Let working hours pass; the moment when they have."""
        hours = least if most is None else self.rng.uniform(least, most)
        self.at = self.laboratory.clock.later(self.at, hours)
        return self.at

    def by(self, login: str) -> Cause:
        return self.laboratory.by(login, self.at)

    def perhaps(self, chance: float) -> bool:
        return self.rng.random() < chance

    @property
    def today(self) -> date:
        return local_day(self.at)

    @property
    def order(self) -> Order:
        return Order.objects.select_related("customer").get(pk=self.order_id)

    @property
    def reviewer(self) -> str:
        return "viktor" if self.department == "dental" else "greta"

    @property
    def technician(self) -> str:
        return self.rng.choice(("tomas", "nadia")) if self.department == "dental" else "greta"

    @property
    def manager(self) -> str:
        return "helen" if self.perhaps(0.15) else "oscar"

    # --- verbs ---

    def draw_up(self, **wishes) -> None:
        draft = write(self.laboratory, self.department, self.rng, self.today, **wishes)
        self.take_up(create_order(draft, self.by(self.manager)))

    def take_up(self, order: Order) -> None:
        self.order_id = order.pk
        self.lead_days = max(order.lines.current().values_list("service__lead_days", flat=True), default=1)

    def do(self, use_case, login: str, **details):
        return use_case(self.order_id, self.by(login), **details)

    def say(self, *, is_internal: bool = False, text: str = "") -> None:
        said = text or self.rng.choice(words.INTERNAL if is_internal else words.COMMENTS[self.department])
        author = self.rng.choice(("oscar", self.technician, self.reviewer))
        self.do(comment_on_order, author, text=said, is_internal=is_internal)

    def attach(self, kind: str, login: str = "oscar") -> None:
        attach(self.order, kind, self.rng, self.by(login))

    def mark(self, *names: str) -> None:
        markers = [self.laboratory.markers[name] for name in names]
        self.do(mark_order, "oscar", markers=markers)

    def finish(self, task, *, state: str = "done") -> None:
        """The performer does it; for one who works from paper, the colleague with a login ticks it off."""
        logins = {person.pk: login for login, person in self.laboratory.people.items()}
        login = logins.get(task.performer_id, self.technician)
        work_on_task(task.pk, self.by("greta" if login == "ivo" else login), state=state, whose="theirs")

    def unfinished(self) -> list:
        tasks = self.order.tasks.current().unfinished()
        return list(tasks.select_related("line").order_by("line__position"))

    def needs_review(self) -> bool:
        return self.order.lines.current().requiring_review().exists()

    def send_to_review(self) -> None:
        self.do(send_order_to_review, self.technician)

    def produce(self, **details) -> None:
        from_review = self.order.status == Status.REVIEW
        self.do(produce_order, self.reviewer if from_review else "oscar", **details)

    def ship(self) -> bool:
        """Send it off; whether it arrived thereby, because the customer came for it."""
        carrier = self.rng.choice(words.CARRIERS)
        if carrier == words.COLLECTED:
            days = {"shipped_on": self.today, "delivered_on": self.today}
            self.do(record_delivery, "oscar", carrier=carrier, received_by="Reception", **days)
            return True
        number = f"EX{self.rng.randrange(10**8):08}" if carrier.startswith("Parcel") else ""
        self.do(record_delivery, "oscar", shipped_on=self.today, carrier=carrier, tracking_number=number)
        return False

    def arrive(self) -> None:
        sent = self.order.delivery
        who = self.rng.choice(("Reception", "Dr on duty", "Practice manager", "Letter box"))
        self.do(
            record_delivery,
            "oscar",
            shipped_on=sent.shipped_on,
            carrier=sent.carrier,
            tracking_number=sent.tracking_number,
            delivered_on=self.today,
            received_by=who,
        )

    def pay(self, amount: Decimal, *, method: str = "", free: bool = False) -> None:
        """Money of the order's customer; a transfer shows on the account a day after it was made. Nothing to pay, no
        payment: somebody paid for all that was open, or the price was made good to nothing."""
        if amount <= 0:
            return
        order = self.order
        method = method or self.rng.choice(("bank", "bank", "bank", "card", "cash"))
        received_on = self.today - timedelta(days=1 if method == "bank" else 0)
        record_payment(
            order.customer,
            self.by("marion"),
            amount=amount,
            currency=order.currency,
            received_on=received_on,
            method=method,
            reference=f"Order {order.number}" if method == "bank" else "",
            order_id=None if free else order.pk,
        )

    def preliminary(self) -> Decimal:
        return self.order.priced().preliminary

    def debt(self) -> Decimal:
        return debt_of(self.order)

    def some_days_on(self, least: int, most: int) -> date:
        return self.laboratory.clock.calendar.after(self.today, self.rng.randint(least, most))
