"""Pages of the team: the list, the page of a person, inviting, switching roles, letting go."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.panels import Panel
from common.refusals import Refused
from lab.absence_panel import absences_panel, told_to
from lab.access import allow
from lab.badge_panel import badges_panel
from lab.badges import issue_badge, revoke_badge
from lab.editing import SEEN_FIELD, NotRight, StaleRecord, locked, rebased, seen_by
from lab.forms import InvitationForm, PersonForm, RolesForm
from lab.in_use import SURE, AsksFirst, uses_of
from lab.letters import ask_for_password_letter, letter_of
from lab.models import Employee
from lab.once import new_token, perform
from lab.password_links import password_link
from lab.permissions import may
from lab.posting import form_page, posted
from lab.record_panels import history_panel
from lab.team import (
    deactivate_employee,
    edit_employee,
    invite_employee,
    offer_new_password,
    reactivate_employee,
    switch_roles,
)

LINK_FOR = "password_link_for"
MOST_ABSENCES = 20


def _only_by_its_form(view):
    """A change has no page of its own: whoever loads its address anew is led to the person."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def led(request, pk):
        return view(request, pk) if request.method == "POST" else redirect("lab:person", pk)

    return led


@allow("administer")
@require_safe
def team(request):
    """Everybody, those who left at the end."""
    people = (
        Employee.objects.people().prefetch_related("role_grants").order_by("-is_active", "name_key", "pk")
    )
    return render(request, "lab/team.html", {"people": people})


@allow("administer")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    """A new person: the e-mail address gets a link; the next page shows one as well."""
    form, invited = InvitationForm(request.POST or None), {}

    def use_case(cause):
        invited["person"] = invite_employee(form.details(), form.cleaned_data["roles"], cause)
        ask_for_password_letter(invited["person"], _site(request), cause)
        return reverse("lab:password_link", args=[invited["person"].pk])

    if done := posted(request, [form], use_case, said=_("The person is invited.")):
        _hand_out(request, invited.get("person"))
        return done
    return form_page(request, "lab/invite.html", {"form": form})


@allow("administer")
@require_safe
def person(request, pk):
    """The page of one person."""
    return _page(request, _found(pk))


@allow("administer")
@_only_by_its_form
def edit(request, pk):
    """Save what is written down about the person."""

    def use_case(parts, cause):
        edit_employee(pk, parts[0].details(), cause)

    return _edited(request, pk, "details", use_case, _("The details are saved."))


@allow("administer")
@_only_by_its_form
def roles(request, pk):
    """Switch the roles: the boxes that are ticked, and no others."""

    def use_case(parts, cause):
        switch_roles(pk, parts[0].cleaned_data["roles"], cause)

    done = _("The roles are switched. Where this person was logged in, a new log-in is asked for.")
    return _edited(request, pk, "roles", use_case, done)


@allow("administer")
@_only_by_its_form
def deactivate(request, pk):
    """Let the person go: out at the next click. Open work is named first, and stays the person's until replaced."""
    found = _found(pk)

    def use_case(cause):
        person = locked(found)
        if person.is_active and SURE not in request.POST and (uses := uses_of(person)):
            raise AsksFirst(person, uses)
        deactivate_employee(pk, cause)

    return _do(request, found, use_case, _("This person can no longer log in."))


@allow("administer")
@_only_by_its_form
def reactivate(request, pk):
    """Let the person back in."""
    done = _("This person can log in again.")
    return _do(request, _found(pk), lambda cause: reactivate_employee(pk, cause), done)


@allow("administer")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_out_link(request, pk):
    """POST has a new link sent; GET shows one, once, to the administrator who asked for it."""
    found = _found(pk)
    if request.method == "POST":
        offered = {}

        def use_case(cause):
            offered["person"] = offer_new_password(pk, cause)
            ask_for_password_letter(offered["person"], _site(request), cause)
            return request.path

        try:
            address = perform(request, use_case)
        except Refused as refusal:
            return _page(request, found, refused=refusal)
        _hand_out(request, offered.get("person"))
        return redirect(address)
    if request.session.get(LINK_FOR) != pk or not found.is_active:
        return redirect("lab:person", pk)
    if request.method == "GET":
        del request.session[LINK_FOR]
    words = {"person": found, "address": _site(request) + password_link(found), "letter": letter_of(found)}
    return render(request, "lab/password_link.html", words)


@allow("administer")
@_only_by_its_form
def issue(request, pk):
    """A badge for the shared bench."""
    return _do(request, _found(pk), lambda cause: issue_badge(pk, cause), _("The badge is issued: print it."))


@allow("administer")
@_only_by_its_form
def revoke(request, pk):
    """The badge opens nothing from the next scan on."""
    found = _found(pk)

    def use_case(cause):
        for badge in found.badges.filter(revoked__isnull=True):
            revoke_badge(badge.pk, cause)

    return _do(request, found, use_case, _("The badge is revoked."))


def _hand_out(request, person: Employee | None) -> None:
    """The next page shows the link. A repeated form has nobody: it has shown it already."""
    if person is not None:
        request.session[LINK_FOR] = person.pk


def _site(request) -> str:
    """Where this laboratory is reached, such as ``https://lab.example``."""
    return request.build_absolute_uri("/").rstrip("/")


def _found(pk: int) -> Employee:
    return get_object_or_404(Employee.objects.people(), pk=pk)


BUILD = {
    "details": lambda data, person: [PersonForm(data, instance=person)],
    "roles": lambda data, person: [RolesForm(data, initial={"roles": sorted(person.roles_held())})],
}
"""The forms of a person's page, each saved by itself."""


def _edited(request, pk: int, which: str, use_case, done: str):
    """Lay one of the page's forms over the person as it stands now, and save it."""
    found, typed = _found(pk), BUILD[which](request.POST, _found(pk))

    def change(cause):
        typed[:] = rebased(request, locked(found), BUILD[which]).parts
        use_case(typed, cause)

    return _do(request, found, change, done, which=which, typed=typed)


def _do(request, found: Employee, use_case, done: str, *, which="", typed=()):
    """Run a change of this person; on refusal the page again, with everything typed."""

    def change(cause):
        use_case(cause)
        return reverse("lab:person", args=[found.pk])

    try:
        address = perform(request, change)
    except Refused as refusal:
        parts = getattr(refusal, "forms", typed)
        return _page(request, found, refused=refusal, **({which: parts[0]} if which else {}))
    if found.pk == request.user.pk:
        update_session_auth_hash(request, _found(found.pk))
    messages.success(request, done)
    return redirect(address)


def _absences_of(viewer, person: Employee) -> Panel:
    rows = told_to(viewer, person.absences.order_by("-last", "-pk")[:MOST_ABSENCES])
    return absences_panel(rows, may(viewer, "edit_calendar"), person)


def _page(request, found: Employee, *, refused: Refused | None = None, **typed):
    fresh = {name: build(None, _found(found.pk))[0] for name, build in BUILD.items()}
    form_token = new_token()
    words = {
        "person": found,
        "badges": badges_panel(found, form_token),
        "letter": letter_of(found),
        "seen": {
            name: request.POST.get(SEEN_FIELD, "") if name in typed else seen_by([form])
            for name, form in fresh.items()
        },
        "refusal": "" if isinstance(refused, StaleRecord | NotRight | AsksFirst) else str(refused or ""),
        "form_token": form_token,
        "history": history_panel(found, with_money=True),
        "absences": _absences_of(request.user, found),
        "asks": refused if isinstance(refused, AsksFirst) else None,
        **fresh,
        **typed,
    }
    if isinstance(refused, StaleRecord):
        words["stale"] = refused.stale
        words["stale_in"] = next(iter(typed))
        words["seen"] |= dict.fromkeys(typed, refused.seen)
    status = 409 if isinstance(refused, StaleRecord | AsksFirst) else 422 if request.method == "POST" else 200
    return render(request, "lab/person.html", words, status=status)
