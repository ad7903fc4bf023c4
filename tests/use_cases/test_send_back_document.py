"""Send back: what was finished is filled in again, for a reason."""

import pytest

from documents.models import DocumentState
from tests.factories.filling import make_filled, make_filled_type, typed
from tests.use_cases.evidence import assert_booked, refused
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import finish_document
from workflow.papers.send_back_document import send_back_document

pytestmark = pytest.mark.django_db


def test_it_is_sent_back_with_a_reason(by):
    document = make_filled(make_filled_type(is_verified=True), by=by("technician"), remark="x")
    finish_document(document.pk, by("technician"))
    with refused("Say why."):
        send_back_document(document.pk, by("reviewer"), reason="")
    cause = by("reviewer")
    done = send_back_document(document.pk, cause, reason="Haemolysed")
    assert (done.state, done.finished_by) == (DocumentState.FILLING, None)
    assert_booked(document.order, "send_back_document", cause, role="reviewer", reason="Haemolysed")
    fill_document(document.pk, by("technician"), typed=typed(remark="y"))
