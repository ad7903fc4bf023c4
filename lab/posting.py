"""A posted form: when all of it is right it acts once and leads on; else it comes back with everything typed."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.refusals import Refused
from lab.cause import Cause
from lab.once import lead_back, perform, token_for


def posted(
    request,
    forms: Sequence,
    use_case: Callable[[Cause], str],
    *,
    said: str | Callable[[], str],
    opens: Callable[[], str] = str,
) -> HttpResponse | None:
    """Run the use case, which returns the address to go to, if the request is a right form; else None.

    ``forms`` are forms and formsets; a refusal of the use case is written on the first. ``said`` is the sentence
    at the head of the next page, or is asked for it when the use case has run; nothing is said where it is empty,
    because the next page asks for more before anything is done. ``opens`` gives the address that its
    link leads to, where it has one.
    """
    if request.method != "POST":
        return None
    address = _led(request, forms, use_case)
    if address is None:
        return None
    sentence = said() if callable(said) else said
    if sentence:
        messages.success(request, sentence, extra_tags=opening(opens()))
    return redirect(address)


LINE_KINDS = ("opens", "paper", "asks", "undo", "leads")
"""What a line offers: what was booked, a paper, a dialog that leads back, taking it back at once, where to go on."""


def offering(kind: str, url: str, label: str = "") -> str:
    """The tag of a sentence that offers something; nothing where there is no such place. Tags are parted by spaces."""
    if not url:
        return ""
    said = str(label).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{kind}:{url}|{said}" if said else f"{kind}:{url}"


def opening(url: str) -> str:
    """The tag of a sentence with a link to what was booked; nothing where there is no such place."""
    return offering("opens", url)


def form_page(request, template: str, context: dict) -> HttpResponse:
    """The page of a form, with its token; 422 when it comes back."""
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**context, "form_token": token_for(request)}, status=status)


def _led(request, forms: Sequence, use_case: Callable[[Cause], str]) -> str | None:
    right = [form.is_valid() for form in forms]  # each is looked at, so that each shows what is wrong
    if not all(right):
        lead_back(request)
        return None
    try:
        return perform(request, use_case)
    except Refused as refusal:
        forms[0].add_error(None, str(refusal))
        return None
