"""Who is logged in, for how much longer, and logging in again beside an open page: asked by static/js/session.js."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lab.access import public
from lab.forms import LoginForm
from labsite.by_script import session_ended
from labsite.sessions import Left


@public
@require_http_methods(["GET", "POST"])
def session(request):
    """GET tells, and is no use of the session; POST ("stay logged in") is."""
    if request.method == "POST" and not request.user.is_authenticated:
        return session_ended(request)
    return _told(request, request.session_left)


@public
@require_POST
@sensitive_post_parameters("password")
def log_in_again(request):
    """Begin a session anew for the person whose page is open (``person``), and for nobody else."""
    form = LoginForm(request, request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"error": " ".join(form.errors.get("__all__", [_("Type your password.")]))}, status=422
        )
    person = form.get_user()
    if str(person.pk) != request.POST.get("person"):
        sentence = _("This page belongs to somebody else. What was typed in it is kept for that person.")
        return JsonResponse({"error": sentence}, status=409)
    logout(request)  # so that its twenty-four hours begin anew
    login(request, person)
    return _told(request, Left(settings.SESSION_COOKIE_AGE, settings.LABSITE_SESSION_LONGEST))


def _told(request, left: Left | None) -> JsonResponse:
    """``person`` (their id or null), ``csrf``, and the seconds left: ``idle`` and ``longest``."""
    return JsonResponse(
        {
            "person": request.user.pk,
            "csrf": get_token(request),
            "idle": left and left.idle,
            "longest": left and left.longest,
        }
    )
