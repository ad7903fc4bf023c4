"""What the order page shows: one literal tuple of panels, each owned by its app, and the head above them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

import documents.panels
import orders.panels
import stock.panels
import workflow.panels
import workflow.plan_panel
from common.panels import Panel
from lab.models.employee import initials_of
from lab.permissions import may
from orders.models import Order, OrderEvent
from orders.states import Status
from workflow.actions import ACTIONS, ACTIONS_MENU, PAYMENT_MENU, action_url, primary_verb

PANELS = (
    workflow.panels.services_panel,
    workflow.plan_panel.tasks_panel,
    workflow.panels.acts_panel,
    workflow.panels.comments_panel,
    orders.panels.people_panel,
    workflow.panels.money_panel,
    workflow.panels.delivery_panel,
    documents.panels.order_panel,
    workflow.panels.papers_panel,
    workflow.panels.pay_panel,
    stock.panels.order_panel,
    workflow.panels.margin_panel,
)

WAY = (Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW, Status.PRODUCED, Status.REALIZED)


@dataclass(frozen=True)
class StripStep:
    """One state on the strip: who brought the order there, and when."""

    label: object
    state: str
    at: datetime | None = None
    by: str = ""
    by_initials: str = ""


@dataclass(frozen=True)
class MenuItem:
    """One entry of a menu; greyed with its reason when ``why_not`` is set, and then leading nowhere."""

    label: object
    url: str
    icon: str
    why_not: str | None = None
    plain: bool = False
    danger: bool = False


def panels_of(order: Order, viewer) -> list[Panel]:
    """The panels that the viewer may see, in the order of the page."""
    built = (build(order, viewer) for build in PANELS)
    return [panel for panel in built if panel is not None]


def strip_of(order: Order) -> list[StripStep]:
    """The way of the order through its states; what lies ahead has no name and day yet.

    A state that was left and entered again from behind still shows who brought the order there forwards.
    """
    steps = order.events.exclude(to_status="").order_by("pk")
    forwards, backwards = {}, {}
    read = steps.values_list("from_status", "to_status", "event__at", "event__actor__name")
    for left, status, at, name in read:
        (forwards if _is_forwards(left, status) else backwards)[status] = at, name
    entered = backwards | forwards
    here = WAY.index(order.status) if order.status in WAY else len(WAY)
    return [_strip_step(status, place, here, entered.get(status)) for place, status in enumerate(WAY)]


def _is_forwards(left: str, entered: str) -> bool:
    """Whether a step leads on; drawing up does, restoring a cancelled order does not."""
    return not left or (left in WAY and entered in WAY and WAY.index(left) < WAY.index(entered))


def _strip_step(status: Status, place: int, here: int, entered: tuple[datetime, str] | None) -> StripStep:
    if place > here or entered is None:
        return StripStep(status.label, "ahead")
    at, name = entered
    return StripStep(status.label, "current" if place == here else "done", at, name, initials_of(name))


def return_of(order: Order) -> OrderEvent | None:
    """The return to production whose work is not done yet: its reason stands above everything until then."""
    if (
        order.status not in (Status.PENDING, Status.PRODUCTION)
        or not order.tasks.current().unfinished().exists()
    ):
        return None
    decided = order.events.filter(verb__in=("return_to_production", "send_to_review", "produce"))
    last = decided.select_related("event__actor").order_by("-pk").first()
    return last if last and last.verb == "return_to_production" else None


def primary_item(order: Order, viewer) -> MenuItem | None:
    """The next step, for the one filled button of the page."""
    verb = primary_verb(order)
    return _item(order, viewer, verb) if verb else None


def actions_menu(order: Order, viewer) -> list[list[MenuItem]]:
    """The groups of the Actions menu."""
    return [[_entry(order, viewer, verb) for verb in group] for group in ACTIONS_MENU]


def payment_menu(order: Order, viewer) -> list[MenuItem]:
    """Empty for those who have nothing to do with payments."""
    if not may(viewer, "see_payment_instructions"):
        return []
    instructions = reverse("workflow:payment_instructions", args=[order.number])
    acting = [_item(order, viewer, verb) for verb in PAYMENT_MENU]
    return [MenuItem(_("Payment instructions"), instructions, "info-circle"), *acting]


def _entry(order: Order, viewer, verb: str) -> MenuItem:
    if verb == "edit":
        return _edit_item(order, viewer)
    if verb == "print":
        return MenuItem(_("Print"), reverse("workflow:order_print", args=[order.number]), "printer")
    if verb == "payroll":
        return _payroll_item(order, viewer)
    return _item(order, viewer, verb)


def _payroll_item(order: Order, viewer) -> MenuItem:
    why_not = None if may(viewer, "see_pay") else _("Your role does not allow this.")
    url = reverse("workflow:order_payroll", args=[order.number])
    return MenuItem(_("Payroll"), url, "wallet2", why_not, plain=True)


def _edit_item(order: Order, viewer) -> MenuItem:
    why_not: str | None = None
    if not may(viewer, "edit_order"):
        why_not = _("Your role does not allow this.")
    elif not order.allows("customer"):
        why_not = _("An order in the state “%(state)s” is read-only.") % {"state": order.state_name}
    return MenuItem(
        _("Edit"), reverse("workflow:order_edit", args=[order.number]), "pencil", why_not, plain=True
    )


def _item(order: Order, viewer, verb: str) -> MenuItem:
    action = ACTIONS[verb]
    why_not = action.why_not(order, viewer)
    url = "" if why_not else action_url(order, verb)
    return MenuItem(action.label, url, action.icon, why_not, danger=action.danger)


def head_of(order: Order, viewer) -> dict[str, Any]:
    """Everything above the panels."""
    return {
        "strip": strip_of(order),
        "returned": return_of(order),
        "primary": primary_item(order, viewer),
        "actions": actions_menu(order, viewer),
        "payment": payment_menu(order, viewer),
        "markers": list(order.markers.all()),
    }
