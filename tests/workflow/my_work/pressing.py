"""My work: its cards, for its tests."""

import re
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from lab.once import new_token
from orders.models import Order, Task
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.orders import make_line, make_order


def task_for(
    performer=None, *, assistant=None, name="Crown", due=7, status=Status.PRODUCTION, **fields
) -> Task:
    """The task of a new order that is due in so many days."""
    line = make_line(
        make_service(name=name, price=Decimal("123.45")), performer=performer, assistant=assistant
    )
    order = make_order(line, status=status, **fields)
    Order.objects.filter(pk=order.pk).update(due_on=timezone.localdate() + timedelta(days=due))
    return order.tasks.get()


def press(client, task, state, *, token="", **headers):
    sent = {"state": state, "form_token": token or new_token()}
    return client.post(f"/work/{task.pk}/move/", sent, **headers)


def shown(client) -> str:
    answer = client.get("/work/")
    assert answer.status_code == 200
    return answer.content.decode()


def card(page: str, task) -> str:
    """What stands in the card of the task; "" without one."""
    found = re.search(rf'<article[^>]*id="task-{task.pk}".*?</article>', page, re.DOTALL)
    return found[0] if found else ""


def groups(client) -> dict[str, list[int]]:
    bench = client.get("/work/").context["bench"]
    return {key: [card.task.pk for card in cards] for key, _label, cards in bench.groups}
