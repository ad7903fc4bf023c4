"""What one action of the order page is: its dialog, who may take it, why not, and the use case that it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lab.cause import Cause
from lab.permissions import may
from orders.models import Order
from workflow.forms.dialogs import OrderForm
from workflow.forms.prices import Figure
from workflow.steps import STEPS, why_not


@dataclass(frozen=True)
class Done:
    """Where an action led, if not back to its order, and what it did, where its usual sentence does not say enough.

    ``opens`` is the address of what it booked; ``leads`` that to which the person is led instead of the order.
    """

    order: Order | None = None
    said: str = ""
    opens: str = ""
    leads: str = ""


Figures = Callable[[Order, OrderForm], list[Figure]]
Run = Callable[[Order, Cause, Mapping[str, Any]], Done | None]


@dataclass(frozen=True)
class Action:
    """``label`` is the button's verb, ``title`` names the act and the object, ``done`` is said after it.

    A step of the life (``step``) asks ``workflow.steps``; anything else has a permission and an aspect of the order.
    ``back`` is the verb that leads back, ``leads`` says where to, ``heading`` stands above its consequences.
    ``run`` may tell more (``Done``). ``figures`` are what the price would become with what is typed, while one types.
    With ``at_once`` a button acts without a dialog, unless it ``asks`` something first; it is taken back exactly.
    """

    label: Any
    title: Any
    run: Run
    done: Any
    icon: str
    form: type[OrderForm] = OrderForm
    step: str = ""
    action: str = ""
    aspect: str = ""
    back: str = ""
    danger: bool = False
    consequences: tuple = field(default_factory=tuple)
    figures: Figures | None = None
    template: str = "workflow/dialog.html"
    is_wide: bool = False
    at_once: bool = False
    asks: Callable[[Order, Any], bool] = field(default=lambda order, actor: False)
    leads: Any = ""
    heading: Any = ""

    def permission(self, order: Order) -> str:
        return STEPS[self.step].action_for(order.status) if self.step else self.action

    def permissions(self) -> tuple[str, ...]:
        """Every name in the permission table that allows it in some state."""
        step = STEPS.get(self.step)
        return (step.action, *step.action_from.values()) if step else (self.action,)

    def why_not(self, order: Order, actor) -> str | None:
        """The sentence that greys the button, or None."""
        if self.step:
            return why_not(order, self.step, actor)
        if not may(actor, self.action):
            return _("Your role does not allow this.")
        if self.aspect and not order.allows(self.aspect):
            sentence = _("This cannot be changed while the order is in the state “%(state)s”.")
            return sentence % {"state": order.state_name}
        return None
