"""How long a person stays logged in: eight hours idle, twenty-four in all; and how long it still is."""

from dataclasses import dataclass
from time import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout

from lab.shared_bench import forget_shared_bench

ASKED_AT = "/session"
"""Where a page asks how long the session still is, and prolongs it."""

# A session row is written again at most this often (seconds), so that reading a page costs no write.
REFRESHED_EVERY = 600


@dataclass(frozen=True)
class Left:
    """Seconds until the session ends: if nothing is done, and whatever is done."""

    idle: int
    longest: int


class SessionAge:
    """Ends a session that has grown too old, and keeps one alive that is in use.

    ``request.session_left`` says how long it still is; None for a stranger. Asking only that is no use of it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.session_left = None
        if SESSION_KEY in request.session:
            request.session_left = self.grow_older(request, int(time()))
        return self.get_response(request)

    def grow_older(self, request, now: int) -> Left | None:
        """End the session, or note that it is in use."""
        session = request.session
        forget_shared_bench(request)
        longest = session.setdefault("began_at", now) + settings.LABSITE_SESSION_LONGEST - now
        if longest < 0:
            logout(request)
            return None
        if now - session.setdefault("seen_at", now) > _refreshed_every(request):
            session["seen_at"] = now
        idle = session["seen_at"] + settings.SESSION_COOKIE_AGE - now
        return Left(max(idle, 0), longest)


def _refreshed_every(request) -> float:
    if request.path_info != ASKED_AT:
        return REFRESHED_EVERY
    return -1 if request.method == "POST" else float("inf")
