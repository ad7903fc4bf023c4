"""Booking a count: what differs from what the books say in that moment, as movements with one number."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from common.numbering import draw_number
from common.refusals import Refused
from lab.cause import Cause
from lab.events import local_day, record_event
from lab.models import LabSettings
from stock.allocation import total
from stock.ledger.reversals import reverse_movements
from stock.ledger.shelves import Shelf, lock_items, shelves_of
from stock.models import StockCount, StockCountLine, StockMovement


class CountRefused(Refused):
    """A count of nothing, or one whose differences nobody explains."""


class CountIsGone(Refused):
    def __init__(self) -> None:
        super().__init__(_("This sheet was discarded, perhaps by somebody else just now."))


class CountIsBooked(Refused):
    def __init__(self, count: StockCount):
        super().__init__(_("Count %(number)s is booked already.") % {"number": count.number})


class MovedMeanwhile(Refused):
    """Something moved after the person looked at the differences."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Something on this sheet moved while you were looking. Look at the differences again, then book."
            )
        )


def locked_draft(count_id: int) -> StockCount:
    """The sheet, locked, as long as it can still be filled in."""
    rows = StockCount.objects.select_for_update(no_key=True, of=("self",)).select_related("warehouse")
    count = rows.filter(pk=count_id).first()
    if count is None:
        raise CountIsGone
    if count.is_booked:
        raise CountIsBooked(count)
    return count


def last_movement(count: StockCount) -> int:
    """What a person has seen who looks at the sheet now: the number of the last movement of what is counted."""
    counted = count.lines.filter(counted__isnull=False).values("item")
    return StockMovement.objects.filter(item__in=counted).aggregate(last=Max("pk"))["last"] or 0


@transaction.atomic
def book_count(count_id: int, cause: Cause, *, reason: str = "", seen: int | None = None) -> StockCount:
    """The differences of all lines that are filled in, against what is on hand now, after waiting for everybody else.

    ``seen`` is the last movement that the person saw: raises ``MovedMeanwhile`` where there is a newer one.
    """
    count = locked_draft(count_id)
    lines = list(count.lines.filter(counted__isnull=False).order_by("pk"))
    if not lines:
        raise CountRefused(_("Nothing is counted yet. Type what is there into at least one line."))
    lock_items({line.item_id for line in lines})
    if seen is not None and last_movement(count) > seen:
        raise MovedMeanwhile
    shelves = shelves_of({line.item_id for line in lines})
    for line in lines:
        line.found = shelves[line.item_id].on_hand(line.lot)
    if any(line.difference for line in lines) and not reason.strip():
        raise CountRefused(_("Say why what is there differs from what should be."))
    event = record_event("book_count", cause, action="count_stock", reason=reason)
    day = local_day(cause.at)
    StockCountLine.objects.bulk_update(lines, ["found"])
    number = draw_number(StockCount.series, LabSettings.load().count_mask, day)
    count.booked, count.counted_on = event, day
    count.take_number(number)
    count.save()
    StockMovement.objects.bulk_create(_rows(count, lines, shelves))
    return count


@transaction.atomic
def reverse_count(
    count_id: int, cause: Cause, *, reason: str, override_shortage: bool = False
) -> list[StockMovement]:
    """What the count booked is taken back; the sheet stays as it was counted. Raises ``UsedAlready``."""
    count = StockCount.objects.get(pk=count_id)
    return reverse_movements(
        count.movements.all(),
        cause,
        verb="reverse_count",
        action="count_stock",
        reason=reason,
        override_shortage=override_shortage,
    )


def _rows(
    count: StockCount, lines: Iterable[StockCountLine], shelves: dict[int, Shelf]
) -> Iterable[StockMovement]:
    """A movement for each line that differs; what is not there stays below zero where nobody counted that lot."""
    left = {pk: total(shelf.lots) for pk, shelf in shelves.items()}
    for line in lines:
        difference = line.difference or Decimal(0)
        left[line.item_id] += difference
        if difference:
            yield StockMovement(
                item_id=line.item_id,
                kind=StockMovement.Kind.COUNT,
                quantity=difference,
                count=count,
                lot=line.lot,
                unit_cost=shelves[line.item_id].cost_of(line.lot),
                shortage_overridden=difference < 0 and left[line.item_id] < 0,
                moved_on=count.counted_on,
                event=count.booked,
            )
