"""What a person chose when printing last, at this machine: a cookie, since labels belong to the printer beside it."""

from collections.abc import Collection, Iterable

from django.http import HttpRequest, HttpResponse, QueryDict

from common.kept_choices import keep_choice
from documents.order_form import Section

LEFT_OFF = "left_off"


def chosen_last(request: HttpRequest) -> QueryDict:
    """The choices by name; empty for whoever has not printed here. A person at a shared machine has own ones."""
    return QueryDict(request.COOKIES.get(_cookie(request), "")[:1000])


def left_off_last(request: HttpRequest) -> list[str]:
    """Sections that were left off. A section that is new stands on the paper until somebody leaves it off."""
    return chosen_last(request).getlist(LEFT_OFF)


def remember(request: HttpRequest, response: HttpResponse, **chosen: str | Iterable[str]) -> HttpResponse:
    """The answer, which makes the browser keep these choices beside those kept before."""
    kept = chosen_last(request).copy()
    for name, value in chosen.items():
        kept.setlist(name, [value] if isinstance(value, str) else list(value))
    keep_choice(response, _cookie(request), kept.urlencode())
    return response


def left_off(sections: Collection[Section], shown: Collection[str]) -> list[str]:
    """Of the sections that were offered, those that shall not be shown."""
    return [str(section) for section in sections if section not in shown]


def _cookie(request: HttpRequest) -> str:
    return f"printing_{request.user.pk}"
