"""A form that could not be taken is handed back, with everything typed, to be sent once more."""

from django.http import HttpResponse
from django.template.loader import render_to_string

NEVER_SHOWN = ("csrfmiddlewaretoken", "password")


def may_be_held(request) -> bool:
    """Whether something was sent that a person would have to type again."""
    return request.method == "POST" and bool(_fields(request))


def held(request, *, status: int, sentence: str, must_log_in: bool = False) -> HttpResponse:
    """The page that keeps the posted fields, for browsers without scripts. Passwords and files are not kept."""
    context = {
        "sentence": sentence,
        "must_log_in": must_log_in,
        "fields": _fields(request),
        "address": request.get_full_path(),
        "had_files": bool(request.FILES),
    }
    return HttpResponse(render_to_string("held.html", context, request), status=status)


def _fields(request) -> list[tuple[str, str]]:
    return [
        (name, text)
        for name, texts in request.POST.lists()
        for text in texts
        if not any(word in name for word in NEVER_SHOWN)
    ]
