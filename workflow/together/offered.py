"""Which actions of an order are offered for many, and how each order's dialog is filled from what is asked once.

An action is the order page's own: its guards, its form, its use case. Each that ``workflow.actions`` has stands here,
or among those that are not offered, with the reason.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.sheets import Row
from lab.permissions import may
from orders.states import CHANGEABLE, Status
from workflow.action import Action, Done
from workflow.actions import ACTIONS
from workflow.forms import together as forms
from workflow.forms.dialogs import OrderForm
from workflow.plan.assign_open_tasks import assign_open_tasks
from workflow.steps import STEPS, sources_of

Fill = Callable[[Row, Row], Row]


def _as_asked(stands: Row, asked: Row) -> Row:
    """What is asked replaces what stands; what is not asked stays."""
    return stands | asked


def _what_is_said(stands: Row, asked: Row) -> Row:
    return stands | {name: said for name, said in asked.items() if said}


def _markers(stands: Row, asked: Row) -> Row:
    worn = (set(stands["markers"]) | set(asked["add"])) - set(asked["take_off"])
    return {"markers": sorted(worn)}


def _tasks_again(stands: Row, asked: Row) -> Row:
    """The task that the dialog proposes is done again, unless a new one is named."""
    return stands | asked | ({"task_ids": []} if asked["new_task"] else {})


@dataclass(frozen=True)
class Many:
    """``form`` is what is asked once; by default that of the action itself, which asks about no order."""

    action: Action
    form: type[OrderForm] | None = None
    fill: Fill = _as_asked

    @property
    def asks(self) -> type[OrderForm]:
        return self.form or self.action.form

    def is_open_to(self, person) -> bool:
        """Whether the person may take it in some state."""
        return any(may(person, name) for name in self.action.permissions())

    def permission_in(self, status: str) -> str:
        """The name in the permission table, for an order in that state."""
        step = STEPS.get(self.action.step)
        return step.action_for(status) if step else self.action.action

    def possible_in(self) -> frozenset[str]:
        """The states in which an order can take it."""
        if self.action.step:
            return frozenset(sources_of(self.action.step))
        return CHANGEABLE.get(self.action.aspect, frozenset(Status.values))


ASSIGN = Action(
    _("Name a performer"),
    _("Name a performer in order %(number)s"),
    lambda order, cause, data: Done(
        said=assign_open_tasks(
            order.pk, cause, performer=data["performer"], all_open=data["which"] == forms.ALL_OPEN
        )
    ),
    _("The tasks have their performer."),
    "person-check",
    forms.AssignOpenForm,
    action="assign_task",
    aspect="tasks",
)
"""On the page of one order each task is given by itself."""

OFFERED: dict[str, Many] = {
    "submit": Many(ACTIONS["submit"]),
    "start": Many(ACTIONS["start"], forms.ConfirmForm),
    "send-to-review": Many(ACTIONS["send-to-review"]),
    "produce": Many(ACTIONS["produce"]),
    "hold": Many(ACTIONS["hold"]),
    "return-to-production": Many(ACTIONS["return-to-production"], forms.ReturnManyForm, _tasks_again),
    "reopen": Many(ACTIONS["reopen"]),
    "take-down": Many(ACTIONS["take-down"]),
    "unrealize": Many(ACTIONS["unrealize"]),
    "restore": Many(ACTIONS["restore"]),
    "cancel": Many(ACTIONS["cancel"]),
    "assign": Many(ASSIGN),
    "plan-work": Many(ACTIONS["plan-work"]),
    "update-due": Many(ACTIONS["update-due"], forms.DueManyForm),
    "mark": Many(ACTIONS["mark"], forms.MarkManyForm, _markers),
    "deliver": Many(ACTIONS["deliver"], forms.DeliverManyForm, _what_is_said),
    "comment": Many(ACTIONS["comment"]),
}

NOT_OFFERED: dict[str, str] = {
    "realize": "has a page of its own: orders of one customer stand under one closing document",
    "rush": "changes a price that is looked at order by order",
    "discount": "changes a price that is looked at order by order",
    "adjust-price": "changes a price that is looked at order by order",
    "change-customer": "asks about the contact and the prices of each order",
    "copy": "leads on to the new order, which is looked through",
    "new-document": "leads on to the document, which is filled in",
    "pay": "money over many orders is given out in parts, on the payment's own page",
}
"""Actions that are not offered for many, each with the reason."""
