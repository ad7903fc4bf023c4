"""What the larger cases need: many open tasks, orders and acts of many lines, a pay sheet of many entries."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count
from django.utils import timezone

from billing.models import Act
from catalog.models import Service
from customers.models import Counterparty
from lab.calendar import calendar_of_the_house
from lab.cause import Cause
from lab.models import Employee, LabSettings
from orders.models import Order, Task
from orders.models.order import WORKING
from payroll.models import PayrollEntry, PaySheet
from payroll.pay_out import draw_up_sheet
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.drafts import LineDraft, OrderDraft
from workflow.life.start_order import start_order

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


def order_of(lines: int, by: Employee, *, performers: int | None = None) -> Order:
    """A draft with so many lines of different services, shared among so many performers, due in three weeks."""
    people = list(Employee.objects.performers().order_by("pk")[:performers])
    drafts = [
        LineDraft(service_id=service.pk, quantity=Decimal(1), performer_id=people[place % len(people)].pk)
        for place, service in enumerate(Service.objects.order_by("pk")[:lines])
    ]
    customer = Counterparty.objects.order_by("pk").first()
    due = timezone.localdate() + timedelta(days=21)
    draft = OrderDraft(customer_id=customer.pk, lines=tuple(drafts), due_on=due)
    return create_order(draft, Cause(by, timezone.now()))


def acts_of(lines: int, by: Employee) -> Iterator[Act]:
    """One draft after the other, each the one act of an order in production with so many lines."""
    while True:
        order = order_of(lines, by, performers=1)
        start_order(order.pk, Cause(by, timezone.now()))
        yield Act.objects.drafts().select_related("order").get(order=order)


def sheet_of(entries: int, by: Employee) -> PaySheet:
    """A draft of a pay sheet with so many lines (or all there are) of the person who has most of them."""
    free = PayrollEntry.objects.free()
    most = free.order_by().values("employee").annotate(rows=Count("pk")).order_by("-rows").first()
    rows = free.filter(employee=most["employee"]).order_by("pk")[:entries]
    chosen = list(rows.values_list("pk", flat=True))
    currency = LabSettings.load().currency
    return draw_up_sheet(most["employee"], Cause(by, timezone.now()), entry_ids=chosen, currency=currency)
