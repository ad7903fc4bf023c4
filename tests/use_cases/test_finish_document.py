"""Finish: what is required is there, nothing impossible, critical values called about or said why not."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from documents.models import DocumentState, FieldKind, ReferenceRange
from lab.once import new_token
from orders.models import Order
from papers.models import IssuedPaper
from tests.factories.customers import make_patient
from tests.factories.filling import (
    LONG_AGO,
    make_filled,
    make_filled_type,
    make_potassium,
    make_released,
    number_field,
    typed,
)
from tests.factories.lab import client_of
from tests.factories.orders import make_order
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import LookTwice, NotCalled, finish_document
from workflow.papers.log_critical_call import log_critical_call
from workflow.papers.opening import StaleDocument

pytestmark = pytest.mark.django_db


@pytest.fixture
def protocol():
    return make_filled_type(
        number_field(make_potassium(), is_required=True),
        {"key": "remark", "label": "Remark", "kind": FieldKind.TEXT},
        is_verified=True,
    )


def test_it_waits_for_the_second_person(by, protocol):
    document, cause = make_filled(protocol, K="4.1"), by("technician")
    done = finish_document(document.pk, cause)
    assert (done.state, done.number) == (DocumentState.FINISHED, None)
    assert (done.finished_by, done.finished_at) == (cause.actor, cause.at)
    assert_booked(document.order, "finish_document", cause, role="technician")
    assert not IssuedPaper.objects.exists()


def test_without_a_second_person_it_is_released_at_once(by):
    document, cause = make_filled(make_filled_type(), remark="all well"), by("technician")
    version = document.order.version
    done = finish_document(document.pk, cause)
    assert (done.state, done.number) == (DocumentState.RELEASED, f"B-{cause.at.year}-0001")
    assert_booked(document.order, "release_document", cause, role="technician")
    document.order.refresh_from_db()
    assert document.order.version == version


def test_what_is_required_has_to_be_there(by, protocol):
    document = make_filled(protocol, remark="fasting")
    with refused("This has to be filled in first: Potassium."):
        finish_document(document.pk, by("technician"))


def test_not_done_is_an_answer(by, protocol):
    document = make_filled(protocol, K="not done")
    assert finish_document(document.pk, by("technician")).state == DocumentState.FINISHED


def test_what_cannot_be_is_refused(by, protocol):
    document = make_filled(protocol, K="41")
    with refused("This cannot be: Potassium 41 mmol/l. Correct it, or write “not done”."):
        finish_document(document.pk, by("technician"))


def test_an_empty_document_is_not_finished(by):
    document = make_filled()
    with refused("Nothing is filled in yet."):
        finish_document(document.pk, by("technician"))


def test_a_critical_value_asks_for_its_call(by, protocol):
    document, cause = make_filled(protocol, K="7.8"), by("technician")
    with refused("Critical, and nobody was called: Potassium 7.8 mmol/l.", NotCalled):
        finish_document(document.pk, cause)
    value = document.values.get()
    told = {"person": "Dr Ivanova", "read_back": "7,8", "called_at": cause.at + timedelta(seconds=1)}
    log_critical_call(value.pk, by("technician"), **told)
    assert finish_document(document.pk, by("technician")).not_called == ""


@pytest.fixture
def dog_only(protocol):
    """Gives potassium a range for dogs alone, under which 7.8 is critical too."""

    def give():
        analyte = protocol.versions.get().fields.get(key="K").analyte
        ReferenceRange.objects.create(
            analyte=analyte,
            source="Book of dogs",
            valid_from=LONG_AGO,
            species="Dog",
            critical_high=Decimal(6),
        )

    return give


def order_of_a_dog() -> Order:
    order = make_order()
    order.patient_kind, order.patient_species = "animal", "Dog"
    order.save()
    return order


def test_a_call_stands_when_the_value_is_measured_anew(by, protocol, dog_only):
    """Whoever was called has heard the value; another range changes nothing about that."""
    document, cause = make_filled(protocol, order_of_a_dog(), K="7.8"), by("technician")
    log_critical_call(
        document.values.get().pk, cause, person="Dr Ivanova", read_back="7.8", called_at=cause.at
    )
    dog_only()
    done = finish_document(document.pk, by("technician"))
    assert (done.state, done.not_called) == (DocumentState.FINISHED, "")
    value = done.values.current().get()
    assert value.limits["source"] == "Book of dogs"
    assert not done.values.uncalled().exists()
    assert not violations()


def test_what_has_become_critical_meanwhile_is_asked_about_and_can_be_called_about(by, protocol, dog_only):
    document, person = make_filled(protocol, order_of_a_dog(), K="6.5"), by("technician").actor
    dog_only()
    address = reverse("workflow:document_do", args=[document.pk, "finish"])
    answer = client_of(person).post(address, {"form_token": new_token()})
    assert answer.status_code == 422
    assert 'name="not_called"' in answer.content.decode()
    value, cause = document.values.current().get(), by("technician")
    assert reverse("workflow:value_call", args=[value.pk]) in answer.content.decode()
    log_critical_call(value.pk, cause, person="Dr Ivanova", read_back="6.5", called_at=cause.at)
    assert client_of(person).post(address, {"form_token": new_token()}).status_code == 302


def test_or_it_is_said_why_nobody_was_called_yet(by, protocol):
    document, cause = make_filled(protocol, K="7.8"), by("technician")
    done = finish_document(document.pk, cause, not_called="Nobody answers")
    assert done.not_called == "Nobody answers"
    assert_booked(document.order, "finish_document", cause, role="technician", reason="Nobody answers")


def test_a_value_far_from_the_previous_one_is_looked_at_twice(by, protocol):
    patient = make_patient()
    make_released(protocol, make_order(patient_id=patient.pk), K="4.0")
    document = make_filled(protocol, make_order(patient_id=patient.pk), K="5.4")
    with refused("Look twice at: Potassium 5.4 mmol/l.", LookTwice):
        finish_document(document.pk, by("technician"))
    finish_document(document.pk, by("technician"), looked_twice=True)


def test_finished_by_somebody_else_meanwhile_is_said(by, protocol):
    document, cause = make_filled(protocol, K="4.1"), by("technician")
    finish_document(document.pk, cause)
    with refused(f"{cause.actor} has finished “Biochemistry” meanwhile.", StaleDocument):
        finish_document(document.pk, by("manager"))
    with refused("“Biochemistry” is finished: nothing more is filled in."):
        fill_document(document.pk, by("manager"), typed=typed(K="4.2"))


def test_one_finishes_what_one_has_seen(by, protocol):
    document = make_filled(protocol, K="4.1")
    cause = replace(by("technician"), version=document.version)
    fill_document(document.pk, by("manager"), typed=typed(K="4.2"))
    with refused("Somebody changed a value meanwhile."):
        finish_document(document.pk, cause)


def test_the_ranges_are_those_of_who_the_patient_is_by_now(by):
    """The species was corrected after the value had been typed."""
    potassium = make_potassium()
    potassium.ranges.update(species="dog")
    order = make_order()
    order.patient_name, order.patient_kind, order.patient_species = "Mia", "animal", "cat"
    order.save()
    document = make_filled(make_filled_type(number_field(potassium)), order, K="6.1")
    assert document.values.get().flag == ""
    order.patient_species = "dog"
    order.save()
    typist = document.values.get().entered_by
    finish_document(document.pk, by("technician"))
    value = document.values.current().get()
    assert (value.flag, value.entered_by) == ("H", typist)
