"""The pages that are shown when a page cannot be: none of them asks the database."""

import sys

from django.http import HttpResponse
from django.template.loader import render_to_string

from labsite.outage import database_is_away


def server_error(request):
    """Answer an unforeseen error: 503 while the database is away, 500 otherwise.

    Django calls this from inside the ``except`` that caught the error, wherever in the chain it was raised;
    so this one place covers middleware and views alike.
    """
    if database_is_away(sys.exc_info()[1]):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})
    return HttpResponse(render_to_string("500.html"), status=500)


def locked_out(request, credentials, *args, **kwargs):
    """Answer a person who has typed too many wrong passwords."""
    return HttpResponse(render_to_string("429.html"), status=429, headers={"Retry-After": "900"})
