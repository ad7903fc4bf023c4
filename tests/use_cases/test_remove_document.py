"""Remove: an empty document that somebody made by hand goes again."""

import pytest

from documents.models import Document
from tests.factories.filling import make_filled, make_filled_type, typed
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.papers.fill_document import fill_document
from workflow.papers.make_document import make_document
from workflow.papers.opening import DocumentIsGone
from workflow.papers.remove_document import remove_document

pytestmark = pytest.mark.django_db


def test_an_empty_one_is_removed(by):
    document, cause = make_filled(), by("technician")
    remove_document(document.pk, cause)
    assert not Document.objects.current().exists()
    assert_booked(document.order, "remove_document", cause, role="technician")
    with refused("This document is no longer there", DocumentIsGone):
        fill_document(document.pk, by("technician"), typed=typed(remark="x"))


def test_one_in_which_something_stands_is_not(by):
    document = make_filled(remark="x")
    with refused("Something is filled in already"):
        remove_document(document.pk, by("technician"))
    fill_document(document.pk, by("technician"), typed=typed(remark=""))
    remove_document(document.pk, by("technician"))


def test_nor_one_that_a_service_asks_for(by):
    document = make_document(make_order().pk, by(), document_type=make_filled_type())
    Document.objects.update(is_automatic=True)
    with refused("A service of the order asks for this document"):
        remove_document(document.pk, by("technician"))
    Document.objects.update(is_orphaned=True)
    remove_document(document.pk, by("technician"))
