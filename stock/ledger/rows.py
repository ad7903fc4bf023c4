"""The rows that every verb of this ledger writes alike: the reversal of a movement."""

from datetime import date

from lab.models import Event
from stock.models import StockMovement


def reversal_of(row: StockMovement, event: Event, on: date, *, is_over: bool = False) -> StockMovement:
    """The movement that takes back another, of the same lot and at the same cost; unsaved."""
    return StockMovement(
        item_id=row.item_id,
        kind=row.kind,
        quantity=-row.quantity,
        lot=row.lot,
        unit_cost=row.unit_cost,
        receipt_id=row.receipt_id,
        count_id=row.count_id,
        order_id=row.order_id,
        source=row.source,
        source_version=row.source_version,
        why=row.why,
        shortage_overridden=is_over,
        moved_on=on,
        event=event,
        reverses=row,
    )
