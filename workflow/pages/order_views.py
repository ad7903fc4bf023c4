"""With which orders the list begins for whom: what the person chose last at this machine, else what the role is for."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict

from common.kept_choices import keep_choice
from common.lists.asked import COLUMNS, PLACES, SORT, Asked, read
from lab.lists import viewer_of
from lab.lists.kept import Kept
from orders.models import Order
from workflow.pages.order_filter import ALL, FILTERS, TABS, tabs_begun_with
from workflow.pages.order_table import ORDERS

STATUS = TABS.name
ASKS = {*(one.name for one in FILTERS), STATUS, SORT, "before", "after", "was"}
KEPT = (STATUS, "performer", "marker", "due")
"""What is remembered: not what was looked for by words, customer or days, which was a question of the moment."""


def asked_by(request: HttpRequest, kept: Kept) -> Asked:
    """What the address asks for; an address that asks for nothing opens the person's own view."""
    query = request.GET
    if query.get("view") == "usual":
        return _usual(request, kept)
    if not any(query.get(name) for name in ASKS):
        return _remembered(request, kept) or _usual(request, kept)
    asked = _read(request, kept, query.dict())
    return _after_typing(request, kept, asked) if "was" in query else asked


def remember(request: HttpRequest, response: HttpResponse, asked: Asked) -> HttpResponse:
    """The answer, which keeps what was chosen on the list itself. What a link from elsewhere asked for is not kept."""
    if request.GET.get("view") == "usual":
        response.delete_cookie(_cookie(request), samesite="Lax")
        return response
    if not _is_chosen_here(request) or asked.get("q") or not any(request.GET.get(name) for name in ASKS):
        return response
    said = QueryDict(mutable=True)
    chosen = {STATUS: asked.tab, **asked.texts}
    said.update({name: chosen[name] for name in KEPT if name in chosen} | {SORT: asked.sort})
    if said.urlencode() != request.COOKIES.get(_cookie(request)):
        keep_choice(response, _cookie(request), said.urlencode())
    return response


def _read(request: HttpRequest, kept: Kept, query: dict[str, str]) -> Asked:
    named = {COLUMNS: request.GET.get(COLUMNS, "")}
    return read(ORDERS, named | query, viewer_of(request.user), chosen=kept.columns)


def _usual(request: HttpRequest, kept: Kept) -> Asked:
    """What the person's role is for: managers see what is open, reviewers what waits for them, and so on."""
    first, *others = tabs_begun_with(request.user)
    is_empty = others and not Order.objects.filter(status=first).exists()
    return _read(request, kept, {STATUS: others[0] if is_empty else first})


def _is_chosen_here(request: HttpRequest) -> bool:
    try:
        return urlsplit(request.headers.get("Referer", "")).path == request.path
    except ValueError:  # no address at all
        return False


def _remembered(request: HttpRequest, kept: Kept) -> Asked | None:
    query = QueryDict(request.COOKIES.get(_cookie(request), "")[:1000])
    chosen = {name: query[name] for name in (*KEPT, SORT) if query.get(name)}
    asked = _read(request, kept, chosen)
    return asked if asked.is_narrowed or chosen.get(STATUS) == asked.tab else None


def _after_typing(request: HttpRequest, kept: Kept, asked: Asked) -> Asked:
    """Words are looked for among all orders, until a tab is opened; without them the list is as it was before."""
    was = _read(request, kept, {STATUS: request.GET["was"], "q": request.GET.get("was_q", "")})
    if asked.get("q") == was.get("q"):
        tab = was.tab
    elif asked.get("q"):
        tab = ALL
    else:
        tab = (_remembered(request, kept) or _usual(request, kept)).tab
    typed = {name: request.GET.get(name, "") for name in (*(one.name for one in FILTERS), SORT, *PLACES)}
    return _read(request, kept, typed | {STATUS: tab})


def _cookie(request: HttpRequest) -> str:
    return f"orders_{request.user.pk}"
