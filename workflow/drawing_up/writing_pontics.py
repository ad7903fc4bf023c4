"""Pontics at a price of their own: a second line of the order, which follows the bridges of the line it belongs to.

So each line is one quantity at one price, whatever works with it: acts, price lists, papers, pay. What stands was drawn
up as the catalogue said then, and stays so.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from catalog.models import Service
from orders.models import OrderLine
from orders.teeth import Work, pontics_of, written_plain
from workflow.drawing_up.drafts import LineDraft


def pontics_as(
    service: Service, line: OrderLine | None, before: Iterable[Work], beside: OrderLine | None
) -> int | None:
    """As which service (an id) the pontics of a line with ``service`` are charged; None: as units of the line.

    ``line`` is the one that stands, ``before`` what it made for teeth, ``beside`` the line that charges its pontics.
    """
    if line is None or line.service_id != service.pk:
        return service.pontics_as_id
    if beside is not None:
        return beside.service_id
    return None if pontics_of(before) else service.pontics_as_id


def draft_beside(draft: LineDraft, works: Sequence[Work], service_id: int | None) -> LineDraft | None:
    """What the line beside that of the draft shall be; None where it has no pontics to charge."""
    pontics = pontics_of(works)
    if service_id is None or not pontics:
        return None
    return LineDraft(
        service_id=service_id,
        quantity=Decimal(len(pontics)),
        discount_percent=draft.discount_percent,
        details={"teeth": written_plain(work.tooth for work in pontics)},
        performer_id=draft.performer_id,
        assistant_id=draft.assistant_id,
    )


def lines_beside(lines: Iterable[OrderLine]) -> dict[int, OrderLine]:
    """By the line whose pontics they charge."""
    return {line.pontics_of_id: line for line in lines if line.pontics_of_id}
