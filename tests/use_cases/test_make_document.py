"""Make a document by hand."""

import pytest

from documents.models import DocumentTypeVersion
from orders.states import Status
from tests.factories.filling import make_filled_type
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.papers.make_document import NotOnOffer, make_document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", Status.values)
def test_one_is_made_until_the_order_is_in_review(by, status):
    order, made = make_order(status=status, by=by()), make_filled_type()
    cause = by("technician")
    if status in ("drafting", "pending", "production"):
        document = make_document(order.pk, cause, document_type=made)
        assert (document.title, document.kind, document.state) == ("Biochemistry", "protocol", "filling")
        assert (document.made_by, document.made_at, document.is_automatic) == (cause.actor, cause.at, False)
        row = assert_booked(order, "make_document", cause, role="technician")
        assert row.version is None
    else:
        with refused("This cannot be changed while the order is in the state"):
            make_document(order.pk, cause, document_type=made)


def test_it_is_filled_by_the_version_in_force(by):
    made = make_filled_type()
    DocumentTypeVersion.objects.create(document_type=made, number=2)
    document = make_document(make_order().pk, by("technician"), document_type=made)
    assert document.type_version.number == 1


def test_a_type_that_is_switched_off_is_not_made(by):
    order, made = make_order(), make_filled_type(is_active=False)
    with refused("Documents of the type “Biochemistry” are not made any more.", NotOnOffer):
        make_document(order.pk, by("technician"), document_type=made)


def test_an_accountant_makes_none(by):
    order, made = make_order(), make_filled_type()
    with refused("Your role does not allow this."):
        make_document(order.pk, by("accountant"), document_type=made)
