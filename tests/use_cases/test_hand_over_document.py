"""Hand over: a revision left the laboratory, to whom and how."""

import pytest

from tests.factories.filling import make_released
from tests.use_cases.evidence import assert_booked, refused
from workflow.papers.amend_document import amend_document
from workflow.papers.hand_over_document import hand_over_document
from workflow.papers.opening import StaleDocument

pytestmark = pytest.mark.django_db


def test_handing_over_says_to_whom_and_how(by):
    document, cause = make_released(), by("technician")
    given = hand_over_document(document.revisions.get().pk, cause, recipient="  North   clinic ", way="mail")
    assert (given.recipient, given.way) == ("North clinic", "mail")
    row = assert_booked(document.order, "hand_over_document", cause, role="technician")
    assert row.changes[0]["after"] == f"Biochemistry {document.number} · North clinic, by e-mail"
    with refused("Say who received it."):
        hand_over_document(document.revisions.get().pk, cause, recipient=" ", way="mail")


def test_what_is_being_amended_is_given_to_nobody(by):
    document = make_released()
    amend_document(document.pk, by("reviewer"), reason="another animal")
    with refused("“Biochemistry” is being amended by now.", StaleDocument):
        hand_over_document(document.revisions.get().pk, by("technician"), recipient="Clinic", way="mail")
