"""Mark as sent: how and when papers went to their customers, under one event; the second mark of a paper is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from billing.ledger.sendings import SentBefore, SentTooEarly
from billing.models import ClosingDocument, Sending
from common.refusals import Refused
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import refused
from verification.invariants import violations
from workflow.money.mark_sent import mark_sent
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents(by, lab):
    for _ in range(2):
        make_order(make_line(lab.crown, performer=lab.anna), status=Status.REALIZED, by=by())
    return list(ClosingDocument.objects.order_by("pk"))


def today():
    return timezone.localdate()


@pytest.mark.parametrize("role", ["accountant", "manager"])
def test_documents_are_marked_by_whom_how_and_on_which_day(by, documents, role):
    cause = by(role)
    marks = mark_sent(documents, cause, how="post", sent_on=today())
    assert [mark.document for mark in marks] == documents
    event = marks[0].event
    assert (event.verb, event.actor, event.role) == ("mark_sent", cause.actor, role)
    assert {(mark.how, mark.sent_on, mark.event) for mark in marks} == {("post", today(), event)}
    assert violations() == {}


def test_what_somebody_marked_meanwhile_stays_as_it_is(by, documents):
    mark_sent(documents[:1], by(), how="mail", sent_on=today())
    mark_sent(documents, by(), how="post", sent_on=today())
    told = Sending.objects.order_by("document").values_list("document", "how")
    assert list(told) == [(documents[0].pk, "mail"), (documents[1].pk, "post")]
    cause = by()
    with refused(f"{documents[0].number} is marked as sent already.", SentBefore):
        mark_sent(documents, cause, how="post", sent_on=today())


@pytest.mark.parametrize(
    ("days", "how", "says", "error"),
    [
        (-1, "mail", "Nothing was sent in the future.", Refused),
        (1, "mail", "C-", SentTooEarly),
        (0, "pigeon", "Choose how it was sent.", Refused),
        (0, "before", "Choose how it was sent.", Refused),
    ],
)
def test_what_cannot_be_is_refused_in_words(by, documents, days, how, says, error):
    cause = by()
    with refused(says, error):
        mark_sent(documents, cause, how=how, sent_on=today() - timedelta(days=days))


def test_nobody_without_the_right_marks_anything(by, documents):
    for role in ("technician", "reviewer"):
        cause = by(role)
        with refused("Your role does not allow this.", StepRefused):
            mark_sent(documents, cause, how="mail", sent_on=today())
