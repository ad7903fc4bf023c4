"""What a person chose at this machine, kept there by a cookie: how a page looks, what it shows, what is printed."""

from django.conf import settings
from django.http import HttpResponse

A_YEAR = 365 * 24 * 3600


def keep_choice(response: HttpResponse, name: str, text: str, *, for_scripts: bool = False) -> None:
    """The browser sends it along for a year; scripts see it only where they have to."""
    response.set_cookie(
        name, text, max_age=A_YEAR, samesite="Lax", secure=settings.SECURE, httponly=not for_scripts
    )
