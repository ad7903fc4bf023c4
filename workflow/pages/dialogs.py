"""One view for every dialog of the order page: GET draws it, POST runs its use case exactly once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps

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
from lab.cause import Cause
from lab.editing import (
    Build,
    LaidOver,
    NotRight,
    StaleRecord,
    keys_of,
    laid_over,
    refuse_clash,
    right,
    seen_by,
)
from lab.once import lead_back, new_token, perform
from lab.permissions import may
from lab.posting import offering, opening
from orders.models import Order
from workflow.action import Action, Done
from workflow.actions import ACTIONS, action_url
from workflow.forms.dialogs import OrderForm
from workflow.moving import StaleOrder, lock_order
from workflow.pages.loading import visible_order
from workflow.pages.previewing import previewed
from workflow.pages.review_queue import offering_next
from workflow.pages.way_back import offering_way_back


def leads_again(view):
    """A form that came twice leads where it led, also where acting has taken away what it was about."""

    @wraps(view)
    def led(request, *args, **kwargs):
        try:
            answer = view(request, *args, **kwargs)
        except (Http404, PermissionDenied):
            lead_back(request)
            raise
        if answer.status_code >= 400:
            lead_back(request)
        return answer

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
    if request.method == "GET":
        refusal = action.why_not(order, request.user)
        if action.figures and "figures" in request.GET:
            return _draw_figures(request, order, action)
        form = action.form(order=order, actor=request.user, initial=action.form.asked_for(request.GET))
        return _draw(request, order, verb, form, refusal=refusal, status=409 if refusal else 200)

    done, way_back = Done(), ""

    def use_case(form: OrderForm, cause: Cause) -> str:
        nonlocal done, way_back
        done = action.run(order, cause, form.cleaned_data) or Done()
        way_back = offering_way_back(order) if action.at_once else ""
        return done.leads or _page_of(done.order or order)

    def build(data, standing):
        asked = action.form.asked_for(request.GET)
        return [action.form(data, order=standing, actor=request.user, initial=asked)]

    answered = answer(request, order, build, use_case)
    if answered.refused:
        standing = Order.objects.get(pk=order.pk)
        return _draw(request, standing, verb, answered.form, refused=answered.refused, status=answered.status)
    offered = " ".join(filter(None, (*_offered(request, order, verb, done), way_back)))
    messages.success(request, done.said or action.done, extra_tags=offered)
    return go(request, answered.url)


def _offered(request, order: Order, verb: str, done: Done) -> tuple[str, ...]:
    """What the line offers after an action: what was booked, the dialog that leads back, the next one of the queue."""
    action = ACTIONS[verb]
    back = ACTIONS[action.back].label if action.back else ""
    return (
        opening(done.opens),
        offering("asks", action_url(order, action.back), back) if action.back else "",
        offering_next(verb, order, request.user),
    )


@dataclass(frozen=True)
class Answer:
    """Where a posted dialog led, or its form and why it was refused."""

    form: OrderForm
    url: str = ""
    refused: Refused | None = None

    @property
    def status(self) -> int:
        return 422 if isinstance(self.refused, NotRight) else 409


def answer(request, order: Order, build: Build, use_case: Callable[[OrderForm, Cause], str]) -> Answer:
    """Run the use case of a posted dialog exactly once; one that edits what stands is laid over it first."""
    sent = build(request.POST, order)
    latest = LaidOver(sent)

    def run(cause: Cause) -> str:
        nonlocal latest
        if sent[0].edits:
            latest = laid_over(request, lock_order(order.pk), build)
            refuse_clash(latest)
        form, *_others = right(latest.parts)
        return use_case(form, cause)

    try:
        url = perform(request, run)
    except Refused as refused:
        return Answer(latest.parts[0], refused=refused)
    if latest.said:
        messages.info(request, latest.said)
    return Answer(latest.parts[0], url)


def go(request, url: str):
    """Send the browser on, from a dialog as from a page."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _page_of(order: Order) -> str:
    return reverse("workflow:order_page", args=[order.number])


def _draw_figures(request, order, action: Action):
    """What the price would become with what is typed by now."""
    form = action.form(request.GET, order=order, actor=request.user)
    return render(request, "workflow/_figures.html", {"figures": action.figures(order, form), "order": order})


def _draw(request, order, verb: str, form, *, refusal=None, refused: Refused | None = None, status=200):
    action = ACTIONS[verb]
    context = {
        "dialog_title": action.title % {"number": order.number},
        "verb": action.label,
        "consequences": action.consequences,
        "danger": action.danger,
        "heading": action.heading,
        "leads": action.leads,
        "closed": bool(refusal),
        "template": action.template,
        "dialog_wide": action.is_wide,
    }
    if not refusal:
        context["preview"] = previewed(verb, order, request.user, partial(action.run, order))
        if action.figures:
            figures = action.figures(order, form)
            context |= {"template": "workflow/price_dialog.html", "figures": figures}
    return draw(request, order, form, context, refusal=refusal, refused=refused, status=status)


def draw(request, order, form, context, *, refusal=None, refused: Refused | None = None, status=200):
    """The dialog as it shall be seen. A refused form keeps what was typed and gets the version that stands now."""
    keys = keys_of(request, refused)
    if form.edits and not form.is_bound and not context.get("closed"):
        keys["seen"] = seen_by([form])
    context = {
        **context,
        **keys,
        "form": form,
        "order": order,
        "token": new_token(),
        "back_url": context.get("back_url") or _page_of(order),
        "refusal": refusal or _sentence(refused),
        "changed_since": _changed_since(refused),
    }
    return render(request, context.pop("template", "workflow/dialog.html"), context, status=status)


def _sentence(refused: Refused | None) -> str:
    """What is said at the head; both versions and what is not right are told where they stand."""
    return "" if refused is None or isinstance(refused, NotRight | StaleRecord) else str(refused)


def _changed_since(refused: Refused | None):
    """What happened to the order after the version that the person saw."""
    if not isinstance(refused, StaleOrder):
        return []
    events = refused.order.events.filter(version__gt=refused.yours).select_related("event__actor")
    return list(events.order_by("pk"))
