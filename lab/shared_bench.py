"""A shared bench computer: a session in which nobody is logged in, and which opens nothing but the bench.

Whoever starts it is logged out by starting it, so it has none of that person's rights: to every other page it is a
stranger's. A badge says who scans, in that page alone, until another badge is scanned or two minutes pass without one
more scan.
"""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY, logout
from django.middleware.csrf import rotate_token
from django.utils.dateparse import parse_datetime

from lab.cause import Cause
from lab.events import record_event
from lab.models import Badge

KEY = "shared_bench"
PAUSE = timedelta(minutes=2)
KEPT_FOR = timedelta(days=14)
"""How long a computer stays a shared bench without a scan: over a holiday."""


def is_shared_bench(request) -> bool:
    """Whoever logs in at the computer has ended it: what is left of it says nothing any more."""
    return SESSION_KEY not in request.session and isinstance(request.session.get(KEY), dict)


def share_bench(cause: Cause) -> None:
    """Note who made a computer a shared bench; the page then calls ``begin``."""
    record_event("share_bench", cause, action="share_bench")


def begin(request) -> None:
    """Log out, and turn what is left of the session into a shared bench."""
    logout(request)
    rotate_token(request)
    request.session[KEY] = {"bench": secrets.token_hex(4)}
    request.session.set_expiry(KEPT_FOR)


def end(request) -> None:
    """The computer is nobody's again."""
    request.session.flush()
    rotate_token(request)


def forget_shared_bench(request) -> None:
    """Somebody has logged in at the computer: the session is that person's, and lasts as long as any other."""
    if request.session.pop(KEY, None) is not None:
        request.session.set_expiry(None)


def name_of_bench(request) -> str:
    """Under which wrong badges of this computer are counted; no person can have such a name."""
    return f"badge at bench {request.session[KEY]['bench']}"


def badge_at(request, now: datetime) -> Badge | None:
    """Whose badge was scanned less than two minutes ago, if it is still good: asked anew at every request."""
    kept = request.session[KEY]
    if "badge" not in kept or now - parse_datetime(kept["seen_at"]) >= PAUSE:
        return None
    valid = Badge.objects.valid().select_related("employee")
    return valid.filter(pk=kept["badge"]).first()


def note_badge(request, badge: Badge, now: datetime) -> None:
    """The person scans: two minutes begin anew."""
    request.session[KEY] |= {"badge": badge.pk, "seen_at": now.isoformat()}
    request.session.modified = True


def forget_badge(request) -> None:
    """The person goes away."""
    request.session[KEY] = {"bench": request.session[KEY]["bench"]}
