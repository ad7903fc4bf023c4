"""How many can take an action is said beforehand as the action itself decides, in few statements."""

from decimal import Decimal
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.ledger.acts import ActLineDraft
from billing.models import Act
from documents.models import Document
from lab.roles import Role
from orders.lifecycle import OrderLifecycle
from orders.models import Order, Task
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_owner
from tests.factories.filling import papers_filled
from tests.factories.lab import make_employee, make_settings
from tests.factories.orders import cause, finish_tasks, make_line, make_order, make_technician
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.steps import STEPS
from workflow.together.failing import FAILING
from workflow.together.foreseeing import foresee
from workflow.together.offered import OFFERED

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders():
    """One of every state, and such as the guards are there for: no line, no day, nobody's tasks, acts, documents."""
    anna, quick = make_technician(), make_service(review_required=False)
    made = [make_order(status=status) for status in Status]
    made += [make_order(make_line(), status=status) for status in (Status.DRAFTING, Status.PRODUCTION)]
    made.append(make_order(make_line(quick, performer=anna), status=Status.PRODUCTION))
    written = make_order(make_line(quick, performer=anna), status=Status.PRODUCTION)
    finish_tasks(written, cause())
    papers_filled(written)
    Document.objects.filter(order=written).update(is_required=True)
    bare, undated, of_owner = (make_order() for _ in range(3))
    bare.lines.update(is_removed=True)
    Order.objects.filter(pk=undated.pk).update(due_on=None)
    Order.objects.filter(pk=of_owner.pk).update(customer=make_owner())
    for ends in ((), ("draft",), ("draft", "post"), ("draft", "post", "draft")):
        by_hand = make_order(make_line(quick, performer=anna, quantity="2"), status=Status.PRODUCTION)
        finish_tasks(by_hand, cause())
        Order.objects.filter(pk=by_hand.pk).update(acts_automatic=False)
        _acts(by_hand, anna, ends)
    finish_tasks(made[2], cause())
    Task.objects.filter(order=made[2]).update(performer=None)
    make_settings(owners_may_order=False)
    return Order.objects.all()


def _acts(order, performer, ends):
    Act.objects.filter(order=order).drafts().delete()
    for end in ends:
        if end == "draft":
            line = ActLineDraft(order.lines.get().pk, Decimal(1))
            draft_act(order.pk, cause(), performer=performer, lines=[line])
        else:
            post_act(order.pk, cause(), act_id=Act.objects.filter(order=order).drafts().get().pk)


def test_what_is_foreseen_is_what_each_order_says_itself(orders):
    wrong, seen = [], set()
    for verb, role in product(OFFERED, Role):
        many, person = OFFERED[verb], make_employee(roles=[role])
        told = {}
        for order in orders.all():
            said = many.action.why_not(order, person)
            told[said] = told.get(said, 0) + 1
        seen |= set(told)
        found = foresee(many, orders, person)
        if found.can != told.pop(None, 0) or dict(found.why) != told:
            wrong.append((verb, role, found, told))
    assert wrong == []
    sentences = {str(guard.sentence) for guard in FAILING}
    assert sentences - seen == set()  # each guard was in the way of some order


def test_every_guard_of_every_step_on_offer_is_foreseen():
    asked = {
        guard
        for many in OFFERED.values()
        if many.action.step
        for guard in [
            *STEPS[many.action.step].guards,
            *(
                condition
                for one in getattr(OrderLifecycle, many.action.step)._django_fsm.transitions.values()
                for condition in one.conditions
            ),
        ]
    }
    assert asked - set(FAILING) == set()


def test_it_costs_the_same_for_few_and_for_many(orders):
    person = make_employee(roles=[Role.ADMINISTRATOR])
    for verb, most in (("produce", 10), ("hold", 1), ("submit", 6), ("mark", 1)):
        with CaptureQueriesContext(connection) as asked:
            foresee(OFFERED[verb], orders, person)
        assert len(asked) <= most, verb
