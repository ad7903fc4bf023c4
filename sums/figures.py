"""What is summed by day: each figure with its one grouping, by which its days are kept and by which they are read live.

A figure may be kept because of two promises, which each grouping has to hold:

- Whatever changes what a grouping says of a day is booked with an event, in one transaction with it.
- ``touched`` finds, from the events behind a given one, every day of which the grouping says something else since.

What an order or a line says beside its booked rows stands still by then: the currency once an act was ever posted.
Names are no keys: they are read when a chart is drawn.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import (
    BigIntegerField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import TruncDate
from django.utils import timezone

from billing.models import Act, ActLine, ClosingDocument, ClosingDocumentOrder
from billing.revenue import brought_by_day
from common.fields import MoneyField
from lab.models import Event
from orders.models import OrderEvent
from orders.states import Status
from payroll.models import PayrollEntry
from stock.models import StockMovement
from sums.moments import within
from sums.spans import Span

Row = tuple
"""A day, then the keys of a group, then its sums."""
LEFT_ALONE = ("realize", "unrealize")
"""Steps that change nothing of an order but its state: most orders take them long after they were produced."""


@dataclass(frozen=True)
class Figure:
    """``keys`` is how many columns name a group (all of them days, or none); its sums are whole numbers, amounts in
    thousandths of their currency. ``touched`` lists days, as ``on``, in as many queries as there are ways to change
    one; ``bounds`` are the first and the last day of which something is booked."""

    name: str
    keys: int
    grouped: Callable[[Sequence[Span]], Iterable[Row]]
    touched: Callable[[int], Sequence[QuerySet]]
    bounds: Callable[[], Span | None]
    keys_are_days: bool = False


def _on(column: str, spans: Sequence[Span]) -> Q:
    return _any(Q(**{f"{column}__gte": first, f"{column}__lte": last}) for first, last in spans)


def _moments(spans: Sequence[Span]) -> Q:
    return _any(Q(**within(*span)) for span in spans)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for one in conditions:
        found |= one
    return found


def _in_units(rows: QuerySet) -> Iterator[Row]:
    """The last column is an amount, or a whole number that a database calls something else."""
    places = rows.query.annotations["sum"].output_field
    shift = MoneyField.scale if isinstance(places, MoneyField) else 0
    for *keys, total in rows:
        yield (*keys, int(Decimal(total).scaleb(shift)))


def _days(rows: QuerySet, day: str) -> QuerySet:
    return rows.order_by().annotate(on=F(day)).values_list("on")


def _days_of_events(rows: QuerySet) -> QuerySet:
    return rows.order_by().annotate(on=_DAY_OF_EVENT).values_list("on")


_DAY_OF_EVENT = TruncDate("event__at", output_field=DateField())


def _bounds(model, column: str) -> Callable[[], Span | None]:
    def ends() -> Span | None:
        found = model._base_manager.aggregate(first=Min(column), last=Max(column))
        return (found["first"], found["last"]) if found["first"] else None

    return ends


def _bounds_of_events() -> Span | None:
    found = Event.objects.aggregate(first=Min("at"), last=Max("at"))
    if not found["first"]:
        return None
    return timezone.localdate(found["first"]), timezone.localdate(found["last"])


# --- what happened to orders --------------------------------------------------------------------------------
def _moved(spans: Sequence[Span]) -> QuerySet:
    """Day, the state left, the state reached, how often."""
    events = OrderEvent.objects.filter(_moments(spans)).exclude(to_status="").order_by()
    return events.values_list(_DAY_OF_EVENT, "from_status", "to_status").annotate(n=Count("pk"))


def _moved_since(event: int) -> list[QuerySet]:
    return [_days_of_events(OrderEvent.objects.filter(event_id__gt=event).exclude(to_status=""))]


def _produced(spans: Sequence[Span]) -> QuerySet:
    """Day, the day drawn up, the day itself; how many orders, how many had a due date, how many kept it.

    What was reopened or taken back since counts when it is produced again.
    """
    undone = OrderEvent.objects.filter(
        order=OuterRef("order"),
        pk__gt=OuterRef("pk"),
        from_status=Status.PRODUCED,
        to_status__in=[Status.PRODUCTION, Status.REVIEW],
    )
    events = OrderEvent.objects.filter(_moments(spans), ~Exists(undone), verb="produce").order_by()
    days = events.annotate(on=_DAY_OF_EVENT, drawn=TruncDate("order__created_at"), done=_DAY_OF_EVENT)
    return days.values_list("on", "drawn", "done").annotate(
        n=Count("pk"),
        promised=Count("order__due_on"),
        kept=Count("pk", filter=Q(order__due_on__gte=F("done"))),
    )


def _produced_since(event: int) -> list[QuerySet]:
    """Also days long past: of what was reopened, or has another due date."""
    changed = OrderEvent.objects.filter(event_id__gt=event).exclude(verb__in=LEFT_ALONE).order_by()
    return [_days_of_events(OrderEvent.objects.filter(verb="produce", order__in=changed.values("order")))]


# --- what they brought --------------------------------------------------------------------------------------
def _charged(spans: Sequence[Span]) -> Iterator[Row]:
    """Day, customer as the document names it, currency; closing documents less corrections."""
    documents = ClosingDocument.objects.filter(_on("issued_on", spans)).order_by()
    return _in_units(documents.values_list("issued_on", "customer_id", "currency").annotate(sum=Sum("total")))


def _charged_since(event: int) -> list[QuerySet]:
    return [_days(ClosingDocument.objects.filter(event_id__gt=event), "issued_on")]


def _brought_since(event: int) -> list[QuerySet]:
    """Documents, also those of orders whose acts or lines are others since."""
    changed = (
        Act.objects.filter(event_id__gt=event),
        OrderEvent.objects.filter(event_id__gt=event).exclude(verb__in=LEFT_ALONE),
        ClosingDocumentOrder.objects.filter(document__event_id__gt=event),
    )
    named = ClosingDocumentOrder.objects.all()
    return [
        _days(named.filter(order__in=rows.order_by().values("order")), "document__issued_on")
        for rows in changed
    ]


# --- what they cost -----------------------------------------------------------------------------------------
def _priced(spans: Sequence[Span]) -> Iterator[Row]:
    """Day of posting, currency of the order; what the work comes to, without a tax on top."""
    lines = ActLine.objects.filter(_on("act__posted_on", spans)).order_by()
    price = Sum(F("amount") - F("added_tax"), output_field=MoneyField())
    return _in_units(lines.values_list("act__posted_on", "act__order__currency").annotate(sum=price))


def _priced_since(event: int) -> list[QuerySet]:
    return [_days(Act.objects.filter(event_id__gt=event), "posted_on")]


def _earned(spans: Sequence[Span]) -> Iterator[Row]:
    """Day, currency of the order; what people earned, in the laboratory's currency."""
    entries = PayrollEntry.objects.filter(_on("earned_on", spans)).order_by()
    return _in_units(entries.values_list("earned_on", "order__currency").annotate(sum=Sum("amount")))


def _earned_since(event: int) -> list[QuerySet]:
    return [_days(PayrollEntry.objects.filter(event_id__gt=event), "earned_on")]


def _used(spans: Sequence[Span]) -> Iterator[Row]:
    """Day, currency of the order; materials written off, in millionths and below zero."""
    moved = StockMovement.objects.write_offs().filter(_on("moved_on", spans), unit_cost__isnull=False)
    whole = ExpressionWrapper(F("quantity") * F("unit_cost"), output_field=BigIntegerField())
    return _in_units(moved.order_by().values_list("moved_on", "order__currency").annotate(sum=Sum(whole)))


def _used_since(event: int) -> list[QuerySet]:
    return [_days(StockMovement.objects.write_offs().filter(event_id__gt=event), "moved_on")]


MOVES = Figure("moves", 2, _moved, _moved_since, _bounds_of_events)
PRODUCED = Figure("produced", 2, _produced, _produced_since, _bounds_of_events, keys_are_days=True)
CHARGED = Figure("charged", 2, _charged, _charged_since, _bounds(ClosingDocument, "issued_on"))
BROUGHT = Figure("brought", 2, brought_by_day, _brought_since, _bounds(ClosingDocument, "issued_on"))
PRICE = Figure("price", 1, _priced, _priced_since, _bounds(Act, "posted_on"))
PAY = Figure("pay", 1, _earned, _earned_since, _bounds(PayrollEntry, "earned_on"))
MATERIALS = Figure("materials", 1, _used, _used_since, _bounds(StockMovement, "moved_on"))

FIGURES = (MOVES, PRODUCED, CHARGED, BROUGHT, PRICE, PAY, MATERIALS)
