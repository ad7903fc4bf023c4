"""A use case that is rehearsed before it is done: what the rehearsal says must be what the books then hold.

The books are read here in another way than the preview reads them: row by row, under the event of the step.
"""

from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from billing.models import Act, Allocation, ClosingDocument, ReceivableEntry
from common.refusals import Refused
from orders.models import Order, OrderEvent
from payroll.models import PayrollEntry
from stock.models import StockItem, StockMovement
from workflow.preview.booked import Booked
from workflow.preview.rehearsing import rehearse


def as_rehearsed(order_id: int, use_case):
    """Rehearse, then do; whatever comes of it, a refusal as well, was foreseen. Returns what the use case returns."""
    last = OrderEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    drafts = set(Act.objects.drafts().filter(order=order_id).values_list("pk", flat=True))
    rehearsal = rehearse(order_id, use_case)
    assert rehearsal.booked or rehearsal.refused
    if rehearsal.refused:
        sentence = str(rehearsal.refused)
        with pytest.raises(Refused) as told, transaction.atomic():
            use_case()
        assert str(told.value) == sentence
        raise told.value
    done = use_case()
    events = OrderEvent.objects.filter(pk__gt=last, order=order_id).values_list("event", flat=True)
    _same(rehearsal.booked, order_id, list(events), drafts)
    return done


def _same(booked: Booked, order_id: int, events: list[int], former_drafts: set[int]) -> None:
    under = {"event__in": events}
    order = Order.objects.get(pk=order_id)
    assert booked.price == order.final_price
    pay = ("employee__name", "employee", "role", "quantity", "base", "rate_percent", "rate_amount", "amount")
    assert Counter(
        (p.employee, p.employee_id, p.role, p.quantity, p.base, p.rate_percent, p.rate_amount, p.amount)
        for p in booked.pay
    ) == Counter(PayrollEntry.objects.filter(**under).order_by().values_list(*pay))
    moved = StockMovement.objects.filter(**under).values_list(
        "item__material__name", "quantity", "shortage_overridden"
    )
    assert Counter((m.material, m.quantity, m.is_short) for m in booked.materials) == Counter(moved)
    for row in booked.materials:
        item = StockItem.objects.get(material__name=row.material)
        assert row.left == sum(item.movements.values_list("quantity", flat=True), Decimal(0))
    acts = Act.objects.filter(**under).annotate(amount=Sum("lines__amount"))
    assert {(a.number, a.performer, a.amount, a.reverses) for a in booked.acts} == set(
        acts.values_list("number", "performer__name", "amount", "reverses__number")
    )
    papers = ClosingDocument.objects.filter(**under).values_list("number", "total", "corrects__number")
    assert {(d.number, d.total, d.corrects) for d in booked.documents} == set(papers)
    charges = ReceivableEntry.objects.filter(**under).values_list("customer__name", "amount")
    assert [(c.customer, c.amount) for c in booked.charges] == list(charges)
    ties, settles = Counter(), Counter()
    for number, amount, is_advance in Allocation.objects.filter(**under).values_list(
        "payment__number", "amount", "is_advance"
    ):
        (ties if is_advance else settles)[number] += amount
    told = {a.payment: (a.settles, a.ties) for a in booked.advances}
    assert told == {
        number: (settles[number], ties[number])
        for number in {*ties, *settles}
        if settles[number] or ties[number]
    }
    drafts = Act.objects.drafts().filter(order=order).exclude(pk__in=former_drafts)
    assert sorted(d.performer for d in booked.drafts) == sorted(
        drafts.values_list("performer__name", flat=True)
    )
    gone = former_drafts - set(Act.objects.filter(order=order).values_list("pk", flat=True))
    assert booked.drafts_gone == max(0, len(gone) - len([a for a in booked.acts if a.reverses is None]))
    assert booked.tasks_skipped == order.tasks.filter(skipped_by__in=events).count()


def sequences() -> list:
    """What SQLite gives out next; PostgreSQL's sequences go on whatever becomes of a transaction."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        return sorted(cursor.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
