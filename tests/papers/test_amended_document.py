"""The paper of an amended document: what changed stands on it once, in the words of its fields."""

import pytest

from papers.drawing import html_of
from papers.revisions import latest
from tests.factories.filling import make_filled_type, make_potassium, make_released, number_field, typed
from tests.factories.lab import make_settings
from tests.factories.orders import cause
from workflow.papers.amend_document import amend_document
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import finish_document

pytestmark = pytest.mark.django_db


def test_what_changed_is_told_once():
    make_settings()
    by = cause()
    document = make_released(make_filled_type(number_field(make_potassium())), by=by, K="4.1")
    amend_document(document.pk, by, reason="Another tube")
    fill_document(document.pk, by, typed=typed(K="6.1"))
    document = finish_document(document.pk, by, looked_twice=True)
    html = html_of(latest("protocol", document.number), has_logo=False)
    assert html.count("What changed") == 1
    assert "What revision 2 says otherwise" not in html
    assert "own_layout" not in html
