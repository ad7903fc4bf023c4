"""How acts appear on pages: their state in words, what was done, and amounts only for those who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Prefetch, Q, Sum
from django.utils.translation import gettext_lazy as _

from billing.models import Act, ActLine, ActMaterial
from common.money import ZERO
from lab.models import Employee


class ActState(models.TextChoices):
    """Derived from what is booked; no column keeps it."""

    DRAFT = "draft", _("Draft")
    POSTED = "posted", _("Posted")
    REVERSED = "reversed", _("Reversed")
    COUNTER = "counter", _("Counter-act")


IN_STATE: dict[str, Q] = {
    ActState.DRAFT: Q(event__isnull=True),
    ActState.POSTED: Q(event__isnull=False, reverses__isnull=True, reversed_by__isnull=True),
    ActState.REVERSED: Q(reversed_by__isnull=False),
    ActState.COUNTER: Q(event__isnull=False, reverses__isnull=False),
}


@dataclass(frozen=True)
class LineShown:
    """A line of an act; ``amount`` is None where the viewer sees no prices."""

    code: str
    name: str
    quantity: Decimal
    amount: Decimal | None


@dataclass(frozen=True)
class MaterialShown:
    """A material of an act. ``lots`` are its lots in words, filled in by whoever knows them."""

    material_id: int
    name: str
    quantity: Decimal
    unit: str
    lots: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActShown:
    """An act as a page needs it; ``total`` is None where the viewer sees no prices.

    ``may`` is what the viewer may do to it, filled in by whoever offers that.
    """

    pk: int
    number: str | None
    order_number: str
    performer: Employee
    assistant: Employee | None
    state: ActState
    is_automatic: bool
    posted_on: date | None
    currency: str
    lines: list[LineShown]
    materials: list[MaterialShown]
    total: Decimal | None
    counterpart: str | None
    may: frozenset[str] = frozenset()


_READ = (
    *("number", "event_id", "is_automatic", "posted_on", "currency", "order__number"),
    *(
        "performer__name",
        "assistant__name",
        "reverses__number",
        "reversed_by__number",
        "reversed_by__reverses_id",
    ),
)
"""Of five joined tables, what is shown."""


def acts_shown(acts, *, with_prices: bool, with_materials: bool = False) -> list[ActShown]:
    """The acts of a queryset (or of what was read of one), in a fixed number of queries."""
    return [_shown(act, with_prices, with_materials) for act in acts]


def readable(acts, *, with_prices: bool, with_materials: bool = False):
    """A queryset of acts with all that ``acts_shown`` reads; without prices not even their columns are fetched."""
    lines = ActLine.objects.only("act_id", "code", "name", "quantity", *(["amount"] if with_prices else []))
    found = acts.select_related("order", "performer", "assistant", "reverses", "reversed_by").only(*_READ)
    found = found.prefetch_related(Prefetch("lines", lines))
    if with_materials:
        found = found.prefetch_related(Prefetch("materials", ActMaterial.objects.select_related("material")))
    return found


def totals_of(acts) -> list[tuple[str, Decimal]]:
    """By currency, what all acts of a queryset come to; a counter-act takes away what it reverses."""
    lines = ActLine.objects.filter(act__in=acts.order_by()).order_by("act__currency")
    return list(lines.values_list("act__currency").annotate(total=Sum("amount")))


def act_state(act: Act) -> ActState:
    """Draft, posted, reversed, or itself the reversal of another."""
    if not act.is_posted:
        return ActState.DRAFT
    if act.reverses_id:
        return ActState.COUNTER
    return ActState.REVERSED if act.is_reversed else ActState.POSTED


def _shown(act: Act, with_prices: bool, with_materials: bool) -> ActShown:
    lines = [
        LineShown(line.code, line.name, line.quantity, line.amount if with_prices else None)
        for line in act.lines.all()
    ]
    return ActShown(
        pk=act.pk,
        number=act.number,
        order_number=act.order.number,
        performer=act.performer,
        assistant=act.assistant,
        state=act_state(act),
        is_automatic=act.is_automatic,
        posted_on=act.posted_on,
        currency=act.currency,
        lines=lines,
        materials=_materials(act) if with_materials else [],
        total=_total(lines) if with_prices else None,
        counterpart=_counterpart(act),
    )


def _materials(act: Act) -> list[MaterialShown]:
    return [
        MaterialShown(used.material_id, used.material.name, used.quantity, used.material.unit)
        for used in act.materials.all()
    ]


def _total(lines: Iterable[LineShown]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)


def _counterpart(act: Act) -> str | None:
    """The number of the act that this one reverses, or that reversed it."""
    if act.reverses_id:
        return act.reverses.number
    return act.reversed_by.number if act.is_reversed else None
