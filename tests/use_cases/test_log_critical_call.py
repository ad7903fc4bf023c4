"""Call about a critical value: who, when, and the value read back."""

from datetime import timedelta

import pytest

from documents.models import CriticalCall
from tests.factories.filling import (
    make_filled,
    make_filled_type,
    make_potassium,
    number_field,
    typed,
)
from tests.use_cases.evidence import assert_booked, refused
from workflow.papers.fill_document import fill_document
from workflow.papers.log_critical_call import ReadBackDiffers, log_critical_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(by):
    return make_filled(make_filled_type(number_field(make_potassium())), by=by("technician"), K="7.8")


def told(cause, **said):
    return {"person": "Dr Ivanova", "called_at": cause.at, "read_back": "7.8"} | said


@pytest.mark.parametrize("heard", ["7.8", "7,8", "7.80", "7.8 mmol/l"])
def test_it_is_recorded(by, document, heard):
    cause = by("technician")
    call = log_critical_call(
        document.values.get().pk, cause, **told(cause, read_back=heard, note="will come")
    )
    assert (call.person, call.read_back, call.note) == ("Dr Ivanova", heard, "will come")
    row = assert_booked(document.order, "critical_call", cause, role="technician")
    assert row.changes[0]["after"] == "Potassium 7.8 mmol/l · Dr Ivanova"


@pytest.mark.parametrize("heard", ["8.7", "78", "", "seven", "<7.8", "-7.8"])
def test_another_value_read_back_is_refused_in_words(by, document, heard):
    cause = by("technician")
    sentence = f"“{heard}” was read back, but the value is 7.8 mmol/l. Say it again and have it read back."
    with refused(sentence, ReadBackDiffers):
        log_critical_call(document.values.get().pk, cause, **told(cause, read_back=heard))


def test_a_value_that_is_changed_afterwards_asks_for_another_call(by, document):
    cause, value = by("technician"), document.values.get()
    log_critical_call(value.pk, cause, **told(cause))
    fill_document(document.pk, by("technician"), typed=typed(K="8.1"))
    assert document.values.uncalled().count() == 1
    with refused("This value has been changed meanwhile."):
        log_critical_call(value.pk, cause, **told(cause))


def test_nobody_is_called_about_what_is_not_critical(by, document):
    fill_document(document.pk, by("technician"), typed=typed(K="4.1"))
    value, cause = document.values.current().get(), by("technician")
    with refused("This value is not critical."):
        log_critical_call(value.pk, cause, **told(cause, read_back="4.1"))


def test_a_call_is_neither_in_the_future_nor_before_the_value(by, document):
    cause, value = by("technician"), document.values.get()
    with refused("This call would be in the future."):
        log_critical_call(value.pk, cause, **told(cause, called_at=cause.at + timedelta(hours=1)))
    with refused("The value was not there yet"):
        log_critical_call(value.pk, cause, **told(cause, called_at=cause.at - timedelta(hours=1)))
    assert not CriticalCall.objects.exists()


def test_an_accountant_records_none(by, document):
    cause, value = by("accountant"), document.values.get()
    with refused("Your role does not allow this."):
        log_critical_call(value.pk, cause, **told(cause))
