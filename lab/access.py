"""The door: every view says which action of the permission table opens it, and a view that says nothing stays shut."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied

from lab.permissions import ACTIONS, UnknownAction, may
from lab.shared_bench import is_shared_bench

PUBLIC = "public"
ADMIN_SITE = "admin"
"""The address space of Django's admin, whose views bear no marks: all of it is for the administrators."""


def allow(action: str) -> Callable:
    """Mark a view as open to whoever may do the action."""
    if action not in ACTIONS:
        raise UnknownAction(action)

    def mark(view):
        view.access = action
        return view

    return mark


def public(view):
    """Mark a view as open to people who have not logged in."""
    view = login_not_required(view)
    view.access = PUBLIC
    return view


def takes_files(view):
    """Mark a view as one that files may be handed in to; ``labsite.bodies`` lets none through to any other."""
    view.takes_files = True
    return view


def with_camera(view):
    """Mark a view whose page may use the camera; ``labsite.headers`` forbids it to every other."""
    view.may_use_camera = True
    return view


def at_shared_bench(view):
    """Mark a view as open to a shared bench computer (``lab.shared_bench``), at which nobody is logged in.

    The view asks by itself whose badge was scanned, and acts for nobody else.
    """
    view.at_shared_bench = True
    return view


def is_for_shared_bench(request, view) -> bool:
    """Whether a shared bench computer asks for one of the few views that are open to it."""
    return getattr(view, "at_shared_bench", False) and is_shared_bench(request)


class AccessMiddleware:
    """Refuses a view whose mark the person's roles do not match.

    LoginRequiredMiddleware stands before it and has sent strangers away from every view that needs a login; so a
    stranger who arrives here is before a view that is marked public, or that nobody thought about.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if is_for_shared_bench(request, view):
            return None
        action = action_of(view, request.resolver_match)
        if action == PUBLIC or (action is not None and may(request.user, action)):
            return None
        raise PermissionDenied


def action_of(view, match) -> str | None:
    """Which action opens a view, ``public``, or None for a view without a mark."""
    if match.namespaces[:1] == [ADMIN_SITE]:
        # Its log-in view asks for no login; it only leads to ours.
        return "administer" if getattr(view, "login_required", True) else PUBLIC
    return getattr(view, "access", None)
