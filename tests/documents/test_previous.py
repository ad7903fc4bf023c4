"""What was measured of the same patient before."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from documents.measuring import read_result
from documents.models import DocumentState
from documents.previous import MOST, far_from, previous_results
from orders.models import Order
from tests.factories.analytes import make_analyte, make_results, make_revision, write_result
from tests.factories.customers import make_patient
from tests.factories.orders import cause, make_order
from workflow.drawing_up.drafts import PatientDetails

pytestmark = pytest.mark.django_db


@pytest.fixture
def bella():
    return make_patient(kind="animal", name="Bella", species="Dog")


@pytest.fixture
def potassium():
    return make_analyte("Potassium of a test", far_percent=Decimal(30))


def order_of(patient) -> Order:
    order = make_order()
    Order.objects.filter(pk=order.pk).update(patient=patient)
    return Order.objects.get(pk=order.pk)


def days_ago(number: int):
    return timezone.now() - timedelta(days=number)


def told(order, *analytes, **beside) -> dict:
    found = previous_results(order, [each.pk for each in analytes], **beside)
    return {pk: [each.text for each in results] for pk, results in found.items()}


def test_earlier_results_of_the_patient_come_newest_first(bella, potassium):
    sodium = make_analyte()
    first, second = order_of(bella), order_of(bella)
    make_results(second, {potassium: "6.1", sodium: "150"}, at=days_ago(10))
    make_results(first, {potassium: "<4.1", sodium: "not done"}, at=days_ago(30))
    found = previous_results(order_of(bella), [potassium.pk, sodium.pk])
    newest, oldest = found[potassium.pk]
    assert (newest.number, newest.comparator, newest.unit) == (Decimal("6.1"), "", "mmol/l")
    assert (oldest.text, oldest.comparator, oldest.on) == ("<4.1", "<", timezone.localdate(days_ago(30)))
    assert (newest.order_number, oldest.order_number) == (second.number, first.number)
    assert [each.text for each in found[sodium.pk]] == ["150"]


def test_they_are_asked_with_one_query(bella, potassium, django_assert_num_queries):
    analytes = [potassium, *(make_analyte() for _n in range(4))]
    for number in range(5):
        make_results(order_of(bella), dict.fromkeys(analytes, "4.1"), at=days_ago(number + 1))
    order = order_of(bella)
    with django_assert_num_queries(1):
        found = previous_results(order, [each.pk for each in analytes])
    assert {len(results) for results in found.values()} == {5}


def test_a_name_alone_is_no_patient(potassium):
    written = PatientDetails(name="Bella", species="Dog", owner="Ann Field")
    make_results(make_order(patient=written), {potassium: "4.1"}, at=days_ago(3))
    assert told(make_order(patient=written), potassium) == {}


def test_of_another_patient_nothing_is_shown(bella, potassium):
    make_results(order_of(make_patient(name="Bella", kind="animal")), {potassium: "4.1"}, at=days_ago(3))
    assert told(order_of(bella), potassium) == {}


def test_what_is_not_finished_or_has_left_is_no_result(bella, potassium):
    make_results(order_of(bella), {potassium: "4.1"}, at=days_ago(3), state=DocumentState.FILLING)
    make_results(order_of(bella), {potassium: "4.2"}, at=days_ago(3), is_removed=True)
    assert told(order_of(bella), potassium) == {}


def test_of_a_document_that_is_being_amended_what_was_released_stands(bella, potassium):
    order = order_of(bella)
    document = make_results(
        order, {potassium: "4"}, at=days_ago(9), state=DocumentState.AMENDING, number="D-1"
    )
    field = document.type_version.fields.get()
    write_result(document, field, "4.1", at=days_ago(8))
    make_revision(document, replace(cause(), at=days_ago(7)))
    write_result(document, field, "6.1")
    assert told(order_of(bella), potassium) == {potassium.pk: ["4.1"]}


def test_before_a_document_stands_what_came_before_it(bella, potassium):
    earlier, this, later = order_of(bella), order_of(bella), order_of(bella)
    make_results(earlier, {potassium: "4.1"}, at=days_ago(30))
    document = make_results(this, {potassium: "5"}, at=days_ago(20))
    make_results(later, {potassium: "6.1"}, at=days_ago(10))
    write_result(document, document.type_version.fields.get(), "5.5")
    assert told(this, potassium, before=document) == {potassium.pk: ["4.1"]}
    assert told(this, potassium) == {potassium.pk: ["6.1", "5.5", "4.1"]}


def test_a_long_history_is_cut(bella, potassium):
    for number in range(MOST + 3):
        make_results(order_of(bella), {potassium: f"{number}"}, at=days_ago(50 - number))
    assert told(order_of(bella), potassium)[potassium.pk] == [str(n) for n in range(MOST + 2, 2, -1)]


def test_far_from_the_previous_asks_to_be_looked_at_twice(bella, potassium):
    make_results(order_of(bella), {potassium: "4.1"}, at=days_ago(30))
    previous = previous_results(order_of(bella), [potassium.pk])[potassium.pk][0]
    assert round(far_from(read_result("6.1"), previous, potassium), 1) == Decimal("48.8")
    assert far_from(read_result("4.5"), previous, potassium) is None
    assert far_from(read_result("6.1"), None, potassium) is None
    potassium.unit = "mg/dl"
    assert far_from(read_result("16"), previous, potassium) is None, "another unit is not compared"
