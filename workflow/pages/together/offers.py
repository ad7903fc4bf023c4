"""What the page offers for the chosen orders: actions that the person may take, and how many orders can take each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from lab.permissions import may
from workflow.pages.together.chosen import Chosen
from workflow.printing.asked_papers import MOST as MOST_PRINTED
from workflow.together.offered import OFFERED, Many


@dataclass(frozen=True)
class Offer:
    """``can`` is how many of the orders are in a state in which the person may do this."""

    verb: str
    label: str
    icon: str
    url: str
    can: int
    is_here: bool
    is_step: bool


def offers(chosen: Chosen, person, here: str, by_state: Mapping[str, int]) -> list[Offer]:
    """In the sequence of the table; those that none of the orders can take stand greyed at their place."""
    return [
        Offer(
            verb,
            str(many.action.label),
            many.action.icon,
            f"{reverse('workflow:together_do', args=[verb])}?{chosen.named}",
            can_take(many, person, by_state),
            verb == here,
            bool(many.action.step),
        )
        for verb, many in OFFERED.items()
        if many.is_open_to(person)
    ]


def can_take(many: Many, person, by_state: Mapping[str, int]) -> int:
    """How many of the orders are where the action leads on from, for this person."""
    return sum(
        count
        for status, count in by_state.items()
        if status in many.possible_in() and may(person, many.permission_in(status))
    )


def elsewhere(chosen: Chosen, person) -> Iterator[tuple[str, str, str]]:
    """(icon, label, address) of what has a page of its own for many orders, with the same orders."""
    entries = chosen.named if chosen.is_all else chosen.entries()
    if entries and may(person, "print_order") and chosen.count <= MOST_PRINTED:
        yield "printer", _("Print"), f"{reverse('workflow:print_many')}?{entries}"
    if entries and may(person, "realize"):
        yield "receipt", _("Realize"), f"{reverse('workflow:realize_together')}?{entries}"
    for kind, label in (("csv", _("Download as CSV")), ("xlsx", _("Download as Excel"))):
        if address := chosen.list_url(format=kind):
            yield "download", label, address
