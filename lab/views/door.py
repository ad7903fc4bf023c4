"""Coming in and going out: logging in, logging out, setting a password by a link."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import login as begin_session
from django.contrib.auth.views import LoginView, LogoutView
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.refusals import Refused
from lab.access import public
from lab.cause import Cause
from lab.forms import LoginForm, NewPasswordForm
from lab.password_links import owner_of_link, tokens
from lab.team import set_password as set_password_of

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
LINK_TOKEN, IN_SESSION = "password_link_token", "now"

form_methods = require_http_methods(["GET", "HEAD", "POST"])


class Door(LoginView):
    """Whoever is in already is led on; never to the door itself, which would lead on without end."""

    template_name = "lab/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_redirect_url(self):
        asked = super().get_redirect_url()
        doors = {reverse(name) for name in ("lab:login", "lab:logout", "admin:login", "admin:logout")}
        return "" if urlsplit(asked).path in doors else asked


login = public(form_methods(Door.as_view()))
logout = public(LogoutView.as_view())


@public
@form_methods
@sensitive_post_parameters()
@never_cache
def set_password(request, uid, token):
    """The page behind a link. The token moves to the session first, so that it stays in no address and no log."""
    employee = owner_of_link(uid)
    if employee is None or not tokens.check_token(employee, _token(request, token)):
        return render(request, "lab/link_is_dead.html", status=410)
    if token != IN_SESSION:
        request.session[LINK_TOKEN] = token
        return redirect("lab:set_password", uid, IN_SESSION)
    form = NewPasswordForm(employee, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            employee = set_password_of(
                employee.pk, form.cleaned_data["new_password1"], Cause(employee, timezone.now())
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            begin_session(request, employee, backend=MODEL_BACKEND)
            messages.success(request, _("Your password is set."))
            return redirect("/")
    status = 422 if form.is_bound else 200
    return render(request, "lab/set_password.html", {"form": form, "person": employee}, status=status)


def _token(request, token: str) -> str:
    return request.session.get(LINK_TOKEN, "") if token == IN_SESSION else token
