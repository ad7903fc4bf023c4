"""The order's dialogs: every action, in every state, by every role, against the table of the design.

Whoever may not is told so and nothing changes; whoever may gets the order to where the step leads.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from common.refusals import Refused
from lab.once import new_token
from orders.models import Order
from orders.states import Status
from tests.access.digests import digest
from tests.access.steps import PRODUCE_WITHOUT_REVIEW, VERBS
from tests.access.world import ROLES
from workflow.actions import ACTIONS

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def test_the_table_names_every_action_and_every_state():
    assert set(VERBS) == set(ACTIONS)
    assert {status for verb in VERBS.values() for status in verb.who} == set(Status.values)


@pytest.mark.parametrize("status", Status.values)
def test_each_role_takes_the_steps_of_the_design_and_no_others(world, status):
    order, before, wrong = world.orders[status], digest(), []
    for verb, rule in VERBS.items():
        for role in (*ROLES, "without a role"):
            wrong += _tried(world, order, verb, role, rule, before)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_an_order_without_review_is_produced_from_production(world, role):
    before = digest()
    wrong = _tried(world, world.quick_order, "produce", role, PRODUCE_WITHOUT_REVIEW, before)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("verb", VERBS)
def test_the_use_case_itself_refuses_whom_the_page_refuses(world, verb):
    """One layer lower: called without the page, with what the page would have handed over."""
    status = next(iter(VERBS[verb].who))
    order, before, wrong = world.orders[status], digest(), []
    for role in (*ROLES, "without a role"):
        may, refused = VERBS[verb].allows(role, status), ""
        with _undone():
            try:
                with transaction.atomic():
                    ACTIONS[verb].run(
                        Order.objects.get(pk=order.pk), world.by(role), _handed_over(verb, world, order)
                    )
            except Refused as refusal:
                refused = str(refusal)
                if digest() != before:
                    wrong.append(f"{role}: refused, and something changed")
        if bool(refused) == may:
            wrong.append(f"{verb} by {role} while {status}: {refused or 'not refused'}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("verb", VERBS)
def test_looking_at_a_dialog_changes_nothing(world, verb):
    order, before = world.orders[Status.PRODUCTION], digest()
    answers = {role: world.clients[role].get(_url(order, verb)).status_code for role in ROLES}
    assert set(answers.values()) <= {200, 403, 409}
    assert digest() == before


def _tried(world, order, verb: str, role: str, rule, before: str) -> list[str]:
    """What is wrong with the answer to one action."""
    status, said = order.status, f"{verb} by {role} while {order.status}"
    with _undone():
        answer = world.clients[role].post(_url(order, verb), _typed(verb, world, order))
        now = Order.objects.get(pk=order.pk).status
        if rule.allows(role, status):
            if answer.status_code != 302 or now != (rule.to or status):
                return [f"{said}: {answer.status_code}, the order is {now}"]
            return [] if digest() != before else [f"{said}: nothing happened"]
        wrong = [] if answer.status_code in (403, 409) else [f"{said}: answered {answer.status_code}"]
        if answer.status_code == 409 and b"alert" not in answer.content:
            wrong.append(f"{said}: refused without a sentence")
        return wrong if digest() == before else [*wrong, f"{said}: refused, and something changed"]


class _undone(transaction.Atomic):
    """A savepoint that is always rolled back."""

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *raised):
        transaction.set_rollback(True)
        super().__exit__(*raised)


def _url(order, verb: str) -> str:
    return f"/orders/{order.number}/do/{verb}/"


def _handed_over(verb: str, world, order) -> dict:
    """What the valid form of the action hands to its use case."""
    later, day = timezone.localdate() + timedelta(days=9), timezone.localdate()
    return {
        "hold": {"awaited": "the impression", "expected_on": later},
        "return-to-production": {
            "reason": "the shade",
            "task_ids": [task.pk for task in order.tasks.current()],
            "new_task": "",
        },
        "rush": {"is_rush": True, "percent": Decimal(25)},
        "discount": {"percent": Decimal(10), "reason": "a regular customer"},
        "adjust-price": {"total": Decimal("99.50"), "reason": "agreed by telephone"},
        "reopen": {"reason": "the shade"},
        "unrealize": {"reason": "the shade"},
        "cancel": {"reason": "not wanted"},
        "update-due": {"due_on": later, "reason": "moved"},
        "change-customer": {"customer": world.other_customer, "reason": "moved"},
        "mark": {"markers": [world.marker]},
        "deliver": {"shipped_on": day, "carrier": "by hand"},
        "comment": {"text": "Well done.", "is_internal": False},
        "pay": {
            "amount": Decimal(5),
            "received_on": day,
            "method": "bank",
            "reference": "transfer",
            "in_addition": False,
        },
        "new-document": {"document_type": world.filled["filling"].document_type},
    }.get(verb, {})


def _typed(verb: str, world, order) -> dict:
    """The same as a form sends it, with its token and the version that the person saw."""
    told = _handed_over(verb, world, order)
    plain = {
        name: [row.pk for row in said] if name == "markers" else getattr(said, "pk", said)
        for name, said in told.items()
    }
    return {**plain, "form_token": new_token(), "version": order.version}
