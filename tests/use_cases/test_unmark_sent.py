"""Take back the mark that a paper was sent: by a row that reverses it; then it may be marked anew."""

import pytest
from django.utils import timezone

from billing.ledger.sendings import NotSent
from billing.models import ClosingDocument, Sending
from orders.states import Status
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import refused
from verification.invariants import violations
from workflow.money.mark_sent import mark_sent
from workflow.money.unmark_sent import unmark_sent
from workflow.moving import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(by, lab):
    make_order(make_line(lab.crown, performer=lab.anna), status=Status.REALIZED, by=by())
    return ClosingDocument.objects.get()


def mark(document, cause):
    return mark_sent([document], cause, how="mail", sent_on=timezone.localdate())


def test_the_mark_is_reversed_and_may_be_set_anew(by, document):
    (stood,) = mark(document, by())
    reversal = unmark_sent(document, cause := by("accountant"))
    assert (reversal.reverses, reversal.event.verb, reversal.event.actor) == (
        stood,
        "unmark_sent",
        cause.actor,
    )
    assert not Sending.objects.standing()
    mark(document, by())
    assert Sending.objects.standing().count() == 1
    assert violations() == {}


def test_where_no_mark_stands_there_is_nothing_to_take_back(by, document):
    cause = by()
    with refused(f"{document.number} is not marked as sent.", NotSent):
        unmark_sent(document, cause)


def test_nobody_without_the_right_takes_a_mark_back(by, document):
    mark(document, by())
    cause = by("technician")
    with refused("Your role does not allow this.", StepRefused):
        unmark_sent(document, cause)
