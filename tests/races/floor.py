"""The floor on which people meet in the same moment: orders made quickly, and locks that can be switched off."""

import time
from collections.abc import Callable
from datetime import date

from django.utils import timezone

from billing.models import Act
from common.refusals import Refused
from lab.cause import Cause
from orders.models import Order
from orders.models.order import OrderQuerySet
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.lab import make_employee
from tests.factories.orders import finish_tasks, finished, make_line, make_order, make_technician
from tests.races import AT_ONCE, at_once
from workflow.acts.post_act import post_act
from workflow.acts.unpost_act import unpost_act
from workflow.life.cancel_order import cancel_order
from workflow.life.hold_order import hold_order
from workflow.life.produce_order import produce_order
from workflow.life.realize_order import realize_order
from workflow.life.reopen_order import reopen_order
from workflow.life.restore_order import restore_order
from workflow.life.return_order_to_production import return_order_to_production
from workflow.life.send_order_to_review import send_order_to_review
from workflow.life.start_order import start_order
from workflow.life.submit_order import submit_order
from workflow.life.take_down_order import take_down_order
from workflow.life.unrealize_order import unrealize_order

PAUSE = 0.1
"""Seconds between reading and writing while locks are off: longer than eight people need to read."""

MOVES: dict[str, tuple[str, Callable]] = {
    "submit": (Status.DRAFTING, submit_order),
    "take_down": (Status.PENDING, take_down_order),
    "start": (Status.DRAFTING, start_order),
    "hold": (
        Status.PRODUCTION,
        lambda pk, by: hold_order(pk, by, awaited="the model", expected_on=date(2027, 1, 1)),
    ),
    "send_to_review": (Status.PRODUCTION, send_order_to_review),
    "return_to_production": (
        Status.REVIEW,
        lambda pk, by: return_order_to_production(pk, by, reason="again", task_ids=finished(pk)),
    ),
    "produce": (Status.REVIEW, produce_order),
    "reopen": (Status.PRODUCED, lambda pk, by: reopen_order(pk, by, reason="again")),
    "realize": (Status.PRODUCED, realize_order),
    "unrealize": (Status.REALIZED, lambda pk, by: unrealize_order(pk, by, reason="again")),
    "cancel": (Status.PENDING, lambda pk, by: cancel_order(pk, by, reason="no")),
    "restore": (Status.CANCELLED, restore_order),
    "post_act": (Status.PRODUCTION, lambda pk, by: post_act(pk, by, act_id=act_of(pk, "drafts"))),
    "unpost_act": (Status.PRODUCTION, lambda pk, by: unpost_act(pk, by, act_id=act_of(pk, "standing"))),
}
"""Step -> the state that it leaves, and its use case."""


def act_of(order_id: int, kind: str) -> int:
    """The first act of the order of that kind, or one that is not there."""
    acts = getattr(Act.objects.filter(order=order_id), kind)()
    return acts.values_list("pk", flat=True).first() or 0


class Floor:
    """One administrator, one technician and one service, which all orders here share."""

    def __init__(self, **service):
        self.chief, self.performer = make_employee(roles=["administrator"]), make_technician()
        self.service = make_service(review_required=False, **service)

    def cause(self, order: Order | None = None) -> Cause:
        """The chief's, now; with an order, from a page that shows it as it stands."""
        return Cause(self.chief, timezone.now(), order and order.version)

    def order(self, status: str, *, quantity="1") -> Order:
        """An order in that state, its tasks done wherever they can be."""
        line = make_line(self.service, quantity=quantity, performer=self.performer)
        order = make_order(line, status=status, by=self.cause())
        if status == Status.PRODUCTION:
            finish_tasks(order, self.cause())
        return order

    def order_before(self, move: str) -> Order:
        order = self.order(MOVES[move][0])
        if move == "unpost_act":
            post_act(order.pk, self.cause(), act_id=act_of(order.pk, "drafts"))
            order.refresh_from_db()
        return order

    def several_move_at_once(self, move: str, *, people=AT_ONCE) -> bool:
        """The same step by several people from the same page; whether one did it and the others were refused."""
        order, take = self.order_before(move), MOVES[move][1]
        cause, acts = self.cause(order), Act.objects.filter(order=order, event__isnull=False).count()
        said = at_once(lambda _person: take(order.pk, cause), people=people)
        return one_did_it(said, order) and _acts_once(order, move, acts)


def _acts_once(order: Order, move: str, before: int) -> bool:
    """One act or counter-act came of it, where any did."""
    came = Act.objects.filter(order=order, event__isnull=False).count() - before
    return came == (1 if move in ("produce", "reopen", "post_act", "unpost_act") else 0)


def one_did_it(said: list[object], order: Order) -> bool:
    """One effect and one version more; everybody else was refused in words."""
    version = Order.objects.get(pk=order.pk).version
    refusals = [one for one in said if isinstance(one, Refused)]
    faults = [one for one in said if isinstance(one, Exception) and not isinstance(one, Refused)]
    return not faults and len(refusals) == len(said) - 1 and version == order.version + 1


def unlock_orders(monkeypatch) -> None:
    """Nobody locks an order any more; whoever has read it is slow to write."""

    def read_and_wait(rows: OrderQuerySet, pk: int) -> Order:
        order = rows.get(pk=pk)
        time.sleep(PAUSE)
        return order

    monkeypatch.setattr(OrderQuerySet, "locked", read_and_wait)
    # Making the draft acts anew deletes rows, and that alone would hold a second person back.
    monkeypatch.setattr("workflow.life.produce_order.refill_acts", lambda _order, _at: None)
