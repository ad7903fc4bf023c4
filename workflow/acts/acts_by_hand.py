"""Taking the acts of an order into one's own hands. Shared by the use cases that change acts, not one itself."""

from django.utils.translation import gettext as _

from billing.ledger import acts
from billing.models import Act
from lab.cause import Cause
from lab.models import Event
from orders.models import Order
from workflow.moving import StepRefused, book_change, open_order

AUTOMATIC, BY_HAND = "automatic", "by hand"


def open_acts(order_id: int, cause: Cause) -> Order:
    """Lock an order whose acts the person may change now."""
    return open_order(order_id, cause, action="write_acts", aspect="acts", versioned=True)


def draft_of(order: Order, act_id: int) -> Act:
    """The draft act of the order, or a refusal where it was posted or deleted meanwhile."""
    act = Act.objects.drafts().filter(order=order, pk=act_id).first()
    if act is None:
        raise StepRefused(_("This draft act is not there any more: it was posted, deleted or made anew."))
    return act


def book_act_change(
    order: Order, verb: str, cause: Cause, act_in_words: str, *, undone: bool = False
) -> Event:
    """Write the event of a change by hand; the first one switches automatic control off for the order."""
    change = {
        "field": "act",
        "before": act_in_words if undone else "",
        "after": "" if undone else act_in_words,
    }
    changes = [change]
    if order.acts_automatic:
        order.acts_automatic = False
        acts.take_over_drafts(order)
        changes.append({"field": "acts", "before": AUTOMATIC, "after": BY_HAND})
    return book_change(order, verb, cause, action="write_acts", changes=changes)


def in_words(act: Act) -> str:
    """What the timeline says of an act: its people and lines, never its amounts."""
    people = " / ".join(person.name for person in (act.performer, act.assistant) if person)
    lines = ", ".join(f"{line.quantity.normalize():f} × {line.code}" for line in act.lines.all())
    return f"{people}: {lines}"
