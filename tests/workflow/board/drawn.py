"""The board: its rows and cards, for its tests."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone

from lab.once import new_token
from orders.models import Order, Task
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.orders import make_line, make_order, make_technician

BERLIN = ZoneInfo("Europe/Berlin")


def task_for(performer=None, *, name="Crown", due=7, status=Status.PRODUCTION, **fields) -> Task:
    line = make_line(
        make_service(name=name, price=Decimal("123.45")), performer=performer or make_technician()
    )
    order = make_order(line, status=status, **fields)
    Order.objects.filter(pk=order.pk).update(due_on=timezone.localdate() + timedelta(days=due))
    return order.tasks.get()


def plan(task, *, days, minutes=60) -> None:
    start = timezone.now() + timedelta(days=days)
    Task.objects.filter(pk=task.pk).update(
        planned_start=start, planned_end=start + timedelta(minutes=minutes), minutes=minutes
    )


def rows(client) -> dict[str, object]:
    """Whose name → the row of the board."""
    found = client.get("/board/").context["rows"]
    return {row.person.name if row.person else "nobody": row for row in found}


def shown(client, address="/board/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def card(page: str, task) -> str:
    found = re.search(rf'<li[^>]*id="task-{task.pk}".*?</li>', page, re.DOTALL)
    return found[0] if found else ""


def give(client, task, performer, *, token="", **sent):
    sent = {"performer": performer.pk if performer else "", "form_token": token or new_token()} | sent
    return client.post(f"/board/tasks/{task.pk}/give/", sent)


MONDAY = date(2026, 11, 23)


def at(day: int, hour: int) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time(hour), BERLIN)
