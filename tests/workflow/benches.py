"""Scans at a bench, as short as one does them."""

from datetime import timedelta

from lab.models import BenchScan
from lab.once import new_token
from orders.bench_codes import Action, Kind, written
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.orders import make_line, make_order


def order_for(performer=None, *, name="Crown", status=Status.PRODUCTION) -> Order:
    return make_order(make_line(make_service(name=name), performer=performer), status=status)


def code_of(order: Order) -> str:
    return written(Kind.ORDER, order.pk)


def scan(client, code: str, *, token="", **more):
    """The answer on the page after the scan."""
    sent = {"code": code, "form_token": token or new_token(), **more}
    answer = client.post("/bench/", sent, follow=True)
    assert answer.status_code == 200
    return answer.context["answer"]


def act(client, action: Action):
    return scan(client, written(Kind.ACTION, action))


def later(seconds=6):
    """As if the last scans had been so many seconds ago."""
    for row in BenchScan.objects.all():
        BenchScan.objects.filter(pk=row.pk).update(at=row.at - timedelta(seconds=seconds))


def state(order) -> list[str]:
    return list(order.tasks.order_by("position", "pk").values_list("state", flat=True))


def wrong_check(order) -> str:
    code = code_of(order)
    return code[:-1] + str((int(code[-1]) + 1) % 10)
