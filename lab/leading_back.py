"""Where a dialog leads back to: the list that it was opened on, filtered and turned as it was."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from lab.once import LONGEST_ADDRESS

LISTS = {
    "billing:customer_ledger",
    "billing:document_list",
    "billing:statement",
    "catalog:service_list",
    "workflow:to_process",
}
"""Pages whose links carry ``back``, their own address."""


def led_back(request: HttpRequest, otherwise: str) -> str:
    """The list that ``back`` names with all that was asked of it, nothing else; ``otherwise`` where it names none.

    What a form leads to is remembered: of an address that is too long for that, only the list is kept.
    """
    try:
        asked = urlsplit(request.GET.get("back", ""))
        name = resolve(asked.path).view_name
    except (ValueError, Resolver404):
        return otherwise
    if name not in LISTS:
        return otherwise
    whole = f"{asked.path}?{asked.query}" if asked.query else asked.path
    return next(filter(_can_be_remembered, (whole, asked.path)), otherwise)


def carrying_back(request: HttpRequest, address: str) -> str:
    """A further page on the way, whose own way back leads to the same list."""
    back = led_back(request, "")
    backs = (back, back.partition("?")[0]) if back else ()
    carrying = (f"{address}?{urlencode({'back': one})}" for one in backs)
    return next(filter(_can_be_remembered, carrying), address)


def back_here(request: HttpRequest) -> str:
    """What the links of a list say, so that their dialogs lead back to it as it is."""
    return urlencode({"back": request.get_full_path()})


def _can_be_remembered(address: str) -> bool:
    return len(address) <= LONGEST_ADDRESS
