"""Every step from every state by every role: what the design says may be done, and no more. Invariants 3, 50, 51."""

from datetime import date
from itertools import product

import pytest
from django.db import transaction

from lab.roles import Role
from orders.states import Status
from tests.factories.orders import finish_tasks, finished, make_line, make_order
from tests.use_cases.evidence import changed_since, digest, moments_of, set_back
from workflow.life.cancel_order import cancel_order
from workflow.life.hold_order import hold_order
from workflow.life.produce_order import produce_order
from workflow.life.realize_order import realize_order
from workflow.life.reopen_order import reopen_order
from workflow.life.restore_order import restore_order
from workflow.life.return_order_to_production import return_order_to_production
from workflow.life.send_order_to_review import send_order_to_review
from workflow.life.start_order import start_order
from workflow.life.submit_order import submit_order
from workflow.life.take_back_step import take_back_step
from workflow.life.take_down_order import take_down_order
from workflow.life.unrealize_order import unrealize_order
from workflow.moving import StepRefused
from workflow.steps import STEPS

pytestmark = pytest.mark.django_db
D, P, W, R, OUT, DONE, X = (
    Status.DRAFTING,
    Status.PENDING,
    Status.PRODUCTION,
    Status.REVIEW,
    Status.PRODUCED,
    Status.REALIZED,
    Status.CANCELLED,
)
MANAGER, REVIEWER, TECHNICIAN, ACCOUNTANT = "manager", "reviewer", "technician", "accountant"

MAY = {
    ("submit", D): (P, {MANAGER}),
    ("take_down", P): (D, {MANAGER}),
    ("start", D): (W, {MANAGER, TECHNICIAN}),
    ("start", P): (W, {MANAGER, TECHNICIAN}),
    ("hold", W): (P, {MANAGER, TECHNICIAN}),
    ("hold", R): (P, {MANAGER, REVIEWER}),
    ("send_to_review", W): (R, {MANAGER, TECHNICIAN}),
    ("return_to_production", R): (W, {REVIEWER}),
    ("produce", R): (OUT, {REVIEWER}),
    ("produce", W): (OUT, {REVIEWER, MANAGER}),
    ("reopen", OUT): (W, {REVIEWER}),
    ("realize", OUT): (DONE, {ACCOUNTANT, MANAGER}),
    ("unrealize", DONE): (OUT, {ACCOUNTANT}),
    ("cancel", D): (X, {MANAGER}),
    ("cancel", P): (X, {MANAGER}),
    ("cancel", W): (X, {MANAGER}),
    ("cancel", R): (X, {MANAGER}),
    ("restore", X): (D, {MANAGER}),
    ("take_back", P): (D, {MANAGER}),
    ("take_back", R): (W, {MANAGER, TECHNICIAN}),
}
"""(step, state) -> (next state, who may besides the administrator), written down from the design, not from the code.
A start is not taken back here: the tasks are finished, and work rests on it (``test_take_back_step``)."""

TAKE = {
    "submit": submit_order,
    "take_down": take_down_order,
    "start": start_order,
    "hold": lambda pk, by: hold_order(pk, by, awaited="the model", expected_on=date(2035, 1, 1)),
    "send_to_review": send_order_to_review,
    "return_to_production": lambda pk, by: return_order_to_production(
        pk, by, reason="again", task_ids=finished(pk)
    ),
    "produce": produce_order,
    "reopen": lambda pk, by: reopen_order(pk, by, reason="again"),
    "realize": realize_order,
    "unrealize": lambda pk, by: unrealize_order(pk, by, reason="again"),
    "cancel": lambda pk, by: cancel_order(pk, by, reason="no"),
    "restore": restore_order,
    "take_back": take_back_step,
}


def attempt(step, order, cause) -> str | None:
    """The state that the step leads to, or None where it is refused; taken back either way."""
    try:
        with transaction.atomic():
            status = TAKE[step](order.pk, cause).status
            transaction.set_rollback(True)
    except StepRefused:
        return None
    return status


def test_the_table_knows_every_step():
    assert set(TAKE) == {step for step, _state in MAY} == set(STEPS)


@pytest.mark.parametrize("status", Status.values)
def test_only_what_the_table_allows_is_done_and_a_refusal_changes_nothing(by, lab, status):
    order = make_order(make_line(lab.polish, performer=lab.anna), status=status, by=by())
    if status in (W, R):
        finish_tasks(order, by())
    before, wrong = digest(), []
    for step, role in product(TAKE, Role.values):
        to, who = MAY.get((step, status), (None, set()))
        expected = to if role in {*who, "administrator"} else None
        if attempt(step, order, by(role)) != expected:
            wrong.append(f"{role} {step} from {status}: expected {expected}")
    assert wrong == []
    assert changed_since(before) == []


@pytest.mark.parametrize(("step", "status"), MAY)
def test_a_clock_that_was_set_back_turns_no_history_around(by, lab, step, status):
    order = make_order(make_line(lab.polish, performer=lab.anna), status=status, by=by())
    if status in (W, R):
        finish_tasks(order, by())
    TAKE[step](order.pk, set_back(by()))
    assert moments_of(order) == sorted(moments_of(order))
