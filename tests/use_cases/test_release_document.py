"""Release: by other eyes; with a number, a frozen revision and an issued paper."""

from decimal import Decimal

import pytest

from common.frozen import snapshot_hash
from documents.measuring import read_result
from documents.models import Document, DocumentState, ReferenceRange
from papers.models import IssuedPaper
from tests.factories.filling import (
    LONG_AGO,
    antibiogram,
    make_filled,
    make_filled_type,
    make_potassium,
    make_released,
    number_field,
    typed,
)
from tests.factories.orders import bring_to
from tests.use_cases.evidence import assert_booked, refused
from verification.invariants import violations
from workflow.papers.fill_document import fill_document
from workflow.papers.finish_document import finish_document
from workflow.papers.opening import StaleDocument
from workflow.papers.release_document import release_document
from workflow.papers.sheet import result_in_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def finished(by):
    made = make_filled_type(number_field(make_potassium()), antibiogram(), is_verified=True)
    cells = {"antibiogram__0__drug": "Amoxicillin", "antibiogram__0__zone": "14", "antibiogram__0__says": "S"}
    document = make_filled(made, by=by("technician"), K="6.1", **cells)
    return finish_document(document.pk, by("technician"))


def test_a_second_person_releases_it(by, finished):
    cause = by("reviewer")
    done = release_document(finished.pk, cause)
    assert (done.state, done.number) == (DocumentState.RELEASED, f"B-{cause.at.year}-0001")
    assert_booked(finished.order, "release_document", cause, role="reviewer")


def test_whoever_finished_it_does_not(by):
    made = make_filled_type(is_verified=True)
    document = make_filled(made, by=by("technician"), remark="x")
    finish_document(document.pk, by("manager"))
    with refused("You finished this document: somebody else has to look at it."):
        release_document(document.pk, by("manager"))


def test_nor_whoever_typed_a_value(by):
    document = make_filled(make_filled_type(is_verified=True), by=by("manager"), remark="x")
    finish_document(document.pk, by("technician"))
    with refused("You filled in values of this document"):
        release_document(document.pk, by("manager"))


def test_a_technician_does_not(by, finished):
    with refused("Your role does not allow this."):
        release_document(finished.pk, by("technician"))


def test_twice_is_once(by, finished):
    release_document(finished.pk, by("reviewer"))
    with refused("“Biochemistry” is released by now.", StaleDocument):
        release_document(finished.pk, by("manager"))
    assert finished.revisions.count() == 1


def test_what_it_says_is_frozen(by, finished):
    release_document(finished.pk, by("reviewer"))
    revision = finished.revisions.get()
    says = revision.snapshot
    assert revision.sha256 == snapshot_hash(says)
    assert (revision.number, says["number"], says["changes"]) == (1, Document.objects.get().number, [])
    potassium, table = says["sections"][0]["fields"]
    assert (potassium["text"], potassium["unit"], potassium["flag"]) == ("6.1", "mmol/l", "H")
    assert (potassium["range"], potassium["flag_says"]) == ("3.5–5.5", "high")
    assert says["sources"] == [{"source": "Textbook, 7th edition", "holds_for": "all patients"}]
    assert table["rows"] == [{"row": 0, "cells": ["Amoxicillin", "14", "S"]}]
    assert says["finished"]["by"] == by("technician").actor.name
    assert says["verified"]["by"] == by("reviewer").actor.name
    paper = IssuedPaper.objects.get()
    assert (paper.kind, paper.number, paper.revision) == ("protocol", says["number"], 1)
    assert paper.snapshot == says


def test_each_type_counts_its_numbers_by_itself(by):
    first = make_filled_type(name="One", number_mask="X-{n}")
    other = make_filled_type(name="Two", number_mask="Y-{n}")
    numbers = [make_released(made).number for made in (first, other, first)]
    assert numbers == ["X-1", "Y-1", "X-2"]


def test_a_refused_release_draws_no_number(by, finished):
    person = by("technician").actor
    person.role_grants.create(role="reviewer")
    both = by(person=type(person).objects.get(pk=person.pk))
    with refused("You finished this document"):
        release_document(finished.pk, both)
    release_document(finished.pk, by("reviewer"))
    assert Document.objects.get().number_serial == 1


def test_it_is_released_in_whatever_state_the_order_is_by_then(by, finished):
    """What waits for the second person is not left behind when the order goes on."""
    bring_to(finished.order, "produced", by())
    release_document(finished.pk, by("reviewer"))
    with refused("“Biochemistry” is released: nothing more is filled in."):
        fill_document(finished.pk, by("manager"), typed=typed(K="4.2"))


@pytest.mark.parametrize(("normal_high", "is_still_high"), [("5.0", True), ("7.0", False)])
def test_it_is_released_with_the_ranges_for_who_the_patient_is_by_now(
    by, finished, normal_high, is_still_high
):
    """Corrected while it waited for the second person. Where a flag becomes another one, nobody has seen that."""
    order = finished.order
    order.patient_kind, order.patient_species = "animal", "Dog"
    order.save()
    field = finished.type_version.fields.get(key="K")
    told = {"species": "Dog", "normal_high": Decimal(normal_high), "valid_from": LONG_AGO}
    ReferenceRange.objects.create(analyte=field.analyte, source="Book of dogs", **told)
    if not is_still_high:
        with refused("For what is known of the patient by now, other ranges hold: Potassium."):
            release_document(finished.pk, by("reviewer"))
        assert not IssuedPaper.objects.exists()
        return
    done = release_document(finished.pk, by("reviewer"))
    assert [one["source"] for one in done.revisions.get().snapshot["sources"]] == ["Book of dogs"]
    assert violations() == {}


@pytest.mark.parametrize(
    ("typed_text", "said"),
    [
        *(
            ("6,1", "6.1"),
            ("4,10", "4.10"),
            ("<0,1", "<0.1"),
            ("12", "12"),
            ("-2,10", "−2.10"),
            ("1 234", "1234"),
            ("0.125", "0.125"),
        ),
        *(
            ("4.1 mmol/l", "4.1"),
            ("< 4,10mmol/l", "<4.10"),
            ("4 mmol/l", "4"),
            ("1 234,50 mmol/l", "1234.50"),
        ),
    ],
)
def test_results_are_written_with_a_point_and_the_places_that_were_typed(typed_text, said):
    """Letters of the unit behind the number are no places: a result is never printed more exact than it is."""
    read = read_result(typed_text, decimals=1, unit="mmol/l")
    assert result_in_words(read.text, read.number, read.comparator) == said
