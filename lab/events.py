"""Writing events: the first thing every use case does once it knows that it may act."""

from django.utils import timezone
from django.utils.translation import gettext as _

from common.refusals import Refused
from lab.cause import Cause
from lab.models import Event
from lab.permissions import role_for
from lab.roles import SYSTEM


class NotAllowed(Refused):
    """The actor holds no role that allows the act."""

    def __init__(self) -> None:
        super().__init__(_("Your role does not allow this."))


def record_event(verb: str, cause: Cause, *, action: str, reason: str = "") -> Event:
    """Write the event of an act allowed by ``action`` of the permission table.

    Raises ``NotAllowed`` when the actor holds no such role: no event is ever written without the role that carried it.
    """
    role = SYSTEM if cause.actor.is_service_account else role_for(cause.actor, action)
    if role is None:
        raise NotAllowed
    said = " · ".join(part for part in (reason, cause.place) if part)
    return Event.objects.create(
        verb=verb, actor=cause.actor, role=role, at=cause.at, reason=said, form_token=cause.token
    )


def local_day(moment):
    """The laboratory's own calendar date of a moment; stored on rows that belong to a period."""
    return timezone.localdate(moment)
