"""One's own account: details, password, appearance."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from common.kept_choices import keep_choice
from lab.access import allow
from lab.editing import edit_page
from lab.forms import ChangePasswordForm, OwnDetailsForm
from lab.models import Employee
from lab.posting import form_page, posted
from lab.team import edit_own_details, set_password

THEMES = (
    ("auto", gettext_lazy("Auto"), "circle-half"),
    ("light", gettext_lazy("Light"), "sun"),
    ("dark", gettext_lazy("Dark"), "moon"),
)


@allow("use_own_account")
@require_http_methods(["GET", "HEAD", "POST"])
def me(request):
    """Own details; the roles are shown, others switch them."""

    def save(parts, cause):
        edit_own_details(parts[0].cleaned_data["email"], parts[0].cleaned_data["phone"], cause)
        return reverse("lab:me")

    return edit_page(
        request,
        _own_row(request),
        lambda data, person: [OwnDetailsForm(data, instance=person)],
        save,
        template="lab/me.html",
        context=lambda parts: {"form": parts[0], "themes": THEMES},
        said=_("Your details are saved."),
    )


@allow("use_own_account")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request):
    """A new password ends every other session of the person; this one stays."""
    form = ChangePasswordForm(request, request.POST or None)

    def change(cause):
        set_password(request.user.pk, form.cleaned_data["new_password1"], cause)
        return reverse("lab:me")

    said = _("Your password is changed. Wherever else you were logged in, you no longer are.")
    if done := posted(request, [form], change, said=said):
        update_session_auth_hash(request, _own_row(request))
        return done
    return form_page(request, "lab/password_change.html", {"form": form})


@allow("use_own_account")
@require_POST
def theme(request):
    """Choose light, dark or what the machine wishes; for browsers that run no script of ours."""
    chosen = request.POST.get("theme")
    if chosen not in {value for value, _label, _icon in THEMES}:
        return HttpResponseBadRequest()
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("lab:me")
    response = redirect(back)
    keep_choice(response, "theme", chosen, for_scripts=True)
    return response


def _own_row(request) -> Employee:
    """The person's row of its own: a form writes on what it is given, and the frame shows ``request.user``."""
    return Employee.objects.people().get(pk=request.user.pk)
