"""Today, under the address of the laboratory itself and under its own."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lab.access import allow
from lab.lists.kept import first_page_of
from orders.models import Order
from workflow.pages.today.reading import told_to


@allow("see_orders")
@require_safe
def front(request):
    """The page that opens first: the one that the person has chosen, else Today."""
    if chosen := first_page_of(request.user):
        return redirect(chosen)
    return _page(request)


@allow("see_orders")
@require_safe
def today(request):
    """Also for whoever has chosen another page to open first."""
    return _page(request)


def _page(request):
    told = told_to(request.user, timezone.now())
    waiting, quiet = [one for one in told if one.count], [one for one in told if not one.count]
    context = {
        "today": timezone.localdate(),
        "waiting": waiting,
        "quiet": quiet,
        "is_new": not waiting and not Order.objects.exists(),
    }
    return render(request, "workflow/today/today.html", context)
