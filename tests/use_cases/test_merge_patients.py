"""Two patients become one: the orders go on with the one that stays, and the other leads to it."""

from datetime import date

import pytest

from customers.models import Merge, Patient
from lab.records import history_of
from orders.models import Order
from tests.factories.customers import make_owner, make_patient
from tests.factories.lab import make_settings
from tests.factories.orders import make_draft, make_order
from tests.use_cases.evidence import assert_booked, refused
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.create_order import create_order
from workflow.merging.merge_patients import merge_patients
from workflow.merging.pairs import PatientPair

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Eve stays, and Eva, of whom more is known, goes."""
    return make_patient(name="Eve", notes="calm"), make_patient(
        name="Eva", born_on=date(1980, 1, 2), card_number="007", notes="afraid"
    )


def test_orders_go_on_with_the_one_that_stays(two, by):
    eve, eva = two
    order = make_order(patient_id=eva.pk, by=by())
    cause = by("manager")
    merge = merge_patients(eve.pk, eva.pk, cause)
    moved = Order.objects.get()
    assert (moved.patient, moved.version) == (eve, order.version + 1)
    change = {"field": "patient", "before": "Eva", "after": "Eve"}
    assert_booked(moved, "merge_patients", cause, role="manager", reason="Eva", changes=[change])
    assert Patient.objects.get(pk=eva.pk).merged_into == eve
    assert (merge.kept, merge.gone, merge.gone_name) == (eve.pk, eva.pk, "Eva")


def test_only_empty_fields_are_filled_and_only_as_ticked(two, by):
    eve, eva = two
    merge_patients(eve.pk, eva.pk, by("manager"), fill=["born_on", "notes", "no_such_field"])
    eve.refresh_from_db()
    assert (eve.born_on, eve.card_number, eve.notes, eve.name) == (date(1980, 1, 2), "", "calm", "Eve")


def test_the_histories_of_both_say_it(two, by):
    eve, eva = two
    merge_patients(eve.pk, eva.pk, by("manager"), fill=["born_on"])
    (told,) = history_of(eve, with_money=True)
    assert [(one.before, one.after) for one in told.changes] == [("", "Eva"), ("", "1980-01-02")]
    (told,) = history_of(eva, with_money=True)
    assert [(one.before, one.after) for one in told.changes] == [("", "Eve")]


def test_whoever_was_merged_into_the_one_that_goes_leads_to_the_one_that_stays(two, by):
    eve, eva = two
    ewa = make_patient(name="Ewa")
    merge_patients(eva.pk, ewa.pk, by("manager"))
    merge_patients(eve.pk, eva.pk, by("manager"))
    assert set(eve.merged.all()) == {eva, ewa}


def test_what_is_refused(two, by):
    (eve, eva), animal, third = two, make_patient(kind="animal"), make_patient()
    with refused("Your role does not allow this."):
        merge_patients(eve.pk, eva.pk, by("accountant"))
    with refused("Nobody is merged with himself."):
        merge_patients(eve.pk, eve.pk, by("manager"))
    with refused("One is a person and the other an animal"):
        merge_patients(eve.pk, animal.pk, by("manager"))
    merge_patients(eve.pk, eva.pk, by("manager"))
    with refused("Eva has been merged into Eve already."):
        merge_patients(eva.pk, third.pk, by("manager"))


def test_an_animal_for_which_its_owner_ordered_goes_to_no_other_owner(by):
    anna, other = make_owner(name="Anna"), make_owner()
    make_settings(owners_may_order=True)
    rex, rexi = (
        make_patient(kind="animal", name="Rex", owner=other),
        make_patient(kind="animal", name="Rexi", owner=anna),
    )
    make_order(customer=anna, patient_id=rexi.pk, by=by())
    with refused("Anna has ordered for Rexi"):
        merge_patients(rex.pk, rexi.pk, by("manager"))


def test_what_was_looked_at_must_still_stand(two, by):
    eve, eva = two
    seen = PatientPair(eve, eva).digest()
    make_order(patient_id=eva.pk, by=by())
    with refused("Something has changed since you looked."):
        merge_patients(eve.pk, eva.pk, by("manager"), seen=seen)
    merge_patients(eve.pk, eva.pk, by("manager"), seen=PatientPair(eve, eva).digest())
    assert Merge.objects.count() == 1


def test_no_order_names_a_patient_who_was_merged(two, by):
    eve, eva = two
    order = make_order(patient_id=eva.pk, by=by())
    merge_patients(eve.pk, eva.pk, by("manager"))
    draft = make_draft(patient_id=eva.pk)
    with refused("Eva has been merged into Eve. Choose that one."):
        create_order(draft, by())
    assert copy_order(order.pk, by()).patient == eve
