"""Panels of the order page that act (acts, comments, delivery: ``workflow.actions``) or that read several books."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

import billing.panels
import orders.panels
import payroll.panels
from billing.price import adjusted_on
from common.kept_statements import kept
from common.panels import Panel
from lab.once import new_token
from lab.permissions import may
from orders.models import Comment, Order
from payroll.planned import is_final
from workflow.actions import ACTIONS, action_url
from workflow.acts.acts_allowed import allowed_by_act
from workflow.acts.lots_used import with_lots
from workflow.acts.take_up_automatic import why_not_automatic
from workflow.money.margin import margin_of

_COMMENTS = kept(
    lambda order: (
        Comment.objects.filter(order=order)
        .select_related("author")
        .only("order_id", "text", "is_internal", "created_at", "author__name")
    ),
    owner="order",
)


def comments_panel(order: Order, viewer) -> Panel:
    """The conversation, and the box to join it."""
    comments = _COMMENTS(order)
    context = {
        "comments": comments,
        "order": order,
        "token": new_token(),
        "may_comment": ACTIONS["comment"].why_not(order, viewer) is None,
    }
    return Panel("comments", _("Comments"), "workflow/panels/comments.html", context, count=len(comments))


def delivery_panel(order: Order, viewer) -> Panel:
    """Shipped and delivered, or not yet."""
    context = {
        "delivery": getattr(order, "delivery", None),
        "order": order,
        "may_record": ACTIONS["deliver"].why_not(order, viewer) is None,
    }
    is_empty = context["delivery"] is None and not order.allows("delivery")
    return Panel(
        "delivery", _("Delivery"), "workflow/panels/delivery.html", context, side=True, is_empty=is_empty
    )


def acts_panel(order: Order, viewer) -> Panel:
    """Billing's panel of the acts, with the lots they used, what may be done to them, and the badge of their mode."""
    panel = billing.panels.acts_panel(order, viewer)
    may_write = may(viewer, "write_acts") and order.allows("acts")
    allowed = allowed_by_act(order, viewer) if may_write else {}
    shown = [replace(act, may=frozenset(allowed.get(act.pk, ()))) for act in with_lots(panel.context["acts"])]
    may_automatic = may(viewer, "answer_for_acts") and why_not_automatic(order) is None
    context = {**panel.context, "acts": shown, "may_write": may_write, "may_automatic": may_automatic}
    is_empty = not (shown or may_automatic or order.allows("acts"))
    return replace(panel, context=context, template="workflow/panels/acts.html", is_empty=is_empty)


def margin_panel(order: Order, viewer) -> Panel | None:
    """What the order leaves; None unless the viewer sees prices, pay and costs."""
    if not all(may(viewer, action) for action in ("see_prices", "see_pay", "see_costs")):
        return None
    booked = order.final_price is not None
    context = {"margin": margin_of(order)} if booked else {}
    return Panel(
        "margin", _("Margin"), "workflow/panels/margin.html", context, side=True, is_empty=not booked
    )


def services_panel(order: Order, viewer) -> Panel:
    """The order's panel of its services; below the sum what it costs by now, where that is something else."""
    panel = orders.panels.lines_panel(order, viewer)
    if "price" not in panel.context:
        return panel
    preliminary = panel.context["price"].preliminary
    now = order.final_price if order.final_price is not None else preliminary + adjusted_on(order)
    label = _("Agreed") if order.final_price is None else _("Final")
    return replace(
        panel, context={**panel.context, "now": None if now == preliminary else now, "now_is": label}
    )


def money_panel(order: Order, viewer) -> Panel | None:
    """Billing's panel of the money, with the way to adjusting the price. None for who sees no prices."""
    panel = billing.panels.order_panel(order, viewer)
    if panel is None or ACTIONS["adjust-price"].why_not(order, viewer):
        return panel
    return replace(panel, context={**panel.context, "adjust_url": action_url(order, "adjust-price")})


def pay_panel(order: Order, viewer) -> Panel | None:
    """What is booked, with the way to what the work would pay. None for who may not see pay."""
    panel = payroll.panels.order_panel(order, viewer)
    if panel is None:
        return None
    context = {**panel.context, "order": order, "is_final": is_final(order)}
    return replace(panel, context=context, template="workflow/panels/pay.html")


def papers_panel(order: Order, viewer) -> Panel:
    """The order form for everybody; the papers that hold prices for those who may see them."""
    priced = billing.panels.papers_panel(order, viewer)
    context = {**(priced.context if priced else {}), "order": order}
    return Panel("papers", _("Papers"), "workflow/panels/papers.html", context, side=True)
