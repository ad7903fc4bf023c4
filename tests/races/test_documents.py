"""Several people at one document in the same moment: one finishes it, one number is drawn, no value is lost.

Each race has a control without the lock, in which it goes wrong.
"""

import pytest
from django.utils import timezone

from common.models import Counter
from common.refusals import Refused
from documents.models import Document, DocumentRevision, DocumentState, DocumentType, DocumentValue
from documents.save_document_type import save_document_type
from documents.type_drafts import TypeRefused
from lab.cause import Cause
from orders.models import Order
from orders.states import Status
from tests.factories.filling import make_filled, make_filled_type, make_potassium, number_field, typed
from tests.factories.lab import make_employee
from tests.factories.orders import make_technician
from tests.locks import locks_recorded
from tests.races import AT_ONCE, at_once, read_together
from tests.races.floor import Floor
from verification.invariants import violations
from workflow.life.produce_order import produce_order
from workflow.papers import fill_document as filling
from workflow.papers import finish_document as finishing
from workflow.papers import opening
from workflow.papers.amend_document import amend_document
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import finish_document
from workflow.papers.make_document import make_document
from workflow.papers.release_document import release_document

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    return [make_technician() for _ in range(AT_ONCE)]


@pytest.fixture
def made():
    return make_filled_type(number_field(make_potassium()))


@pytest.fixture
def unlocked(monkeypatch):
    """Nobody locks order or document any more, and nobody writes before all have read document and values."""

    def lift(people: int):
        read = read_together(lambda pk: Document.objects.with_names().get(pk=pk), people=people)
        for module in (filling, finishing, opening):
            monkeypatch.setattr(module, "lock_document", read)
        values = read_together(filling.values_of, people=people)
        monkeypatch.setattr(filling, "values_of", values)

    return lift


def now(person) -> Cause:
    return Cause(person, timezone.now())


def all_finish(document, people) -> bool:
    """Everybody presses Finish; whether one did it, and everybody else was told who."""
    said = at_once(lambda one: finish_document(document.pk, now(people[one])), people=len(people))
    refused = [one for one in said if isinstance(one, Refused)]
    done = [one for one in said if isinstance(one, Document)]
    revisions = DocumentRevision.objects.filter(document=document).count()
    return (len(done), len(refused), revisions) == (1, len(people) - 1, 1)


def test_two_finish_the_same_document_and_one_does(made, people):
    for _trial in range(2):
        assert all_finish(make_filled(made, K="4.1"), people)
    assert Counter.objects.get(series=made.number_series).last == 2
    assert violations() == {}


def test_control_without_the_lock_several_finish_it(made, people, unlocked):
    document = make_filled(made, K="4.1")
    unlocked(3)
    assert not all_finish(document, people[:3])


def eight_values(document, people) -> bool:
    """Everybody types another value over the same one; whether one row stands, and all others saw both versions."""
    seen = document.values.current().get().pk
    said = at_once(
        lambda one: fill_document(document.pk, now(people[one]), typed=typed(seen, K=f"4.{one + 2}")),
        people=len(people),
    )
    faults = [one for one in said if isinstance(one, Exception)]
    clashes = sum(len(one.clashes) for one in said if not isinstance(one, Exception))
    rows = DocumentValue.objects.filter(document=document)
    return not faults and clashes == len(people) - 1 and rows.current().count() == 1 and rows.count() == 2


def test_of_eight_who_change_a_field_one_is_saved_and_seven_see_both(made, people):
    assert eight_values(make_filled(made, K="4.1"), people)


def test_control_without_the_lock_they_collide(made, people, unlocked):
    document = make_filled(made, K="4.1")
    unlocked(3)
    assert not eight_values(document, people[:3])


def test_a_save_comes_before_the_order_is_produced_or_not_at_all(made, people):
    floor = Floor()
    for _trial in range(4):
        order = floor.order(Status.PRODUCTION)
        document = make_document(order.pk, floor.cause(), document_type=made)
        produced, filled = at_once(_produce_or_fill(order, document, floor.cause(order), people[0]), people=2)
        assert isinstance(produced, Order)
        value = document.values.first()
        assert isinstance(filled, Refused) if value is None else not isinstance(filled, Exception)
    assert violations() == {}


def _produce_or_fill(order, document, by, typist):
    acts = (
        lambda: produce_order(order.pk, by),
        lambda: fill_document(document.pk, now(typist), typed=typed(K="4.1")),
    )
    return lambda one: acts[one]()


def test_two_release_and_one_number_is_drawn(people):
    made = make_filled_type(number_field(make_potassium()), is_verified=True)
    document = make_filled(made, K="4.1")
    finish_document(document.pk, now(people[0]))
    reviewers = [make_employee(roles=["reviewer"]) for _ in range(4)]
    said = at_once(lambda one: release_document(document.pk, now(reviewers[one])), people=4)
    assert sum(isinstance(one, Document) for one in said) == 1
    assert Counter.objects.get(series=made.number_series).last == 1
    said = at_once(lambda one: amend_document(document.pk, now(reviewers[one]), reason="x"), people=4)
    assert sum(isinstance(one, Document) for one in said) == 1
    assert Document.objects.get(pk=document.pk).state == DocumentState.AMENDING


def test_eight_documents_of_a_type_are_numbered_without_a_gap(made, people):
    documents = [make_filled(made, K="4.1") for _ in range(AT_ONCE)]
    said = at_once(lambda one: finish_document(documents[one].pk, now(people[one])))
    assert sorted(one.number_serial for one in said) == list(range(1, AT_ONCE + 1))
    assert violations() == {}


def test_order_document_and_counter_are_locked_in_sequence(made, people):
    document = make_filled(made)
    with locks_recorded() as locks:
        fill_document(document.pk, now(people[0]), typed=typed(K="4.1"))
        finish_document(document.pk, now(people[0]))
    assert locks.wrong == []
    tables = list(dict.fromkeys(table for table, _pk in locks.seen))
    assert tables == ["orders_order", "documents_document", "common_counter"]


def test_of_new_types_with_one_mask_in_the_same_moment_one_is_made(made):
    """Else all would give out the same numbers. Those that stand are what they wait for."""
    people = [make_employee(f"Manager {n}", roles=["manager"]) for n in range(AT_ONCE)]

    def make(n):
        document_type = DocumentType(name=f"Type {n}", number_mask="SAME-{yyyy}-{n:04}")
        save_document_type(document_type, Cause(people[n], timezone.now()))

    said = at_once(make, people=AT_ONCE)
    assert DocumentType.objects.filter(number_mask="SAME-{yyyy}-{n:04}").count() == 1
    assert sum(isinstance(one, TypeRefused) for one in said) == AT_ONCE - 1
