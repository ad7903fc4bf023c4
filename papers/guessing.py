"""Codes that no paper has are counted as wrong passwords are, and keep out as they do (``labsite.wrong_passwords``).

A guess has 95 bits to hit; what is limited is the noise. What cannot be a code at all, by its check sign, is a typing
mistake and not counted.
"""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed

COUNTED_AS = {"username": "check page"}
"""No name that anybody logs in by: those have no spaces."""


def guesses_too_much(request) -> bool:
    """Whether so many codes of no paper came from there that nothing is answered for a while."""
    return AxesProxyHandler.is_locked(request, COUNTED_AS)


def count_guess(request) -> None:
    """One more code that no paper has."""
    user_login_failed.send(sender=__name__, credentials=COUNTED_AS, request=request)
    request.axes_locked_out = False  # the page says it in its own words
