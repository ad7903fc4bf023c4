"""Writing events: the first thing every use case does once it knows that it may act."""

from django.utils import timezone

from lab.cause import Cause
from lab.models import Event
from lab.permissions import role_for
from lab.roles import SYSTEM


def record_event(verb: str, cause: Cause, *, action: str, reason: str = "") -> Event:
    """Write the event of an act allowed by ``action`` of the permission table."""
    role = SYSTEM if cause.actor.is_service_account else role_for(cause.actor, action)
    return Event.objects.create(
        verb=verb, actor=cause.actor, role=role or "", at=cause.at, reason=reason, form_token=cause.token
    )


def local_day(moment):
    """The laboratory's own calendar date of a moment; stored on rows that belong to a period."""
    return timezone.localdate(moment)
