"""What a dialog says it will book is what it books, and saying so leaves no trace."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from billing.models import Act
from common.refusals import Refused
from lab.letters import send_password_letter
from orders.models import Order
from orders.states import Status
from tests.factories.orders import bring_to, finish_tasks, make_line, make_order
from tests.use_cases.evidence import changed_since, digest
from tests.use_cases.rehearsals import as_rehearsed, sequences
from tests.use_cases.test_every_step import TAKE
from workflow.acts.post_act import post_act
from workflow.acts.unpost_act import unpost_act
from workflow.life.produce_order import produce_order
from workflow.money.record_payment import record_payment
from workflow.preview.rehearsing import rehearse

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowns(by, lab):
    """``crowns(status)``: two crowns by Anna with Ben and a polish by Ben, on which 100.00 was paid beforehand."""

    def made(status):
        order = make_order(
            make_line(lab.crown, quantity="2", performer=lab.anna, assistant=lab.ben),
            make_line(lab.polish, performer=lab.ben),
            by=by(),
        )
        record_payment(
            order.customer, by(), amount=Decimal(100), currency="EUR", received_on=timezone.localdate(),
            method="cash", order_id=order.pk,
        )  # fmt: skip
        return bring_to(order, status, by())

    return made


def take(step, order, cause):
    return lambda: TAKE[step](order.pk, cause)


def test_from_review_to_the_end_and_all_the_way_back(by, crowns):
    order = crowns(Status.REVIEW)
    for step in ("produce", "realize", "unrealize", "reopen", "cancel"):
        as_rehearsed(order.pk, take(step, order, by()))
    assert Order.objects.get(pk=order.pk).status == Status.CANCELLED


def test_a_rehearsal_of_any_step_from_any_state_leaves_no_trace(by, crowns):
    for status in Status.values:
        order = crowns(status)
        before, given_out = digest(), sequences()
        for step in TAKE:
            rehearse(order.pk, take(step, order, by()))
        assert changed_since(before) == [], status
        assert sequences() == given_out


def test_what_is_rehearsed_says_who_gets_how_much_by_which_rate(by, crowns):
    order = crowns(Status.REVIEW)
    booked = rehearse(order.pk, take("produce", order, by())).booked
    assert [
        (pay.employee, pay.role, pay.amount, pay.rate_percent, pay.rate_amount) for pay in booked.pay
    ] == [
        ("Anna", "performer", Decimal("72.00"), Decimal(30), None),
        ("Ben", "assistant", Decimal("10.00"), None, Decimal(5)),
        ("Ben", "performer", Decimal("9.09"), Decimal(30), None),
    ]
    (ceramic,) = booked.materials
    assert (ceramic.material, ceramic.quantity, ceramic.left) == ("Ceramic", Decimal(-5), Decimal(5))
    assert (booked.price_before, booked.price) == (None, Decimal("270.30"))


def test_the_same_number_is_shown_twice_and_given_out_once(by, crowns):
    order = crowns(Status.REVIEW)
    shown = [rehearse(order.pk, take("produce", order, by())).booked.acts for _ in range(2)]
    produce_order(order.pk, by())
    assert shown[0] == shown[1]
    later = crowns(Status.REVIEW)
    as_rehearsed(later.pk, take("produce", later, by()))


def test_acts_by_hand_are_rehearsed_as_they_are_posted_and_unposted(by, lab, crowns):
    order = crowns(Status.PRODUCTION)
    for act in list(Act.objects.drafts().filter(order=order)):
        as_rehearsed(order.pk, lambda act=act: post_act(order.pk, by(), act_id=act.pk))
    finish_tasks(order, by())
    for act in list(Act.objects.standing().filter(order=order)):
        as_rehearsed(order.pk, lambda act=act: unpost_act(order.pk, by(), act_id=act.pk))


def test_a_shortage_is_foreseen_in_the_words_of_the_refusal(by, lab):
    order = make_order(make_line(lab.crown, quantity="5", performer=lab.anna), status=Status.REVIEW, by=by())
    with pytest.raises(Refused, match="not enough in stock"):
        as_rehearsed(order.pk, take("produce", order, by()))
    as_rehearsed(order.pk, lambda: produce_order(order.pk, by(), override_shortage=True))


def test_a_rehearsal_that_says_something_else_is_caught(by, crowns):
    """The control: without it the comparison might compare nothing."""
    order = crowns(Status.REVIEW)
    acts_of = iter([take("produce", order, by()), take("return_to_production", order, by())])
    with pytest.raises(AssertionError):
        as_rehearsed(order.pk, lambda: next(acts_of)())


def test_what_waits_for_the_commit_never_happens(by, crowns, django_capture_on_commit_callbacks):
    order, happened = crowns(Status.REVIEW), []

    def use_case():
        transaction.on_commit(lambda: happened.append("sent"))
        send_password_letter.enqueue(by().actor.pk, "https://lab.example")
        return produce_order(order.pk, by())

    before = digest()
    with django_capture_on_commit_callbacks(execute=True):
        assert rehearse(order.pk, use_case).booked
    assert (happened, changed_since(before)) == ([], [])
