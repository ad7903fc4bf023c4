"""The pages that are shown when a page cannot be: none of them asks the database."""

import sys

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from labsite.outage import database_is_away


def server_error(request):
    """Answer an unforeseen error: 503 while the database is away, 500 otherwise.

    Django calls this from inside the ``except`` that caught the error, wherever in the chain it was raised;
    so this one place covers middleware and views alike.
    """
    if database_is_away(sys.exc_info()[1]):
        return notice(503, _("The database does not answer. Wait a few seconds."), retry_after=5)
    return notice(500, _("Something broke on our side. The step you took was not saved."))


def locked_out(request, *args, **kwargs):
    """Answer a person who has typed too many wrong passwords."""
    return notice(429, _("Too many wrong passwords. Wait 15 minutes."), retry_after=900)


def notice(status: int, sentence: str, retry_after: int | None = None) -> HttpResponse:
    """The page of that status, without request and context; the bare sentence where even the page is broken."""
    try:
        response = HttpResponse(render_to_string(f"{status}.html"), status=status)
    except Exception:
        response = HttpResponse(sentence, status=status, content_type="text/plain")
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
