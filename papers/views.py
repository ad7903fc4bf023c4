"""The public pages: a code is typed, or comes with the address of a QR code, and the paper that has it is named.

They tell kind, number, day and state of a paper, and the hash of its PDF; no name and no amount. A wrong code gets one
answer, whatever is wrong with it.
"""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lab.access import public
from papers import codes
from papers.guessing import count_guess, guesses_too_much
from papers.models import IssuedPaper, State


@public
@require_safe
def check_form(request):
    """Where a code is typed that cannot be scanned."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return _page(request, {"error": _("Type the code of the paper.") if "code" in request.GET else ""})
    try:
        return redirect("papers:check", codes.read(_within_an_address(typed)))
    except codes.MistypedCode:
        return _unknown(request, typed)


@public
@require_safe
def check(request, code):
    """The paper that has the code."""
    if guesses_too_much(request):
        sentence = _("Too many codes that no paper has came from your network. Try again in 15 minutes.")
        return _page(request, {"error": sentence, "typed": code, "is_shut": True}, status=429)
    try:
        read = codes.read(code)
    except codes.MistypedCode:
        return _unknown(request, code)
    if read != code:
        return redirect("papers:check", read)
    paper = IssuedPaper.objects.with_all().filter(code=read).first()
    if paper is None:
        count_guess(request)
        return _unknown(request, codes.in_groups(read))
    return _page(
        request, {"paper": paper, "state": paper.state, "words": _in_words(paper.state)}, "check.html"
    )


def _within_an_address(typed: str) -> str:
    """Whoever copied the whole address has the code in it."""
    return typed.rstrip("/").rpartition("/")[2]


def _unknown(request, typed: str):
    sentence = _("No paper has this code. Compare it with the paper, sign by sign.")
    return _page(request, {"error": sentence, "typed": typed[:100]}, status=404)


def _page(request, context, template="check_form.html", *, status=200):
    # Without the token of a form: nothing is sent from here, and looking at a paper shall set no cookie.
    context = {"csrf_token": "", "form_address": reverse("papers:check_form"), **context}
    response = render(request, f"papers/{template}", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if status == 429:
        response.headers["Retry-After"] = "900"
    return response


def _in_words(state: State) -> str:
    return {
        State.VALID: _("The laboratory issued this paper, and it stands."),
        State.CORRECTED: _("The laboratory issued this paper. A later paper corrects a part of it."),
        State.SUPERSEDED: _("The laboratory issued this paper. A newer revision has replaced it."),
        State.TAKEN_BACK: _("The laboratory issued this paper, and has taken it back: it counts no more."),
    }[state]
