"""Addresses that only take what a button sends lead a visitor to the page above them, with a sentence."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from labsite.by_script import is_by_script


class LeadsUpwards:
    """Whoever logs in again is sent to the address that was asked for last, which may be that of a button."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if answer.status_code != 405 or request.method != "GET" or is_by_script(request):
            return answer
        if not request.user.is_authenticated:
            return answer
        messages.warning(request, _said(request))
        return redirect(_page_above(request.path_info))


def _page_above(path: str) -> str:
    """The nearest address above that is one of ours; it leads further up itself, where it has no page either."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:length])}/"
        try:
            resolve(above)
        except Http404:
            continue
        return above
    return "/"


def _said(request) -> str:
    if request.headers.get("Referer", "").partition("?")[0].endswith(reverse("lab:login")):
        return _("Your session had ended: nothing was changed. Press it again.")
    return _("Nothing was changed: that address only takes what a button sends. Press it again.")
