"""Where a dialog leads back to: the list that it was opened on, filtered and turned as it was."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

LISTS = {
    "billing:customer_ledger",
    "billing:document_list",
    "billing:statement",
    "workflow:to_process",
}
"""Pages whose links carry ``back``, their own address."""


def led_back(request: HttpRequest, otherwise: str) -> str:
    """The list that ``back`` names with all that was asked of it, nothing else; ``otherwise`` where it names none."""
    try:
        asked = urlsplit(request.GET.get("back", ""))
        name = resolve(asked.path).view_name
    except (ValueError, Resolver404):
        return otherwise
    if name not in LISTS:
        return otherwise
    return f"{asked.path}?{asked.query}" if asked.query else asked.path


def carrying_back(request: HttpRequest, address: str) -> str:
    """A further page on the way, whose own way back leads to the same list."""
    back = led_back(request, "")
    return f"{address}?{urlencode({'back': back})}" if back else address


def back_here(request: HttpRequest) -> str:
    """What the links of a list say, so that their dialogs lead back to it as it is."""
    return urlencode({"back": request.get_full_path()})
