"""The cases: each a page or a step as somebody of the laboratory asks for it, beside the least it could cost."""

import uuid
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from urllib.parse import urlencode

from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse

from benchmarks import (
    dashboard,
    documents,
    exports,
    find,
    floor,
    money,
    one_paper,
    papers,
    rows,
    serving,
    today,
    worn,
)
from benchmarks.again import printed_again
from benchmarks.bank import run_through, statements_of
from benchmarks.beside_worker import BesideWorker
from benchmarks.browser import Answer, Browser, answered
from benchmarks.busy import acts_of, busy_house, order_of, sheet_of
from benchmarks.measuring import Case, timed
from benchmarks.orders_like import order_like
from benchmarks.rehearsal import rehearsed
from benchmarks.statements import Statement, recorded, seconds_of, without
from billing.models import Act
from lab.models import Employee
from lab.roles import Role
from orders.models import Order
from orders.states import Status

PAGE_AIM, STEP_AIM = 2, 3
LIST_STATEMENTS, ORDER_STATEMENTS, BOARD_STATEMENTS = 15, 40, 15
OPEN_TASKS, LINES_TO_PLAN, LINES_TO_POST, PAID_ENTRIES, BANK_LINES = 2000, 20, 30, 1000, 1000
RUNS, POST_RUNS = 40, 8
ON_SQLITE = {
    *(
        "list",
        "list-deep",
        "list-filtered",
        "search-patient",
        "search-number",
        "order-open",
        "order-realized",
    ),
    *("find", "to-process", "balances-oldest", "today", "dashboard"),
    *(rows.ASKS.keys() | rows.DEEP.keys()),
}
"""Pages: a step is rehearsed, which needs sequences that can be set back. Where PostgreSQL alone would understand what
is written by hand, the floor sends the page's own statements."""


class Bench:
    """Somebody who sees everything, and the cases to choose from."""

    def __init__(self, resources: ExitStack):
        self.resources = resources
        viewer = Employee.objects.filter(role_grants__role=Role.ADMINISTRATOR).first()
        self.viewer, self.browser = viewer, Browser(viewer)
        self.makers: dict[str, Callable[[str], Case]] = {
            "list": partial(self._list, dict),
            "list-deep": partial(self._list, self._deep),
            "list-filtered": partial(self._list, lambda: {"status": Status.PRODUCTION, "due": "week"}),
            "search-patient": partial(self._list, self._part_of_a_name),
            "search-number": partial(self._list, lambda: {"q": order_like(Status.REALIZED).number}),
            "order-open": partial(self._order, Status.PRODUCTION),
            "order-realized": partial(self._order, Status.REALIZED),
            "find": partial(find.keystroke, self),
            **{name: partial(rows.against_hand, self) for name in rows.ASKS},
            **{name: partial(rows.against_first, self) for name in rows.DEEP},
            "list-beside-worker": self._beside_a_worker,
            "step-start": self._step,
            "plan-20-lines": self._plan,
            "post-30-lines": self._post,
            "pay-sheet-1000": self._sheet,
            "bank-import-1000": self._bank,
            "order-form-pdf": partial(one_paper.order_form, self),
            "paper-300-lines": partial(one_paper.long_order_form, self),
            "paper-again": partial(printed_again, self),
            "labels-100": partial(papers.labels, self),
            "order-forms-200": partial(papers.order_forms, self),
            "list-while-papers": partial(papers.list_while_papers, self),
            "protocol-24-pages": partial(documents.protocol, self),
            "order-of-20-documents": partial(documents.order_with_documents, self),
            "board-2000": self._board,
            "to-process": self._to_process,
            "today": partial(today.today_by_hand, self),
            "dashboard": partial(dashboard.dashboard_by_hand, self),
            "balances-oldest": self._balances,
            "statements-500": money.statements_of_many,
            "realize-200": partial(money.realize_many, self),
            "export-csv": partial(exports.export, "csv", self),
            "export-xlsx": partial(exports.export, "xlsx", self),
            "list-16-clients": partial(serving.many_clients, self),
            "memory-10000": partial(worn.memory_of_a_process, self),
        }

        if connection.vendor == "sqlite":
            self.makers = {name: make for name, make in self.makers.items() if name in ON_SQLITE}
            self.makers |= {"today": self._today, "dashboard": self._dashboard}

    def case(self, name: str) -> Case:
        return self.makers[name](name)

    # --- pages ----------------------------------------------------------------------------------------------
    def _list(self, asked: Callable[[], dict], name: str) -> Case:
        return self._page(name, f"{reverse('workflow:order_list')}?{urlencode(asked())}", LIST_STATEMENTS)

    def _order(self, status: str, name: str) -> Case:
        address = reverse("workflow:order_page", args=[order_like(status).number])
        return self._page(name, address, ORDER_STATEMENTS)

    def _board(self, name: str) -> Case:
        """From here until the end of the run the house has so many open tasks."""
        self.resources.enter_context(busy_house(OPEN_TASKS))
        return self._page(name, reverse("workflow:board"), BOARD_STATEMENTS)

    def _sheet(self, name: str) -> Case:
        """The page of a pay sheet of many entries."""
        sheet = sheet_of(PAID_ENTRIES, self.viewer)
        return self._page(name, reverse("payroll:sheet_page", args=[sheet.pk]), ORDER_STATEMENTS)

    def _to_process(self, name: str) -> Case:
        return self._page(name, reverse("workflow:to_process"), LIST_STATEMENTS)

    def _today(self, name: str) -> Case:
        return self._page(name, reverse("workflow:today"), today.MOST_STATEMENTS)

    def _dashboard(self, name: str) -> Case:
        dashboard.reckon()
        return self._page(name, reverse("workflow:dashboard"), dashboard.MOST_STATEMENTS)

    def _balances(self, name: str) -> Case:
        """All balances, the oldest debt first."""
        return self._page(name, f"{reverse('billing:balance_list')}?sort=oldest", LIST_STATEMENTS)

    def _page(self, name: str, address: str, most: int) -> Case:
        self.get(address)  # what is read once for each process is read here
        with recorded() as statements:
            answer = self.get(address)
        prepared = floor.Prepared(
            without(statements, self.of_the_middleware()),
            answer.body,
            headers={"Content-Type": answer.headers["Content-Type"]},
        )
        return Case(
            name,
            PAGE_AIM,
            RUNS,
            page=lambda: timed(lambda: self.get(address)),
            floor=lambda: floor.prepare(prepared) or timed(lambda: self.get(floor.ADDRESS)),
            look=lambda: seconds_of(lambda: self.get(address)),
            most_statements=most,
        )

    def _beside_a_worker(self, name: str) -> Case:
        """The list while a worker is busy, against the same list while it is idle."""
        address, worker = reverse("workflow:order_list"), self.resources.enter_context(BesideWorker())
        return Case(
            name,
            PAGE_AIM,
            RUNS,
            page=lambda: worker.give_work() or timed(lambda: self.get(address)),
            floor=lambda: worker.wait_until_idle() or timed(lambda: self.get(address)),
            look=lambda: seconds_of(lambda: self.get(address)),
        )

    def get(self, address: str) -> Answer:
        return answered(self.browser.get(address), 200)

    def of_the_middleware(self) -> list[Statement]:
        """What session, person and roles cost before any view begins; the bare view pays it by itself."""
        floor.prepare(floor.Prepared())
        with recorded() as statements:
            self.get(floor.ADDRESS)
        return statements

    def _deep(self) -> dict:
        """Nine tenths of the way to the first order ever."""
        return {"before": Order.objects.latest("pk").pk // 10}

    def _part_of_a_name(self) -> dict:
        last_name = order_like(Status.REALIZED).patient_name.split()[-1]
        return {"q": last_name[1:-1]}

    # --- a step ---------------------------------------------------------------------------------------------
    def _step(self, name: str) -> Case:
        pending = Order.objects.filter(status=Status.PENDING).order_by("pk")
        looked_at, *rest = pending.only("number", "version")
        waiting = iter(rest)
        own = self.of_the_middleware()
        return Case(
            name,
            STEP_AIM,
            RUNS,
            page=lambda: self.take(self._start(next(waiting))),
            floor=lambda: self.take(self._start(next(waiting)), own),
            look=lambda: [statement.seconds for statement in rehearsed(self._start(looked_at))[1]],
        )

    def _plan(self, name: str) -> Case:
        """One order, planned anew again and again."""
        order = order_of(LINES_TO_PLAN, self.viewer)
        own = self.of_the_middleware()
        return Case(
            name,
            STEP_AIM,
            RUNS,
            page=lambda: self.take(self._do(order, "plan-work")),
            floor=lambda: self.take(self._do(order, "plan-work"), own),
            look=lambda: [statement.seconds for statement in rehearsed(self._do(order, "plan-work"))[1]],
        )

    def _post(self, name: str) -> Case:
        """An act of many lines, a fresh one each time."""
        waiting, own = acts_of(LINES_TO_POST, self.viewer), self.of_the_middleware()
        looked_at = next(waiting)
        return Case(
            name,
            STEP_AIM,
            POST_RUNS,
            page=lambda: self.take(self._posting(next(waiting))),
            floor=lambda: self.take(self._posting(next(waiting)), own),
            look=lambda: [statement.seconds for statement in rehearsed(self._posting(looked_at))[1]],
        )

    def _bank(self, name: str) -> Case:
        """A statement of many lines taken in: each time another one, of the day before."""
        waiting, own = statements_of(BANK_LINES), self.of_the_middleware()
        looked_at = self._bringing(next(waiting))

        def bare() -> float:
            content = next(waiting)
            return self.take(self._bringing(content), own, self._bringing(content, floor.ADDRESS))

        return Case(
            name,
            STEP_AIM,
            POST_RUNS,
            page=lambda: self.take(self._bringing(next(waiting))),
            floor=bare,
            look=lambda: [statement.seconds for statement in rehearsed(looked_at)[1]],
        )

    def _bringing(self, content: bytes, address: str = "") -> Callable[[], Answer]:
        token, there = uuid.uuid4(), address or reverse("workflow:bank_list")
        file = ContentFile(content, name="statement.xml")

        def bring() -> Answer:
            file.seek(0)
            return answered(self.browser.post_file(there, {"form_token": token}, file), 302)

        return bring

    def _posting(self, act: Act) -> Callable[[], Answer]:
        fields = {"form_token": uuid.uuid4(), "version": Order.objects.get(pk=act.order_id).version}
        address = reverse("workflow:act_do", args=[act.order.number, act.pk, "post"])
        return lambda: answered(self.browser.post(address, fields), 302)

    def _start(self, order: Order) -> Callable[[], Answer]:
        return self._do(order, "start")

    def _do(self, order: Order, verb: str) -> Callable[[], Answer]:
        fields = {"form_token": uuid.uuid4(), "version": order.version}
        address = reverse("workflow:order_do", args=[order.number, verb])
        return lambda: answered(self.browser.post(address, fields), 302)

    def take(
        self,
        step: Callable[[], Answer],
        own: list[Statement] | None = None,
        bare: Callable[[], Answer] | None = None,
    ) -> float:
        """Take a step not taken before: by the page, or by the bare view with the statements of its rehearsal."""
        answer, statements = rehearsed(step)  # for both, so that both find their rows warm
        if own is None:
            return timed(step)
        there = {"Location": answer.headers["Location"]}
        floor.prepare(floor.Prepared(without(statements, own), status=302, headers=there, read=run_through))
        return timed(bare or self._bare_form)

    def _bare_form(self) -> Answer:
        return answered(self.browser.post(floor.ADDRESS, {"form_token": uuid.uuid4()}), 302)
