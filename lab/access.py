"""The door: every view says which action of the permission table opens it, and a view that says nothing stays shut."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from lab.permissions import ACTIONS, UnknownAction, may


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
    view.access = "public"
    return view


class AccessMiddleware:
    """Refuses a view whose mark the person's roles do not match. Django's admin guards itself (``is_staff``)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if "admin" in match.namespaces:
            return None
        action = getattr(view, "access", None)
        if action == "public" or not request.user.is_authenticated:
            return None  # LoginRequiredMiddleware sends the stranger to the login page
        if action is None or not may(request.user, action):
            raise PermissionDenied(_("Your role does not open this page."))
        return None
