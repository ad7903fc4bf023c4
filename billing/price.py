"""What an order costs and how that came about: drawn up, worked, agreed on. Read, never written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Sum

from billing.models import Act, ActLine, PriceAdjustment
from common.kept_statements import kept
from common.money import ZERO
from orders.models import Order
from orders.pricing import OrderPrice, Priced


@dataclass(frozen=True)
class ActAmount:
    """What a standing act brings."""

    number: str
    performer: str
    amount: Decimal
    added_tax: Decimal


@dataclass(frozen=True)
class PriceStory:
    """From the lines to what the order costs now: ``drawn_up``, then the standing acts, then what was agreed on."""

    drawn_up: OrderPrice
    acts: Sequence[ActAmount]
    adjustments: Sequence[PriceAdjustment]

    @cached_property
    def worked(self) -> Decimal | None:
        """Σ of the standing acts; None without one."""
        return sum((act.amount for act in self.acts), ZERO) if self.acts else None

    @property
    def base(self) -> Decimal:
        """What adjustments are added to."""
        return self.drawn_up.preliminary if self.worked is None else self.worked

    @cached_property
    def adjusted(self) -> Decimal:
        return sum((adjustment.amount for adjustment in self.adjustments), ZERO)

    @property
    def now(self) -> Decimal:
        """What the order costs as things stand, also while no act makes that final."""
        return self.base + self.adjusted

    @property
    def final(self) -> Decimal | None:
        return None if self.worked is None else self.now

    @property
    def agreed(self) -> Decimal | None:
        """What was agreed on last; None where nobody has agreed on anything."""
        return self.adjustments[-1].agreed if self.adjustments else None

    @property
    def is_off(self) -> bool:
        """Whether lines or acts have changed since somebody agreed on a price."""
        return self.agreed is not None and self.agreed != self.now

    @property
    def added_tax(self) -> Decimal:
        """What of the price came on top of it as tax, so far as the books say; agreed differences hold their own."""
        if self.worked is None:
            return self.drawn_up.added_tax
        return sum((act.added_tax for act in self.acts), ZERO)


def story_of(order: Order, lines: Sequence[Priced] | None = None) -> PriceStory:
    """Three statements; two where the lines have been read already."""
    return PriceStory(order.priced(lines), acts_of(order), adjustments_of(order))


def price_now(order: Order) -> Decimal:
    """The final price; while there is none the preliminary one, and what was agreed on beside it."""
    return order.priced().preliminary + adjusted_on(order) if order.final_price is None else order.final_price


_EVENT_READ = ("event__at", "event__reason", "event__actor__name")
_ADJUSTMENTS = kept(
    lambda order: (
        PriceAdjustment.objects.filter(order=order)
        .select_related("event__actor")
        .only(*("order_id", "amount", "agreed", "base", "currency"), *_EVENT_READ)
        .order_by("pk")
    )
)


def adjustments_of(order: Order) -> list[PriceAdjustment]:
    """In the sequence in which they were booked."""
    return _ADJUSTMENTS(order)


def adjusted_on(order: Order) -> Decimal:
    """Σ of the adjustments of the order."""
    return PriceAdjustment.objects.filter(order=order).aggregate(total=Sum("amount"))["total"] or ZERO


def standing_total(order: Order) -> Decimal | None:
    """Σ of the standing act lines of the order; None without a standing act."""
    return _standing_lines(order).aggregate(total=Sum("amount"))["total"]


def final_price_of(order: Order) -> Decimal | None:
    """Σ of the standing acts and of the adjustments; None without a standing act."""
    worked = standing_total(order)
    return None if worked is None else worked + adjusted_on(order)


def acts_of(order: Order) -> list[ActAmount]:
    """The standing acts, in the sequence in which they were made."""
    return [ActAmount(*row) for row in _ACT_AMOUNTS(order)]


def _standing_lines(order: Order):
    return ActLine.objects.filter(act__in=Act.objects.standing().filter(order=order))


_ACT_AMOUNTS = kept(
    lambda order: (
        _standing_lines(order)
        .order_by("act")
        .values_list("act__number", "act__performer__name")
        .annotate(amount_=Sum("amount"), tax_=Sum("added_tax"))
    )
)
