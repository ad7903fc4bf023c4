"""Calendar feeds: made and revoked by whom they belong to, and found by what stands in their address."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from lab.cause import Cause
from lab.events import record_event
from lab.models import CalendarFeed, Employee, Event, FeedKind

SECRET_BYTES = 32
"""As hard to guess as the key of a session."""


class RevokedFeed(Refused):
    """The address was given out once and answers no more."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This calendar address was revoked. Its owner finds a new one in the calendar of the laboratory."
            )
        )


@transaction.atomic
def make_feed(kind: str, cause: Cause) -> CalendarFeed:
    """A new address for oneself; one that stood before is revoked with it."""
    owner = Employee.objects.working().select_for_update(no_key=True).get(pk=cause.actor.pk)
    event = record_event("make_feed", cause, action="use_own_account", reason=_named(kind))
    owner.feeds.filter(kind=kind, revoked__isnull=True).update(revoked=event)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return CalendarFeed.objects.create(employee=owner, kind=kind, secret=secret, made=event)


@transaction.atomic
def revoke_feed(feed_id: int, cause: Cause) -> CalendarFeed:
    """The address answers nothing from now on; twice does no more than once. Only one's own is found."""
    own = CalendarFeed.objects.filter(employee=cause.actor.pk)
    feed = own.select_for_update(no_key=True, of=("self",)).get(pk=feed_id)
    if feed.revoked_id is None:
        feed.revoked = record_event("revoke_feed", cause, action="use_own_account", reason=_named(feed.kind))
        feed.save(update_fields=["revoked"])
    return feed


def end_feeds(employee: Employee, event: Event) -> None:
    """Whoever is let go has no feed any more, also after coming back."""
    employee.feeds.filter(revoked__isnull=True).update(revoked=event)


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed that has the address, with its owner. None where none ever had it; raises ``RevokedFeed``."""
    found = CalendarFeed.objects.filter(secret=secret)
    feed = found.standing().select_related("employee").first()
    if feed is None and found.exists():
        raise RevokedFeed
    return feed


def _named(kind: str) -> str:
    return str(FeedKind(kind).label)
