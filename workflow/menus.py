"""The buttons and menus of the order page: what is possible stands first, the rest is folded and says why."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from common.addresses import address
from lab.once import new_token
from lab.permissions import may
from orders.models import Order
from orders.states import CHANGEABLE, Status
from orders.words import told
from workflow.actions import ACTIONS, ACTIONS_MENU, PAYMENT_MENU, action_url, primary_verb
from workflow.life.take_back_step import step_to_take_back
from workflow.when_possible import NO_LONGER, NOT_YET, NOT_YOURS, Refusal, in_time, refusal_of


@dataclass(frozen=True)
class MenuItem:
    """One button or entry of a menu; greyed with its reason when ``why_not`` is set, and then leading nowhere.

    With a ``token`` it is sent and acts at once; else it opens a dialog, or with ``plain`` a page.
    """

    label: object
    url: str
    icon: str
    refusal: Refusal | None = None
    plain: bool = False
    danger: bool = False
    token: str = ""

    @property
    def is_told_above(self) -> bool:
        """The heading over what is not for the person's role says it for all of them."""
        return self.refusal is not None and self.refusal.when == NOT_YOURS

    @property
    def why_not(self) -> str:
        return self.refusal.sentence if self.refusal else ""


@dataclass(frozen=True)
class Menu:
    """``groups`` of what is possible now, and ``folded`` under a heading each: what is not."""

    label: object
    groups: list[list[MenuItem]]
    folded: list[tuple[object, list[MenuItem]]] = field(default_factory=list)

    @property
    def folded_count(self) -> int:
        return sum(len(items) for _heading, items in self.folded)


def primary_item(order: Order, viewer) -> MenuItem | None:
    """The next step, for the one filled button of the page."""
    verb = primary_verb(order)
    return _item(order, viewer, verb) if verb else None


def beside_primary(order: Order, viewer) -> list[MenuItem]:
    """The other half of a decision, where it can be taken: a reviewer accepts or returns."""
    item = _item(order, viewer, "return-to-production") if order.status == Status.REVIEW else None
    return [item] if item and not item.refusal else []


def menus_of(order: Order, viewer) -> list[Menu]:
    """Actions, and for those who have to do with payments, those."""
    left_out = {"return-to-production"} if beside_primary(order, viewer) else set()
    if order.status != Status.DRAFTING:
        left_out.add("submit-awaiting")
    groups = [
        [_entry(order, viewer, verb) for verb in group if verb not in left_out] for group in ACTIONS_MENU
    ]
    back = _way_back(order, viewer)
    return [_menu(_("Actions"), [[back], *groups] if back else groups), *_payment_menu(order, viewer)]


def _payment_menu(order: Order, viewer) -> list[Menu]:
    if not may(viewer, "see_payment_instructions"):
        return []
    instructions = address("workflow:payment_instructions", order.number)
    acting = [_item(order, viewer, verb) for verb in PAYMENT_MENU]
    reading = MenuItem(_("Show payment instructions"), instructions, "info-circle")
    return [_menu(_("Payment"), [[reading, *acting]])]


def _menu(label: object, groups: Iterable[list[MenuItem]]) -> Menu:
    groups = list(groups)
    possible = [[item for item in group if not item.refusal] for group in groups]
    refused = [item for group in groups for item in group if item.refusal]
    folded = [
        (heading, [item for item in refused if item.refusal and item.refusal.when == when])
        for when, heading in (
            (NOT_YET, _("Not yet")),
            (NO_LONGER, _("No longer")),
            (NOT_YOURS, _("Not with your role")),
        )
    ]
    return Menu(label, [group for group in possible if group], [one for one in folded if one[1]])


def _way_back(order: Order, viewer) -> MenuItem | None:
    step = step_to_take_back(order, viewer, timezone.now())
    if step is None:
        return None
    sentence, _icon = told(step)
    label = _("Take back “%(step)s”") % {"step": sentence}
    url = address("workflow:order_take_back", order.number)
    return MenuItem(label, url, "arrow-counterclockwise", token=new_token())


def _entry(order: Order, viewer, verb: str) -> MenuItem:
    if verb == "edit":
        return _edit_item(order, viewer)
    if verb == "submit-awaiting":
        return _item(order, viewer, "submit", label=_("Submit, and await something"), asks=True)
    if verb == "print":
        return MenuItem(_("Print"), address("workflow:order_print", order.number), "printer")
    if verb == "label":
        url = address("workflow:order_label", order.number)
        return MenuItem(_("Print labels"), url, "upc-scan")
    if verb == "payroll":
        return _payroll_item(order, viewer)
    return _item(order, viewer, verb)


def _payroll_item(order: Order, viewer) -> MenuItem:
    refusal = None if may(viewer, "see_pay") else _not_yours()
    url = address("workflow:order_payroll", order.number)
    return MenuItem(_("See the pay"), url, "wallet2", refusal, plain=True)


def _edit_item(order: Order, viewer) -> MenuItem:
    refusal: Refusal | None = None
    if not may(viewer, "edit_order"):
        refusal = _not_yours()
    elif not order.allows("customer"):
        refusal = in_time(order, CHANGEABLE["customer"])
    url = address("workflow:order_edit", order.number)
    return MenuItem(_("Edit"), url, "pencil", refusal, plain=True)


def _not_yours() -> Refusal:
    return Refusal(NOT_YOURS, _("Your role does not allow this."))


def _item(order: Order, viewer, verb: str, *, label: object = None, asks: bool = False) -> MenuItem:
    action = ACTIONS[verb]
    refusal = refusal_of(order, action, viewer)
    url = "" if refusal else action_url(order, verb)
    acts = action.at_once and not refusal and not asks and not action.asks(order, viewer)
    token = new_token() if acts else ""
    return MenuItem(label or action.label, url, action.icon, refusal, danger=action.danger, token=token)
