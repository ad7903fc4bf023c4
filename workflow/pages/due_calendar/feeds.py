"""One's own calendar feeds: the page that shows their addresses, the buttons on it, and the feed itself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from common.refusals import Refused
from lab.access import allow, public
from lab.feeds import RevokedFeed, feed_of, make_feed, revoke_feed
from lab.models import CalendarFeed, FeedKind
from lab.once import new_token, perform
from lab.permissions import may
from workflow.pages.due_calendar.ics import calendar_file

NEEDS = {FeedKind.ORDERS: "see_calendar", FeedKind.WORK: "work_task"}
"""What one must be allowed to do, when the address is made and each time it is asked."""


@allow("see_calendar")
@require_safe
def feeds(request):
    """Each kind with the address that one has for it, if any."""
    own = CalendarFeed.objects.filter(employee=request.user.pk, revoked__isnull=True).select_related("made")
    standing = {feed.kind: feed for feed in own}
    kinds = [kind for kind in FeedKind if may(request.user, NEEDS[kind])]
    context = {
        "feeds": [(kind, standing.get(kind), _address(request, standing.get(kind))) for kind in kinds],
        "form_token": new_token(),
    }
    return render(request, "workflow/due_calendar/feeds.html", context)


@allow("see_calendar")
@require_POST
def feed_make(request, kind: str):
    """A new address; the one that stood answers no more."""
    if kind not in FeedKind.values:
        raise Http404
    if not may(request.user, NEEDS[FeedKind(kind)]):
        raise PermissionDenied(_("Your role does not allow this."))

    said = _("The address is made. Give it to nobody: it needs no password.")
    return _do(request, lambda cause: make_feed(kind, cause), said)


@allow("see_calendar")
@require_POST
def feed_revoke(request, pk: int):
    """The address answers nothing any more."""
    if not CalendarFeed.objects.filter(pk=pk, employee=request.user.pk).exists():
        raise Http404

    said = _("The address is revoked: it answers nothing any more.")
    return _do(request, lambda cause: revoke_feed(pk, cause), said)


@public
@require_safe
@cache_control(private=True, max_age=0)
def feed_ics(request, secret: str):
    """The feed. Its address is its key; a revoked one says so, of any other nothing is known."""
    try:
        feed = feed_of(secret)
    except RevokedFeed as revoked:
        return HttpResponse(f"{revoked}\n", content_type="text/plain; charset=utf-8", status=410)
    if feed is None or not may(feed.employee, NEEDS[FeedKind(feed.kind)]):
        raise Http404
    file = calendar_file(feed, timezone.localdate(), request.build_absolute_uri)
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _do(request, use_case, said: str):
    """Run what a button asks for, and say on the page of the feeds that it is done, or why it is not."""

    def change(cause) -> str:
        use_case(cause)
        return reverse("workflow:feeds")

    try:
        address = perform(request, change)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("workflow:feeds")
    messages.success(request, said)
    return redirect(address)


def _address(request, feed: CalendarFeed | None) -> str:
    if feed is None:
        return ""
    return request.build_absolute_uri(reverse("workflow:feed_ics", args=[feed.secret]))
