"""Amend: a new revision says what changed; the earlier one stays, and who had it is told."""

import pytest

from common.refusals import Refused
from documents.models import DocumentState, FieldKind
from papers.models import IssuedPaper, State
from papers.revisions import latest
from tests.factories.filling import (
    antibiogram,
    make_filled_type,
    make_potassium,
    make_released,
    number_field,
    typed,
)
from tests.factories.orders import bring_to, make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.papers.amend_document import amend_document, still_to_be_told, who_had
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import finish_document
from workflow.papers.hand_over_document import hand_over_document
from workflow.papers.opening import StaleDocument
from workflow.papers.release_document import release_document
from workflow.papers.send_back_document import send_back_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def protocol():
    remark = {"key": "remark", "label": "Remark", "kind": FieldKind.TEXT}
    return make_filled_type(number_field(make_potassium()), remark, antibiogram())


@pytest.fixture
def released(protocol, by):
    return make_released(protocol, by=by("technician"), K="4.1", antibiogram__0__drug="Amoxicillin")


def amended(document, by, **texts):
    amend_document(document.pk, by("reviewer"), reason="Two tubes were mixed up")
    fill_document(document.pk, by("reviewer"), typed=typed(**texts))
    return finish_document(document.pk, by("reviewer"), looked_twice=True)


def test_the_new_revision_says_what_changed(by, released):
    number = released.number
    done = amended(released, by, K="6.1", antibiogram__0__drug="Ampicillin", remark="new")
    assert (done.state, done.number) == (DocumentState.RELEASED, number)
    first, second = released.revisions.order_by("number")
    assert second.changes == [
        {"field": "Potassium", "before": "4.1 mmol/l", "after": "6.1 mmol/l H"},
        {"field": "Remark", "before": "", "after": "new"},
        {"field": "Antibiogram, row 1, Antibiotic", "before": "Amoxicillin", "after": "Ampicillin"},
    ]
    assert (second.reason, second.snapshot["replaces"]["revision"]) == ("Two tubes were mixed up", 1)
    assert first.snapshot["sections"][0]["fields"][0]["text"] == "4.1"
    papers = IssuedPaper.objects.order_by("revision")
    assert [paper.state for paper in papers] == [State.SUPERSEDED, State.VALID]
    assert latest("protocol", number).revision == 2


def test_amending_is_booked_with_its_reason(by, released):
    cause = by("reviewer")
    amend_document(released.pk, cause, reason="Two tubes were mixed up")
    assert_booked(released.order, "amend_document", cause, role="reviewer", reason="Two tubes were mixed up")


def test_nobody_amends_without_saying_why(by, released):
    with refused("Say why."):
        amend_document(released.pk, by("reviewer"), reason=" ")


def test_of_two_one_amends(by, released):
    amend_document(released.pk, by("reviewer"), reason="x")
    with refused("“Biochemistry” is being amended by now.", StaleDocument):
        amend_document(released.pk, by("manager"), reason="y")


def test_a_technician_neither_amends_nor_fills_an_amendment(by, released):
    with refused("Your role does not allow this."):
        amend_document(released.pk, by("technician"), reason="x")
    amend_document(released.pk, by("reviewer"), reason="x")
    with refused("Your role does not allow this."):
        fill_document(released.pk, by("technician"), typed=typed(K="4.2"))


@pytest.mark.parametrize("status", ["produced", "realized", "cancelled"])
def test_a_mistake_is_found_when_it_is_found(by, protocol, status):
    order = make_order(by=by())
    document = make_released(protocol, order, K="4.1")
    bring_to(order, status, by())
    assert amended(document, by, K="4.4").revisions.count() == 2


def test_an_amendment_is_verified_too(by):
    document = make_released(make_filled_type(is_verified=True))
    amended(document, by, remark="better")
    assert document.revisions.count() == 1
    send_back_document(document.pk, by("manager"), reason="still wrong")
    document.refresh_from_db()
    assert document.state == DocumentState.AMENDING
    fill_document(document.pk, by("reviewer"), typed=typed(remark="best"))
    finish_document(document.pk, by("reviewer"))
    release_document(document.pk, by("manager"))
    assert document.revisions.get(number=2).changes[0]["after"] == "best"


def test_who_had_the_earlier_one_is_listed_until_given_the_new_one(by, released):
    first = released.revisions.get()
    for whom in ("North clinic", "Ms Vogel", "north clinic"):
        hand_over_document(first.pk, by("technician"), recipient=whom, way="mail")
    assert [given.recipient for given in who_had(released)] == ["north clinic", "Ms Vogel"]
    assert still_to_be_told(released) == []
    amended(released, by, K="6.1")
    assert len(still_to_be_told(released)) == 2
    newest = released.revisions.get(number=2)
    hand_over_document(newest.pk, by("technician"), recipient="Ms Vogel", way="printed")
    assert [given.recipient for given in still_to_be_told(released)] == ["north clinic"]
    with refused("There is a newer revision of this document"):
        hand_over_document(first.pk, by("technician"), recipient="Ms Vogel", way="mail")


@pytest.mark.parametrize("reason", ["x" * 501, "null\x00"])
def test_a_reason_that_nothing_can_keep_is_refused_in_words(by, reason):
    document = make_released()
    with pytest.raises(Refused):
        amend_document(document.pk, by("reviewer"), reason=reason)
