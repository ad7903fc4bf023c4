"""One view for every dialog of the order page: GET draws it, POST runs its use case exactly once."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from common.refusals import Refused
from lab.access import allow
from lab.once import led_before, new_token, perform
from lab.permissions import may
from orders.models import Order
from workflow.action import Action, Done
from workflow.actions import ACTIONS, action_url
from workflow.moving import StaleOrder
from workflow.pages.loading import visible_order


def leads_again(view):
    """A form that came twice leads where it led, also where acting has taken away what it was about."""

    @wraps(view)
    def led(request, *args, **kwargs):
        try:
            answer = view(request, *args, **kwargs)
        except (Http404, PermissionDenied):
            if address := request.method == "POST" and led_before(request):
                return go(request, address)
            raise
        failed = request.method == "POST" and answer.status_code >= 400
        address = led_before(request) if failed else None
        return go(request, address) if address else answer

    return led


@allow("see_orders")
@require_http_methods(["GET", "POST"])
@leads_again
def order_do(request, number: str, verb: str):
    """The dialog of one action on one order."""
    action = ACTIONS.get(verb)
    if action is None:
        raise Http404
    order = visible_order(request, number)
    if not may(request.user, action.permission(order)):
        raise PermissionDenied(_("Your role does not allow this."))
    form = action.form(
        request.POST or None, order=order, actor=request.user, initial=action.form.asked_for(request.GET)
    )
    if request.method == "GET":
        refusal = action.why_not(order, request.user)
        return _draw(request, order, action, form, refusal=refusal, status=409 if refusal else 200)
    if not form.is_valid():
        return _draw(request, order, action, form, status=422)
    done = Done()

    def act(cause) -> str:
        nonlocal done
        done = action.run(order, cause, form.cleaned_data) or Done()
        return _page_of(done.order or order)

    try:
        url = perform(request, act)
    except Refused as refused:
        return _draw(request, Order.objects.get(pk=order.pk), action, form, refused=refused, status=409)
    back = action_url(order, action.back) if action.back else ""
    messages.success(request, done.said or action.done, extra_tags=back)
    return go(request, url)


def go(request, url: str):
    """Send the browser on, from a dialog as from a page."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _page_of(order: Order) -> str:
    return reverse("workflow:order_page", args=[order.number])


def _draw(request, order, action: Action, form, *, refusal=None, refused: Refused | None = None, status=200):
    """The dialog as it shall be seen. A refused form keeps what was typed and gets the version that stands now."""
    context = {
        "dialog_title": action.title % {"number": order.number},
        "verb": action.label,
        "form": form,
        "order": order,
        "token": new_token(),
        "back_url": _page_of(order),
        "consequences": action.consequences,
        "danger": action.danger,
        "refusal": str(refused) if refused else refusal,
        "closed": bool(refusal),
        "changed_since": _changed_since(refused),
    }
    return render(request, "workflow/dialog.html", context, status=status)


def _changed_since(refused: Refused | None):
    """What happened to the order after the version that the person saw."""
    if not isinstance(refused, StaleOrder):
        return []
    events = refused.order.events.filter(version__gt=refused.yours).select_related("event__actor")
    return list(events.order_by("pk"))
