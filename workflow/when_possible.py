"""Why an action of an order is greyed, told apart: not yet, no longer, or not with the person's role."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lab.permissions import may
from orders.models import Order
from orders.states import CHANGEABLE, Status
from workflow.action import Action
from workflow.steps import sources_of

WAY = (
    Status.DRAFTING,
    Status.PENDING,
    Status.PRODUCTION,
    Status.REVIEW,
    Status.PRODUCED,
    Status.REALIZED,
)

NOT_YET, NO_LONGER, NOT_YOURS = "not yet", "no longer", "not yours"


@dataclass(frozen=True)
class Refusal:
    """``when`` is one of the three; ``sentence`` is what it waits for, or up to where it was possible."""

    when: str
    sentence: str


def refusal_of(order: Order, action: Action, actor) -> Refusal | None:
    """Why the person cannot take the action now; None where it can be taken."""
    sentence = action.why_not(order, actor)
    if sentence is None:
        return None
    possible_in = sources_of(action.step) if action.step else CHANGEABLE.get(action.aspect, ())
    if order.status in possible_in or not possible_in:
        mine = may(actor, action.permission(order))
        return Refusal(NOT_YET if mine else NOT_YOURS, sentence)
    if not any(may(actor, name) for name in action.permissions()):
        return Refusal(NOT_YOURS, _("Your role does not allow this."))
    return in_time(order, possible_in)


def in_time(order: Order, possible_in: Collection[str]) -> Refusal:
    """Whether the states in which something is possible lie ahead of the order or behind it."""
    on_the_way = [place for place, status in enumerate(WAY) if status in possible_in]
    if not on_the_way:
        return Refusal(NOT_YET, _("Possible once the order is cancelled."))
    if order.is_cancelled:
        return Refusal(NO_LONGER, _("The order is cancelled: restore it first."))
    here = WAY.index(order.status)
    ahead = [place for place in on_the_way if place > here]
    if ahead:
        said = {"state": WAY[ahead[0]].label}
        return Refusal(NOT_YET, _("Possible from the state “%(state)s” on.") % said)
    said = {"state": WAY[on_the_way[-1]].label}
    return Refusal(NO_LONGER, _("Possible up to the state “%(state)s”.") % said)
