"""The demonstration's papers: most are sent the day they are issued, and one customer gets one for five orders."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from billing.models import ClosingDocument, Sending
from customers.models import Counterparty
from demo.case import Case
from lab.events import local_day
from orders.models import Order
from orders.states import Status
from workflow.life.realize_many import realize_many
from workflow.money.mark_sent import mark_sent

HOWS = (Sending.How.MAIL, Sending.How.MAIL, Sending.How.POST, Sending.How.BY_HAND)
FORGOTTEN = 0.08


def sent(case: Case) -> Iterator[datetime]:
    """The paper of an order goes to its customer within hours; now and then nobody thinks of it.

    Decided by luck of its own, so that the life of the order goes on as it would without.
    """
    luck = Random(f"sent {case.order.number}")
    if luck.random() < FORGOTTEN:
        return
    at = case.laboratory.clock.later(case.at, luck.uniform(0.3, 5))
    yield at
    documents = ClosingDocument.objects.filter(orders__order=case.order_id, kind="closing").order_by("-pk")[
        :1
    ]
    cause = case.laboratory.by("marion", at)
    mark_sent(list(documents), cause, how=luck.choice(HOWS), sent_on=local_day(at))


def closed_together(case: Case, cases: list[Case]) -> Iterator[datetime]:
    """What is produced of these orders is realized under one document; the customer has not paid it yet."""
    yield case.wait(0)
    made = Order.objects.filter(pk__in=[one.order_id for one in cases], status=Status.PRODUCED)
    event = realize_many(dict(made.values_list("pk", "version")), case.by("marion"))
    yield case.wait(1)
    documents = list(ClosingDocument.objects.filter(event=event))
    mark_sent(documents, case.by("marion"), how=Sending.How.POST, sent_on=case.today)


def whose(case: Case) -> Counterparty:
    """The customer who gets one paper for all its orders."""
    return next(one for one in case.laboratory.customers["dental"] if one.name == "Dr Amsel and Partners")
