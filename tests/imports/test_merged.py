"""Tables that name somebody who was merged into another."""

import pytest

from customers.models import Contact, Patient
from tests.factories.customers import make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_employee
from tests.imports.bringing import counts, csv_of, look, table_now, take
from tests.imports.test_people import wrong_in
from tests.merging.test_there_and_back import manager
from workflow.merging.merge_customers import merge_customers
from workflow.merging.merge_patients import merge_patients

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


def test_contacts_and_animals_are_of_the_one_that_stayed(client):
    anna, ann = make_owner(name="Anna"), make_owner(name="Ann")
    merge_customers(anna.pk, ann.pk, manager())
    take(client, look(client, "contacts", csv_of("Kunde;Arzt", "Ann;Dr Ivanova")))
    assert Contact.objects.get().counterparty == anna
    take(client, look(client, "patients", csv_of("Patient;Besitzer", "Rex;Ann")))
    assert Patient.objects.get().owner == anna


def test_a_row_of_customers_that_means_the_one_that_went_is_refused_with_the_other(client):
    north, nord = make_counterparty(name="North"), make_counterparty(name="Nord", tax_id="7")
    merge_customers(north.pk, nord.pk, manager())
    page = look(client, "customers", csv_of("Name;Tel", "Nord;1", "North;2"))
    assert counts(page) == (0, 1, 0, 1)
    assert wrong_in(page)["A2"].startswith("“Nord” has been merged into “North”. Write that one")
    assert counts(look(client, "customers", table_now(client, "customers", "csv"))) == (0, 0, 1, 0)


def test_a_patient_who_was_merged_is_written_by_the_number_of_the_other(client):
    eve, eva = make_patient(name="Eve"), make_patient(name="Eva")
    merge_patients(eve.pk, eva.pk, manager())
    page = look(client, "patients", csv_of("ID;Patient", f"{eva.pk};Eva"))
    assert wrong_in(page)["A2"] == f"Patient {eva.pk} has been merged into {eve.pk}: write that number."
    assert counts(look(client, "patients", table_now(client, "patients", "csv"))) == (0, 0, 1, 0)
