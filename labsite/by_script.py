"""What a script of ours gets in answer to a form that it sends in place: where to go, or that the session has ended.

A browser would follow a redirect by itself, and a script would then hold a page that it did not ask for; what a person
has typed stands on the page that is open, so that page has to hear what happened.
"""

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as refused_by_django

from lab.access import is_for_shared_bench
from lab.once import ActedBefore
from labsite.held import held, may_be_held

IN_PLACE = "X-In-Place"
"""Sent by static/js/sending.js with each form: the id of the person whose page it is."""

LEADS_TO = "HX-Redirect"
"""Where the answer leads; htmx knows this header too."""

SESSION = "X-Session"
"""Why nothing was done: ``ended``, or ``turned`` where the page's token is of an older log-in."""

NOT_IN_IT = "X-Not-In-It"
"""The form had acted before, with other content: what was typed since has been saved nowhere."""


def is_by_script(request) -> bool:
    """Whether a script asks, and no person sees the answer as a page."""
    asked = request.headers
    return (
        IN_PLACE in asked
        or "HX-Request" in asked
        or asked.get("X-Requested-With") == "XMLHttpRequest"
        or asked.get("Accept") == "application/json"
    )


class Answers:
    """Tells a script the address that a redirect leads to, and leads a form that has acted to what it made."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if IN_PLACE in request.headers and answer.status_code in (302, 303):
            answer.headers[LEADS_TO] = answer.headers["Location"]
            del answer.headers["Location"]
            answer.status_code = 204
        return answer

    def process_exception(self, request, exception):
        if not isinstance(exception, ActedBefore):
            return None
        messages.info(request, _already(exception))
        answer = redirect(exception.address)
        if request.headers.get("HX-Request"):
            answer = HttpResponse(headers={LEADS_TO: exception.address})
        if exception.differs:
            answer.headers[NOT_IN_IT] = "1"
        return answer


class LoginRequired(LoginRequiredMiddleware):
    """Sends strangers to the door; a script learns that the session has ended, and a posted form is kept.

    A page of one person does nothing in the name of another who has logged in in the same browser since.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        person = request.headers.get(IN_PLACE, "")
        if request.user.is_authenticated and person not in {"", str(request.user.pk)}:
            return session_turned()
        if is_for_shared_bench(request, view_func):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if is_by_script(request):
            return session_ended(request)
        if may_be_held(request):
            return held(
                request,
                status=401,
                sentence=_(
                    "You had been logged out, so nothing was saved. What you typed is kept in this page: log in in"
                    " another tab, then send it again here."
                ),
                must_log_in=True,
            )
        return super().handle_no_permission(request, view_func)


def session_ended(request) -> HttpResponse:
    """401 with a sentence; the open page asks for the password and sends again."""
    return HttpResponse(
        render_to_string("shell/logged_out.html", request=request), status=401, headers={SESSION: "ended"}
    )


def session_turned() -> HttpResponse:
    """403 where the page is of an older log-in; it takes the new token itself if the person is the same."""
    return HttpResponse(_("The page was open too long."), status=403, headers={SESSION: "turned"})


def csrf_failure(request, reason=""):
    """Answer a form whose token is not the browser's: of an older log-in, or from elsewhere."""
    if is_by_script(request):
        return session_turned()
    if _is_ours(request) and may_be_held(request):
        sentence = _(
            "The page was open too long, so nothing was saved. What you typed is kept: send it again."
        )
        return held(request, status=403, sentence=sentence)
    return refused_by_django(request, reason)


def _is_ours(request) -> bool:
    """Whether the browser itself says that a page of ours sent it; what others make up is never offered again."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _already(before: ActedBefore) -> str:
    if before.differs:
        return _(
            "This was already saved: here it is. What you typed since then is not in it; change it here."
        )
    return _("This was already saved: here it is.")
