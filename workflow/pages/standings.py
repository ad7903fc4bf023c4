"""What of an order asks for somebody: named once, as filters of the list of orders and as the numbers of Today.

Each begins with the open orders or with the open tasks, which have indexes of their own, whatever is closed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from billing.owed import late_orders
from billing.to_process import without_a_price
from common.lists import Filter, Viewer
from common.midnight import midnight
from orders.models import Delivery, Task
from orders.states import Status
from workflow.pages.board.standing import IN_THE_HOUSE

LATE, AT_RISK, HELD, UNASSIGNED = "late", "at_risk", "held", "unassigned"
UNPRICED, TO_SHIP, OVERDUE = "unpriced", "to_ship", "overdue"


@dataclass(frozen=True)
class Standing:
    """``narrow`` is told the orders and the day; ``needs`` is an action of the permission table."""

    label: str
    narrow: Callable[[QuerySet, date], QuerySet]
    needs: str = ""


def _late(orders: QuerySet, today: date) -> QuerySet:
    return orders.overdue(today)


def _at_risk(orders: QuerySet, today: date) -> QuerySet:
    """Not late yet, and planned to end behind the due date: as ``board.standing`` says it of one order.

    Such a task ends behind today; said too, since by this one finds it.
    """
    ahead = _open_tasks().filter(planned_end__gte=midnight(today + timedelta(days=1)))
    beyond = ahead.filter(order__due_on__gte=today, planned_end__date__gt=F("order__due_on"))
    return orders.filter(status__in=IN_THE_HOUSE, pk__in=beyond.values("order"))


def _held(orders: QuerySet, today: date) -> QuerySet:
    return orders.filter(status=Status.PENDING, expected_on__lt=today).exclude(awaited="")


def _unassigned(orders: QuerySet, today: date) -> QuerySet:
    return orders.filter(
        status__in=IN_THE_HOUSE, pk__in=_open_tasks().filter(performer__isnull=True).values("order")
    )


def _open_tasks() -> QuerySet:
    return Task.objects.doable().unfinished().filter(order__status__in=IN_THE_HOUSE)


def _unpriced(orders: QuerySet, today: date) -> QuerySet:
    return without_a_price(orders)


def _to_ship(orders: QuerySet, today: date) -> QuerySet:
    """Produced, and neither on its way nor there. Whoever realizes an order has let it go."""
    gone = Delivery.objects.filter(order=OuterRef("pk"))
    left = gone.filter(Q(shipped_on__isnull=False) | Q(delivered_on__isnull=False))
    return orders.filter(~Exists(left), status=Status.PRODUCED)


def _overdue(orders: QuerySet, today: date) -> QuerySet:
    return orders.filter(pk__in=late_orders(today))


STANDINGS = {
    LATE: Standing(_("Late"), _late),
    AT_RISK: Standing(_("At risk"), _at_risk),
    HELD: Standing(_("On hold past its day"), _held),
    UNASSIGNED: Standing(_("Nobody assigned"), _unassigned),
    UNPRICED: Standing(_("Without a price"), _unpriced, "see_prices"),
    TO_SHIP: Standing(_("To ship"), _to_ship),
    OVERDUE: Standing(_("Payment overdue"), _overdue, "see_billing"),
}


def standings_for(viewer: Viewer) -> dict[str, Standing]:
    return {name: one for name, one in STANDINGS.items() if not one.needs or viewer.may(one.needs)}


class StandingField(forms.Field):
    """One or several, with commas between them: all of them hold. Unknown names ask for nothing."""

    def __init__(self, names: list[str]):
        super().__init__(required=False, widget=forms.HiddenInput)
        self._names = names

    def clean(self, value) -> str:
        said = str(value).split(",")
        if unknown := set(said) - set(self._names):
            raise ValidationError(", ".join(unknown))
        return ",".join(name for name in self._names if name in said)


def _narrow(orders: QuerySet, said: str, viewer: Viewer) -> QuerySet:
    for name in said.split(","):
        orders = STANDINGS[name].narrow(orders, viewer.today)
    return orders


def in_words(said: str, viewer: Viewer | None = None) -> str:
    return " · ".join(str(STANDINGS[name].label) for name in said.split(","))


STANDING = Filter("standing", lambda viewer: StandingField(list(standings_for(viewer))), _narrow, in_words)
