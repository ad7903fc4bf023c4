"""The steps of an order's life: who may take each, and what the upper apps must agree to.

What the order alone must fulfil stands in ``orders.lifecycle``. ``why_not`` asks both, for page, list and use case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import Act
from common.guards import Guard, first_refusal, guard
from documents.models import Document, DocumentState
from lab.models import LabSettings
from lab.permissions import may
from orders.lifecycle import sources_of as sources_of
from orders.lifecycle import state_refusal
from orders.models import Order
from orders.states import Status


@guard(
    gettext_lazy("Orders of animal owners are not taken: the settings of the laboratory do not allow them.")
)
def customer_may_order(order) -> bool:
    return not order.customer.is_owner or LabSettings.load().owners_may_order


@guard(gettext_lazy("Name a performer for every task first."))
def every_task_has_a_performer(order) -> bool:
    if order.tasks.doable().counted().filter(performer__isnull=True).exists():
        return False
    named = order.tasks.doable().filter(performer__isnull=False, line__isnull=False)
    return not order.lines.current().exclude(pk__in=named.values("line")).exists()


@guard(gettext_lazy("Make and post an act of completed work first."))
def has_a_standing_act(order) -> bool:
    return order.acts_automatic or Act.objects.filter(order=order).standing().exists()


@guard(gettext_lazy("An act is still a draft: post it or delete it first."))
def has_no_draft_act(order) -> bool:
    return order.acts_automatic or not Act.objects.filter(order=order).drafts().exists()


@guard(gettext_lazy("A required document of this order is not finished yet."))
def required_documents_are_finished(order) -> bool:
    return not Document.objects.required_of(order).unfinished().exists()


@guard(gettext_lazy("A required document of this order is not released yet."))
def required_documents_are_released(order) -> bool:
    return not Document.objects.required_of(order).exclude(state=DocumentState.RELEASED).exists()


@guard(gettext_lazy("An act of this order is posted: unpost it first."))
def has_no_standing_act(order) -> bool:
    return not Act.objects.filter(order=order).standing().exists()


@dataclass(frozen=True)
class Step:
    """``action`` is the name in the permission table, by the state from where it differs; guards ask the upper apps."""

    action: str
    action_from: Mapping[str, str] = field(default_factory=dict)
    guards: tuple[Guard, ...] = ()

    def action_for(self, status: str) -> str:
        return self.action_from.get(status, self.action)


READY = (
    every_task_has_a_performer,
    required_documents_are_released,
    has_a_standing_act,
    has_no_draft_act,
)

STEPS: dict[str, Step] = {
    "submit": Step("submit", guards=(customer_may_order,)),
    "take_down": Step("take_down"),
    "start": Step("start", guards=(customer_may_order,)),
    "hold": Step("hold_from_production", {Status.REVIEW: "hold_from_review"}),
    "send_to_review": Step(
        "send_to_review", guards=(every_task_has_a_performer, required_documents_are_finished)
    ),
    "return_to_production": Step("return_to_production"),
    "produce": Step("produce", {Status.PRODUCTION: "produce_without_review"}, guards=READY),
    "reopen": Step("reopen"),
    "realize": Step("realize"),
    "unrealize": Step("unrealize"),
    "cancel": Step("cancel", guards=(has_no_standing_act,)),
    "restore": Step("restore"),
    # whoever may take a step may take it back
    "take_back": Step("submit", {Status.PRODUCTION: "start", Status.REVIEW: "send_to_review"}),
}


def why_not(order: Order, step: str, actor) -> str | None:
    """The sentence why the person cannot take the step now, or None when it can be taken."""
    wanted = STEPS[step]
    if not actor.is_service_account and not may(actor, wanted.action_for(order.status)):
        return _("Your role does not allow this.")
    return state_refusal(order, step) or first_refusal(wanted.guards, order)
