"""The pages that are shown when a page cannot be: none of them asks the database."""

import sys
from inspect import unwrap

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from labsite.hashing import DoorIsBusy
from labsite.outage import database_is_away

# Django's own look for a token in what was sent, and so read the body of a request that has not passed the gate.
bad_request, permission_denied, page_not_found = map(
    unwrap, (defaults.bad_request, defaults.permission_denied, defaults.page_not_found)
)


def server_error(request):
    """Answer an unforeseen error: 503 while the database is away, 500 otherwise.

    Django calls this from inside the ``except`` that caught the error, wherever in the chain it was raised;
    so this one place covers middleware and views alike.
    """
    if database_is_away(sys.exc_info()[1]):
        return notice(503, _("The database does not answer. Wait a few seconds."), retry_after=5)
    return notice(500, _("Something broke on our side. The step you took was not saved."))


def locked_out(request, *args, **kwargs):
    """Answer a person who has typed too many wrong passwords, or whose neighbours have."""
    if getattr(request, "door_is_shut_for_address", False):
        sentence = _(
            "Too many wrong passwords came from your network. Whoever has logged in from here before still can;"
            " everybody else waits 15 minutes."
        )
    else:
        sentence = _(
            "Too many wrong passwords were typed for this name. Wait 15 minutes,"
            " or ask an administrator of the laboratory for a new password."
        )
    return notice(429, sentence, retry_after=900)


class BusyDoor:
    """Answers where a password could not be looked at for all the others that are."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return notice(429, str(exception), retry_after=5) if isinstance(exception, DoorIsBusy) else None


def notice(status: int, sentence: str, retry_after: int | None = None) -> HttpResponse:
    """The page of that status, without a request; the bare sentence where even the page is broken."""
    try:
        response = HttpResponse(render_to_string(f"{status}.html", {"sentence": sentence}), status=status)
    except Exception:
        response = HttpResponse(sentence, status=status, content_type="text/plain")
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
