"""How long a person stays logged in: eight hours idle, twenty-four in all."""

from time import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout

# A session row is written again at most this often (seconds), so that reading a page costs no write.
REFRESHED_EVERY = 600


class SessionAge:
    """Ends a session that has grown too old, and keeps one alive that is in use."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if SESSION_KEY in request.session:
            self.grow_older(request, int(time()))
        return self.get_response(request)

    def grow_older(self, request, now: int) -> None:
        session = request.session
        if now - session.setdefault("began_at", now) > settings.LABSITE_SESSION_LONGEST:
            logout(request)
        elif now - session.get("seen_at", 0) > REFRESHED_EVERY:
            session["seen_at"] = now
