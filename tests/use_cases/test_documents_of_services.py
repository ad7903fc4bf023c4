"""Documents that services ask for: they come with the service, never twice, and leave with it unless filled in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Document
from orders.models import Order
from tests.factories.catalog import make_bundle, make_service
from tests.factories.filled_documents import fill, make_document, make_document_type, make_type_version
from tests.factories.filling import typed
from tests.factories.orders import finish_tasks, make_draft, make_line, make_order
from tests.use_cases.evidence import last_event, refused
from verification.invariants import violations
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.edit_order import edit_order
from workflow.life.produce_order import produce_order
from workflow.life.send_order_to_review import send_order_to_review
from workflow.moving import StepRefused
from workflow.papers.amend_document import amend_document
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import finish_document
from workflow.papers.release_document import release_document

pytestmark = pytest.mark.django_db


def lines_of(order):
    return [
        make_line(line.service, performer=line.tasks.first().performer, line_id=line.pk)
        for line in order.lines.current()
    ]


def save(order, by, *lines):
    """The form of the order, sent with these lines."""
    order.refresh_from_db()
    return edit_order(order.pk, make_draft(*lines, customer=order.customer), by("manager", order.version))


def titles(order):
    return sorted(Document.objects.current().filter(order=order).values_list("title", flat=True))


def brought_to(state, order, by):
    """The document of the order, filled by a technician and moved by the steps of its life."""
    document = Document.objects.get(order=order)
    if state == "filling":
        return
    fill_document(document.pk, by("technician"), typed=typed(finding="Well"))
    finish_document(document.pk, by("technician"))
    if state in ("released", "amending"):
        release_document(document.pk, by("reviewer"))
    if state == "amending":
        amend_document(document.pk, by("reviewer"), reason="Another tube")


def test_an_order_gets_the_documents_of_its_services_once(by, lab):
    blood = make_document_type(name="Haematology", services=[lab.crown, lab.polish])
    make_document_type(name="Consent", services=[lab.polish], required=False)
    order = make_order(make_line(lab.crown), make_line(lab.crown), make_line(lab.polish), by=by())
    assert titles(order) == ["Consent", "Haematology"]
    made = Document.objects.get(order=order, document_type=blood)
    assert (made.is_automatic, made.is_required, made.state) == (True, True, "filling")
    assert made.type_version == blood.versions.get()
    assert not Document.objects.get(order=order, title="Consent").is_required
    assert violations() == {}


def test_saving_again_brings_no_second_one(by, lab):
    make_document_type(services=[lab.crown])
    order = make_order(make_line(lab.crown, performer=lab.anna), by=by())
    for _time in range(2):
        save(order, by, *lines_of(order))
    assert Document.objects.filter(order=order).count() == 1


def test_what_a_service_asks_for_since_comes_with_the_next_save_and_is_told(by, lab):
    order = make_order(make_line(lab.crown, performer=lab.anna), by=by())
    assert titles(order) == []
    make_document_type(name="Prescription", services=[lab.crown])
    save(order, by, *lines_of(order))
    told = {"field": "document", "before": "", "after": "Prescription"}
    assert told in last_event(order).changes


def test_every_part_of_a_complex_service_brings_its_own(by, lab):
    inner = make_bundle((lab.polish, 1), name="Care")
    outer = make_bundle((lab.crown, 1), (inner, 2), name="Everything")
    for service in (lab.crown, lab.polish, inner, outer):
        make_document_type(name=f"Of {service.name}", services=[service])
    order = make_order(make_line(outer), by=by())
    assert titles(order) == ["Of Care", "Of Crown", "Of Everything", "Of Polish"]


def test_a_part_that_the_catalogue_takes_out_later_keeps_its_document(by, lab):
    bundle = make_bundle((lab.crown, 1), (lab.polish, 1), name="Both")
    make_document_type(name="Of polish", services=[lab.polish])
    order = make_order(make_line(bundle, performer=lab.anna), by=by())
    bundle.included.filter(service=lab.polish).delete()
    save(order, by, *lines_of(order))
    assert titles(order) == ["Of polish"]


def test_an_empty_document_leaves_with_its_service(by, lab):
    make_document_type(name="Haematology", services=[lab.polish])
    order = make_order(make_line(lab.crown, performer=lab.anna), make_line(lab.polish), by=by())
    save(order, by, *lines_of(order)[:1])
    assert titles(order) == []
    assert {"field": "document", "before": "Haematology", "after": ""} in last_event(order).changes


def test_a_filled_document_stays_says_so_and_is_required_no_more(by, lab):
    make_document_type(name="Haematology", services=[lab.polish])
    order = make_order(make_line(lab.crown, performer=lab.anna), make_line(lab.polish), by=by())
    document = Document.objects.get(order=order)
    fill(document)
    save(order, by, *lines_of(order)[:1])
    document.refresh_from_db()
    assert (document.is_removed, document.is_orphaned, document.is_required) == (False, True, False)
    (told,) = [change for change in last_event(order).changes if change["field"] == "document"]
    assert told["after"] == "Haematology, which stays because it is filled in"

    save(order, by, *lines_of(order), make_line(lab.polish))
    document.refresh_from_db()
    assert (document.is_orphaned, document.is_required) == (False, True)
    assert titles(order) == ["Haematology"]


def test_a_document_made_by_hand_answers_the_service_that_comes_later(by, lab):
    blood = make_document_type(name="Haematology", services=[lab.polish])
    order = make_order(make_line(lab.crown, performer=lab.anna), by=by())
    first, second = make_document(order, blood), make_document(order, blood)
    save(order, by, *lines_of(order), make_line(lab.polish))
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.is_automatic, second.is_automatic) == (True, False)
    assert titles(order) == ["Haematology", "Haematology"]


def test_types_out_of_use_or_without_a_version_bring_nothing_new(by, lab):
    make_document_type(services=[lab.crown], is_active=False)
    make_document_type(services=[lab.crown], published=False)
    assert titles(make_order(make_line(lab.crown), by=by())) == []


def test_a_document_keeps_the_version_that_it_was_made_with(by, lab):
    blood = make_document_type(services=[lab.crown])
    order = make_order(make_line(lab.crown, performer=lab.anna), by=by())
    make_type_version(blood)
    save(order, by, *lines_of(order))
    assert Document.objects.get(order=order).type_version.number == 1
    assert Document.objects.get(order=copy_order(order.pk, by())).type_version.number == 2


@pytest.mark.parametrize(
    ("state", "is_sent_on"), [("filling", False), ("amending", False), ("finished", True), ("released", True)]
)
def test_an_order_is_not_sent_to_review_before_its_required_documents_are_finished(
    by, lab, state, is_sent_on
):
    make_document_type(services=[lab.crown], is_verified=True)
    order = make_order(make_line(lab.crown, performer=lab.anna), status="production", by=by())
    finish_tasks(order, by())
    brought_to(state, order, by)
    if is_sent_on:
        send_order_to_review(order.pk, by())
        assert Order.objects.get(pk=order.pk).status == "review"
    else:
        with refused("A required document of this order is not finished", StepRefused):
            send_order_to_review(order.pk, by())


def test_it_is_not_produced_before_they_are_released(by, lab):
    make_document_type(services=[lab.crown], is_verified=True)
    order = make_order(make_line(lab.crown, performer=lab.anna), status="production", by=by())
    finish_tasks(order, by())
    brought_to("finished", order, by)
    send_order_to_review(order.pk, by())
    with refused("A required document of this order is not released", StepRefused):
        produce_order(order.pk, by())
    release_document(Document.objects.get(order=order).pk, by("reviewer"))
    produce_order(order.pk, by())
    assert Order.objects.get(pk=order.pk).status == "produced"


def test_what_may_stay_unfinished_holds_up_nothing(by, lab):
    make_document_type(services=[lab.crown], required=False)
    order = make_order(make_line(lab.crown, performer=lab.anna), status="review", by=by())
    produce_order(order.pk, by())
    assert Order.objects.get(pk=order.pk).status == "produced"


def test_twenty_documents_cost_no_more_statements_than_one(by, lab):
    one, many, cause = make_service(), make_service(), by()
    make_document_type(services=[one])
    for _number in range(20):
        make_document_type(services=[many])

    def statements(service):
        draft = make_draft(make_line(service))
        with CaptureQueriesContext(connection) as caught:
            order = create_order(draft, cause)
        return len(caught), len(titles(order))

    make_order(make_line(one), by=cause)
    few, a_lot = statements(one), statements(many)
    assert (few[1], a_lot[1]) == (1, 20)
    assert few[0] == a_lot[0]
