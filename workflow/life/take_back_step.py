"""Take back: a step that asked nothing is undone exactly, on the day of the step, while nothing rests on it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from billing.ledger.former_drafts import put_drafts_back
from common.days import time_of
from common.former_rows import digest_of, put_back
from common.kept_statements import kept
from lab.cause import Cause
from lab.events import local_day, record_event
from orders.ledger import not_before_the_last
from orders.models import FormerState, Order, OrderEvent, Task, WorkSpan
from orders.words import told
from workflow.life.former_state import stand_of
from workflow.moving import lock_order, move_together, refuse, refuse_step
from workflow.steps import STEPS, why_not

RESTS_NOT = {
    *("comment", "mark", "attach_file", "remove_file"),
    *("record_payment", "use_advance", "reverse_payment", "free_advance"),
}
"""Events that have nothing to do with how far the order is."""


@transaction.atomic
def take_back_step(order_id: int, cause: Cause) -> Order:
    order = lock_order(order_id)
    refuse_step(order, "take_back", cause)
    former = FormerState.objects.select_related("until__event").filter(order=order).first()
    cause = not_before_the_last([order], cause)
    refuse(_why_not_now(order, former, cause.at))
    if not _stands(order, former):
        refuse(_("Something happened since: this can no longer be taken back."))
    action = STEPS["take_back"].action_for(order.status)
    sentence, _icon = told(former.step)
    event = record_event("take_back", cause, action=action, reason=str(sentence))
    _put_back(order, former.stood)
    move_together(event, [order], "take_back", cause, **_fields(former.stood["order"]["put"][str(order.pk)]))
    former.delete()
    return order


_FORMER = kept(
    lambda order: (
        FormerState.objects.filter(order=order)
        .select_related("until__event")
        .only("order_id", "step", "until__event__at")
    )
)


def step_to_take_back(order: Order, actor, at) -> str | None:
    """The step that the person can take back now, for the page that offers it; the use case looks more closely."""
    if why_not(order, "take_back", actor):
        return None
    former = _FORMER.first(order)
    return None if _why_not_now(order, former, at) else former.step


def _why_not_now(order: Order, former: FormerState | None, at) -> str | None:
    """In words: it is done already, its day is over, or what rests on it."""
    if former is None:
        return _("There is no step to take back: it was taken back already, or led here by another way.")
    if local_day(former.until.event.at) != local_day(at):
        return _("A step is taken back on the day on which it was taken; that day is over.")
    since = order.events.filter(pk__gt=former.until_id).exclude(verb__in=RESTS_NOT)
    events = list(since.select_related("event__actor").order_by("pk"))
    if not events or (all(event.verb == "edit" for event in events) and _stands(order, former)):
        return None
    return _rests(events[0])


def _stands(order: Order, former: FormerState) -> bool:
    """Whether all that the step led to is as it was: an edit of something else is not in the way."""
    return digest_of(stand_of(order)) == former.led_to


def _rests(event: OrderEvent) -> str:
    sentence, _icon = told(event.verb)
    said = {"what": sentence, "name": event.event.actor, "time": time_of(event.event.at)}
    return _("“%(what)s” by %(name)s at %(time)s rests on it: this can no longer be taken back.") % said


def _put_back(order: Order, stood: Mapping[str, Mapping[str, Any]]) -> None:
    put_drafts_back(order, stood)
    WorkSpan.objects.filter(task__order=order, pk__in=stood["span"]["gone"]).delete()
    Task.objects.filter(order=order, pk__in=stood["task"]["gone"]).delete()
    put_back(Task, stood["task"]["put"])
    put_back(WorkSpan, stood["span"]["put"])


def _fields(stood: Mapping[str, Any]) -> dict[str, Any]:
    """What the step changed of the order itself, as it was."""
    days = {name: stood[name] and parse_date(stood[name]) for name in ("expected_on", "started_on")}
    return {"status": stood["status"], "awaited": stood["awaited"], **days}
