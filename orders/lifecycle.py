"""The life of an order: its transitions, and the guards that look at the order alone.

A transition's body changes only the order's own fields. Only ``workflow`` may call one: it locks the row first,
asks the upper apps, writes the event and tells the ledgers.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_fsm import RETURN_VALUE, FSMField, FSMModelMixin, transition

from common.guards import first_refusal, guard
from orders.states import Status

D, P, W, R = Status.DRAFTING, Status.PENDING, Status.PRODUCTION, Status.REVIEW
WAITING, WORKED_ON = [D, P], [W, R]


@guard(gettext_lazy("Add at least one service first."))
def has_lines(order) -> bool:
    return order.lines.current().exists()


@guard(gettext_lazy("Set the due date first."))
def has_due_date(order) -> bool:
    return order.due_on is not None


@guard(gettext_lazy("Some tasks are not finished yet."))
def all_tasks_done(order) -> bool:
    return not order.tasks.current().unfinished().exists()


@guard(gettext_lazy("A service of this order requires review: send it to review first."))
def no_service_requires_review(order) -> bool:
    return not order.lines.current().requiring_review().exists()


@guard(gettext_lazy("The final price is not known yet."))
def price_is_final(order) -> bool:
    return order.final_price is not None


@guard(gettext_lazy("The price of the order has fallen below 0: adjust it first."))
def price_is_not_negative(order) -> bool:
    return order.final_price >= 0


class OrderLifecycle(FSMModelMixin, models.Model):
    """States and steps; read from top to bottom this is the life of an order."""

    status = FSMField(gettext_lazy("state"), default=D, choices=Status.choices, protected=True)
    awaited = models.CharField(gettext_lazy("awaited"), max_length=200, blank=True)
    expected_on = models.DateField(gettext_lazy("expected on"), null=True, blank=True)
    started_on = models.DateField(gettext_lazy("in production since"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @transition(status, source=D, target=P, conditions=[has_lines, has_due_date])
    def submit(self, awaited: str = "", expected_on: date | None = None):
        self.awaited, self.expected_on = awaited, expected_on

    @transition(status, source=P, target=D)
    def take_down(self):
        self._nothing_is_awaited()

    @transition(status, source=WAITING, target=W, conditions=[has_lines, has_due_date])
    def start(self, on: date):
        self.started_on = self.started_on or on
        self._nothing_is_awaited()

    @transition(status, source=WORKED_ON, target=P)
    def hold(self, awaited: str, expected_on: date):
        self.awaited, self.expected_on = awaited, expected_on

    @transition(status, source=W, target=R, conditions=[has_lines, all_tasks_done])
    def send_to_review(self):
        pass

    @transition(status, source=R, target=W)
    def return_to_production(self):
        pass

    @transition(status, source=R, target=Status.PRODUCED, conditions=[has_lines, all_tasks_done])
    @transition(
        status,
        source=W,
        target=Status.PRODUCED,
        conditions=[has_lines, no_service_requires_review, all_tasks_done],
    )
    def produce(self):
        pass

    @transition(status, source=Status.PRODUCED, target=W)
    def reopen(self):
        pass

    @transition(
        status,
        source=Status.PRODUCED,
        target=Status.REALIZED,
        conditions=[price_is_final, price_is_not_negative],
    )
    def realize(self):
        pass

    @transition(status, source=Status.REALIZED, target=Status.PRODUCED)
    def unrealize(self):
        pass

    @transition(status, source=[D, P, W, R], target=Status.CANCELLED)
    def cancel(self):
        self._nothing_is_awaited()

    @transition(status, source=Status.CANCELLED, target=D)
    def restore(self):
        pass

    @transition(status, source=P, target=D)
    @transition(status, source=W, target=RETURN_VALUE(D, P))
    @transition(status, source=R, target=W)
    def take_back(
        self, status: str, awaited: str = "", expected_on: date | None = None, started_on: date | None = None
    ):
        self.awaited, self.expected_on, self.started_on = awaited, expected_on, started_on
        return status

    @property
    def state_name(self) -> str:
        """The state as people read it; ``get_status_display`` would translate the names of all seven."""
        return str(Status(self.status).label)

    def _nothing_is_awaited(self):
        self.awaited, self.expected_on = "", None


def transition_from(order, step: str):
    """The declared transition of a step from the order's present state, or None."""
    return getattr(type(order), step)._django_fsm.get_transition(order.status)


def sources_of(step: str) -> set[str]:
    """The states from which a step leads on."""
    return {str(source) for source in getattr(OrderLifecycle, step)._django_fsm.transitions}


def state_refusal(order, step: str) -> str | None:
    """Why the order itself does not allow the step now, in words; None when it does."""
    declared = transition_from(order, step)
    if declared is None:
        sentence = _("This is not possible while the order is in the state “%(state)s”.")
        return sentence % {"state": order.state_name}
    return first_refusal(declared.conditions, order)


def declared_moves() -> set[tuple[str, str]]:
    """Every (from, to) pair that the table of transitions declares."""
    steps = [getattr(OrderLifecycle, name) for name in vars(OrderLifecycle)]
    machines = [step._django_fsm for step in steps if hasattr(step, "_django_fsm")]
    declared = [t for machine in machines for t in machine.transitions.values()]
    return {(str(t.source), str(target)) for t in declared for target in _targets(t)}


def _targets(declared) -> list:
    """Where a transition leads; one that is taken back leads to where the order was."""
    return list(getattr(declared.target, "allowed_states", [declared.target]))
