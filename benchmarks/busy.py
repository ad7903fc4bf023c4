"""What the cases about planning need: a house with so many open tasks, planned, and an order with many lines."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from catalog.models import Service
from customers.models import Counterparty
from lab.calendar import calendar_of_the_house
from lab.cause import Cause
from lab.models import Employee
from orders.models import Order, Task
from orders.models.order import WORKING
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.drafts import LineDraft, OrderDraft

DAYS, HOUR = 12, timedelta(hours=1)
NOBODYS = 12
"""One of so many open tasks has no performer."""
PLANNED = ["performer_id", "planned_start", "planned_end", "minutes"]


@contextmanager
def busy_house(count: int) -> Iterator[None]:
    """Within, so many tasks are open, each planned for an hour of the working days ahead; all others are set aside."""
    opened = Task.objects.doable().unfinished().filter(order__status__in=WORKING)
    kept = list(opened.order_by("-pk")[:count].values("pk", *PLANNED))
    aside = list(opened.exclude(pk__in=[row["pk"] for row in kept]).values_list("pk", flat=True))
    Task.objects.filter(pk__in=aside).update(is_removed=True)
    _plan(kept)
    try:
        yield
    finally:
        _write(Task(**row) for row in kept)
        Task.objects.filter(pk__in=aside).update(is_removed=False)


def _plan(kept: list[dict]) -> None:
    calendar, tasks = calendar_of_the_house(), []
    day, hours = timezone.localdate(), []
    for _day in range(DAYS):
        day = calendar.after(day, 0)
        hours += [
            window.start + HOUR * n for window in calendar.windows(day) for n in range(window.minutes // 60)
        ]
        day += timedelta(days=1)
    for place, row in enumerate(kept):
        start = hours[place % len(hours)]
        whose = row["performer_id"] if place % NOBODYS else None
        planned = {"planned_start": start, "planned_end": start + HOUR, "minutes": 60}
        tasks.append(Task(pk=row["pk"], performer_id=whose, **planned))
    _write(tasks)


def _write(tasks: Iterable[Task]) -> None:
    Task.objects.bulk_update(tasks, PLANNED, batch_size=500)


def order_of(lines: int, by: Employee) -> Order:
    """A draft with so many lines of different services, each with a performer, due in three weeks."""
    people = list(Employee.objects.performers().order_by("pk"))
    drafts = [
        LineDraft(service_id=service.pk, quantity=Decimal(1), performer_id=people[place % len(people)].pk)
        for place, service in enumerate(Service.objects.order_by("pk")[:lines])
    ]
    customer = Counterparty.objects.order_by("pk").first()
    due = timezone.localdate() + timedelta(days=21)
    draft = OrderDraft(customer_id=customer.pk, lines=tuple(drafts), due_on=due)
    return create_order(draft, Cause(by, timezone.now()))
