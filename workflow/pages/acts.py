"""Acts on the order page: new, edit, delete, post, unpost by hand; and made automatically again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from billing.models import Act
from common.refusals import Refused
from lab.access import allow
from lab.once import new_token, perform
from lab.permissions import may
from orders.models import Order
from workflow.acts.acts_allowed import why_not_change, why_not_post, why_not_unpost
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.edit_act import edit_act
from workflow.acts.post_act import post_act
from workflow.acts.take_up_automatic import take_up_automatic, why_not_automatic
from workflow.acts.unpost_act import unpost_act
from workflow.forms.act import ActForm
from workflow.forms.dialogs import OrderForm, ProduceForm
from workflow.pages.dialogs import go, leads_again
from workflow.pages.loading import visible_order
from workflow.pages.previewing import previewed

VERBS = {
    "post": (
        post_act,
        ProduceForm,
        gettext_lazy("Post the act of %(act)s"),
        gettext_lazy("Post"),
        gettext_lazy("The act is posted."),
    ),
    "unpost": (
        unpost_act,
        OrderForm,
        gettext_lazy("Unpost act %(act)s"),
        gettext_lazy("Unpost"),
        gettext_lazy("The act is reversed; a draft copy is left to be corrected."),
    ),
    "delete": (
        delete_act,
        OrderForm,
        gettext_lazy("Delete the draft act of %(act)s"),
        gettext_lazy("Delete"),
        gettext_lazy("The draft act is deleted."),
    ),
}
"""Verb -> use case, form, title, button, what is said after it."""

CONSEQUENCES = {
    "post": [gettext_lazy("Pay is accrued, materials are written off, the final price grows.")],
    "unpost": [gettext_lazy("Its pay, its written-off materials and its part of the final price.")],
    "delete": [],
}
"""Verb -> what it means, where it cannot be shown row by row."""


@allow("write_acts")
@require_http_methods(["GET", "POST"])
@leads_again
def act_new(request, number: str):
    """The dialog of a new act."""
    order = visible_order(request, number)
    title = _("New act of order %(number)s") % {"number": order.number}
    form = ActForm(request.POST or None, order=order, actor=request.user)
    return _act_dialog(request, order, form, title, lambda cause: draft_act(order.pk, cause, **form.told()))


@allow("write_acts")
@require_http_methods(["GET", "POST"])
@leads_again
def act_edit(request, number: str, pk: int):
    """The dialog of a draft act."""
    order = visible_order(request, number)
    act = get_object_or_404(Act.objects.drafts().filter(order=order), pk=pk)
    form = ActForm(request.POST or None, order=order, actor=request.user, act=act)
    title = _("Draft act of %(performer)s") % {"performer": act.performer}
    return _act_dialog(
        request,
        order,
        form,
        title,
        lambda cause: edit_act(order.pk, cause, act_id=pk, **form.told()),
        why_not=why_not_change(act, request.user),
    )


@allow("write_acts")
@require_http_methods(["GET", "POST"])
@leads_again
def act_do(request, number: str, pk: int, verb: str):
    """Post, unpost or delete one act."""
    if verb not in VERBS:
        raise Http404
    order = visible_order(request, number)
    use_case, form_class, title, button, done = VERBS[verb]
    act = get_object_or_404(Act.objects.filter(order=order).select_related("performer"), pk=pk)
    form = form_class(request.POST or None, order=order, actor=request.user)
    context = {
        "dialog_title": title % {"act": act.number or act.performer},
        "verb": button,
        "danger": verb != "post",
    }
    return _serve(
        request,
        order,
        form,
        context | {"consequences": CONSEQUENCES[verb]},
        lambda cause: use_case(order.pk, cause, act_id=pk, **form.cleaned_data),
        done,
        why_not=_why_not(verb, act, request.user),
        rehearsed=lambda: previewed(
            verb, order, request.user, lambda cause, data: use_case(order.pk, cause, act_id=pk, **data)
        ),
    )


@allow("answer_for_acts")
@require_http_methods(["GET", "POST"])
@leads_again
def acts_automatic(request, number: str):
    """The dialog that takes automatic control up again."""
    order = visible_order(request, number)
    context = {
        "dialog_title": _("Make the acts of order %(number)s automatically again") % {"number": order.number},
        "verb": _("Make automatically"),
        "consequences": [_("From now on the drafts follow the tasks and are posted with the order.")],
        "warnings": [
            _(
                "Drafts are made anew from what no posted act covers; what was typed into them is lost."
                " Posted acts stay."
            )
        ],
    }
    return _serve(
        request,
        order,
        OrderForm(request.POST or None, order=order, actor=request.user),
        context,
        lambda cause: take_up_automatic(order.pk, cause),
        _("The acts are made automatically again."),
        why_not=why_not_automatic(order),
        rehearsed=lambda: previewed(
            "automatic", order, request.user, lambda cause, data: take_up_automatic(order.pk, cause, **data)
        ),
    )


def _why_not(verb: str, act: Act, actor) -> str | None:
    """Why the person cannot do that to the act; what its state does not allow, the use case says."""
    if verb == "unpost":
        return why_not_unpost(actor)
    if act.is_posted:
        return None
    return why_not_post(act, actor) if verb == "post" else why_not_change(act, actor)


def _act_dialog(request, order, form, title, run, *, why_not=None):
    context = {"dialog_title": title, "verb": _("Save the draft"), "dialog_wide": True}
    return _serve(
        request,
        order,
        form,
        context,
        run,
        _("The draft act is saved."),
        template="workflow/act_dialog.html",
        why_not=why_not,
    )


def _warnings(order: Order) -> list:
    """What a change of an act does beside what is asked for."""
    if not order.acts_automatic:
        return []
    return [_("The acts of this order are made automatically. A change by hand switches that off.")]


def _serve(
    request, order, form, context, run, done, *, template="workflow/dialog.html", why_not=None, rehearsed=None
):
    refusal, status = why_not, 409 if why_not else 200
    url = reverse("workflow:order_page", args=[order.number])
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                perform(request, lambda cause: run(cause) and url)
            except Refused as refused:
                refusal, status = str(refused), 409
                order = Order.objects.get(pk=order.pk)
            else:
                messages.success(request, done)
                return go(request, url)
    context |= {"form": form, "order": order, "token": new_token(), "back_url": url, "refusal": refusal}
    context["closed"] = bool(why_not)
    context.setdefault("warnings", _warnings(order))
    if rehearsed and not why_not:
        context["preview"] = rehearsed()
    context["may_see_prices"] = may(request.user, "see_prices")
    return render(request, template, context, status=status)
