"""How many of a service its teeth make, as the service counts."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum

from orders.teeth.fdi import jaw_of
from orders.teeth.work import Role, Work, spans_of


class CountsBy(StrEnum):
    """``UNIT``: in pieces that are typed; the teeth say nothing."""

    UNIT = "unit"
    TOOTH = "tooth"
    SPAN = "span"
    JAW = "jaw"
    ORDER = "order"


def pontics_of(works: Iterable[Work]) -> list[Work]:
    return [work for work in works if work.role == Role.PONTIC]


def count(works: Sequence[Work], by: str, *, pontics_apart: bool = False) -> int | None:
    """None where the teeth do not say how many; a tooth in no bridge counts like one of its own.

    ``pontics_apart``: another line counts the pontics.
    """
    if not works or by == CountsBy.UNIT:
        return None
    if by == CountsBy.SPAN:
        return len(spans_of(works)) + sum(1 for work in works if work.span is None)
    if by == CountsBy.JAW:
        return len({jaw_of(work.tooth) for work in works})
    if by == CountsBy.ORDER:
        return 1
    return len(works) - (len(pontics_of(works)) if pontics_apart else 0)


def drives(said: str, typed: Decimal | None, came: Decimal, counted_before: int | None) -> bool:
    """Whether the quantity of a line follows its teeth, and was not typed by a person.

    ``said`` is what the page says of it: ``"teeth"`` or ``"hand"``. A page without scripts says nothing: then a
    quantity that is still the one the page ``came`` with follows, if it did so before (``counted_before`` is how many
    the teeth made then; None where they said nothing).
    """
    if said:
        return said == "teeth"
    return typed == came and (counted_before is None or came == counted_before)
