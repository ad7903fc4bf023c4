"""The case of a web process that has answered ten thousand requests: what it holds then, and what it held before."""

from itertools import chain
from urllib.parse import urlencode

from django.urls import reverse

from benchmarks.measuring import Case
from benchmarks.memory import MEGABYTE, held
from benchmarks.serving import Served
from catalog.models import Service
from customers.models import Counterparty, Patient
from orders.models import Order
from orders.states import Status

AIM = 1.05
CLIENTS = 4
WARM_UP, REQUESTS = 1_000, 10_000
LISTS = (
    *("workflow:order_list", "workflow:customer_list", "customers:patient_list", "catalog:service_list"),
    *("billing:payment_list", "billing:document_list", "workflow:document_list", "stock:item_list"),
    *("payroll:entry_list", "billing:act_list"),
)
LARGE = ("workflow:today", "workflow:dashboard", "workflow:due_calendar", "workflow:to_process")
"""Asked for once in a round."""
EACH = 12
"""Orders of a state, customers and patients whose pages are asked for in a round."""


def mix() -> list[str]:
    """A round of pages, as people of all roles ask for them."""
    orders = reverse("workflow:order_list")
    asked = [
        {"status": "all"},
        {"status": "open", "due": "week"},
        {"q": "ber"},
        {"status": "all", "sort": "due"},
    ]
    pages = [
        *(_orders_in(status) for status in (Status.PRODUCTION, Status.REALIZED, Status.PRODUCED)),
        _each("workflow:customer_page", Counterparty),
        _each("workflow:patient_page", Patient),
        _each("workflow:service_page", Service),
        [f"{orders}?{urlencode(one)}" for one in asked],
        [f"{reverse('workflow:find_rows')}?{urlencode({'q': part})}" for part in ("wal", "berg", "2026")],
        [reverse(name) for name in (*LISTS, *LARGE)],
    ]
    return list(chain.from_iterable(pages))


def memory_of_a_process(bench, name: str) -> Case:
    """One process with its threads. The aim is the ratio of its memory to that before, when it had answered some."""
    served = bench.resources.enter_context(Served(bench, processes=1))
    addresses, before = mix(), list[int]()

    def worn() -> float:
        (pid,) = served.processes()
        if not before:
            served.ask(addresses, clients=CLIENTS, requests=WARM_UP)
        before.append(held(pid))
        served.ask(addresses, clients=CLIENTS, requests=REQUESTS)
        return held(pid) / MEGABYTE

    return Case(
        name,
        AIM,
        1,
        page=worn,
        floor=lambda: before[-1] / MEGABYTE,
        look=list,
        warm_up=0,
        unit="MB",
        note=lambda: f"after {REQUESTS:,} requests for {len(addresses)} pages in turns, {CLIENTS} at a time",
    )


def _orders_in(status: str) -> list[str]:
    numbers = Order.objects.filter(status=status).order_by("-pk").values_list("number", flat=True)[:EACH]
    return [reverse("workflow:order_page", args=[number]) for number in numbers]


def _each(name: str, model) -> list[str]:
    return [
        reverse(name, args=[pk]) for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:EACH]
    ]
