"""A sheet for counting, before it is booked: opened, filled in as one goes, lines added, discarded."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from common.soundness import refuse_unsound_fields
from lab.cause import Cause
from lab.events import record_event
from lab.records import book_record_event, describe
from stock.allocation import in_order
from stock.ledger.counts import CountRefused, locked_draft
from stock.ledger.shelves import Shelf, shelves_of
from stock.models import Lot, StockCount, StockCountLine, StockItem, Warehouse

MOST_LINES = 500
"""Lines of one sheet; who has more counts shelf by shelf."""
MOST = Decimal(1_000_000)


@transaction.atomic
def open_count(
    warehouse: Warehouse, cause: Cause, *, item_ids: Collection[int] = (), note: str = ""
) -> StockCount:
    """A sheet with a line for each lot that is on hand, and for each item of which there is none; of the items named,
    or of all. Nothing is locked: what moves until it is booked is seen then."""
    found = StockItem.objects.filter(warehouse=warehouse)
    items = list((found.filter(pk__in=item_ids) if item_ids else found).order_by("material__name_key", "pk"))
    if not items:
        raise CountRefused(_("There is nothing to count in this warehouse yet."))
    shelves = shelves_of([item.pk for item in items])
    event = record_event("open_count", cause, action="count_stock", reason=note)
    count = StockCount(warehouse=warehouse, note=note, event=event)
    refuse_unsound_fields(count, ["note"])
    lines = [
        StockCountLine(count=count, item=item, lot=lot, expected=quantity)
        for item in items
        for lot, quantity in _lines_of(shelves[item.pk])
    ]
    if len(lines) > MOST_LINES:
        said = {"count": len(lines), "most": MOST_LINES}
        raise CountRefused(
            _("That would be %(count)s lines; a sheet has room for %(most)s. Choose some materials.") % said
        )
    count.save()
    StockCountLine.objects.bulk_create(lines)
    return count


def _lines_of(shelf: Shelf) -> Iterable[tuple[str, Decimal]]:
    """The lots in the order in which they are used up; one line without a lot where there is nothing at all."""
    return [(lot.name, lot.on_hand) for lot in in_order(shelf.lots)] or [("", Decimal(0))]


@transaction.atomic
def fill_in(count_id: int, cause: Cause, *, counted: Mapping[int, Decimal | None]) -> StockCount:
    """Line → what is there; None empties a line again. Lines that are not named stay as they are."""
    count = locked_draft(count_id)
    before = describe(count)
    lines = list(count.lines.filter(pk__in=list(counted)))
    for line in lines:
        line.counted = counted[line.pk]
        if line.counted is not None and not 0 <= line.counted <= MOST:
            raise CountRefused(_("What is there is 0 or more, and at most 1,000,000."))
    StockCountLine.objects.bulk_update(lines, ["counted"])
    if describe(count) != before:
        event = record_event("fill_in_count", cause, action="count_stock")
        book_record_event(count, event, before)
    return count


@transaction.atomic
def add_line(count_id: int, cause: Cause, *, item_id: int, lot: str, counted: Decimal) -> StockCountLine:
    """A lot that lies there and is not on the sheet; it must have come in once."""
    count = locked_draft(count_id)
    item = StockItem.objects.filter(warehouse=count.warehouse).select_related("material").get(pk=item_id)
    if lot and not Lot.objects.filter(item=item, name=lot).exists():
        said = {"lot": lot, "material": item.material.name}
        raise CountRefused(
            _("Lot %(lot)s of %(material)s never came in. Receive it first, or count it without a lot.")
            % said
        )
    if count.lines.filter(item=item, lot=lot).exists():
        raise CountRefused(_("This is on the sheet already."))
    before = describe(count)
    expected = shelves_of([item.pk])[item.pk].on_hand(lot)
    line = StockCountLine.objects.create(count=count, item=item, lot=lot, expected=expected, counted=counted)
    book_record_event(count, record_event("fill_in_count", cause, action="count_stock"), before)
    return line


@transaction.atomic
def discard_count(count_id: int, cause: Cause) -> None:
    """The sheet goes; the event says what it was."""
    count = locked_draft(count_id)
    said = f"{count.warehouse}, {count.note}" if count.note else str(count.warehouse)
    record_event("discard_count", cause, action="count_stock", reason=said)
    count.delete()
