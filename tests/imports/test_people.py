"""Contacts and patients are imported: each with its customer or owner."""

from datetime import date

import pytest

from customers.models import Contact, Patient
from lab.models import TableImport
from tests.factories.customers import make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_employee
from tests.imports.bringing import counts, csv_of, look, table_now, take, take_back, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(make_employee(roles=["manager"]))


def wrong_in(page) -> dict[str, str]:
    return {cell.place: cell.sentence for row in page.context["weighed"].rows for cell in row.wrong}


def test_contacts_come_to_their_customers_and_go_again(client):
    north = make_counterparty(name="North")
    ivanova = make_contact(counterparty=north, name="Dr Ivanova", phone="1")
    table = csv_of("Kunde;Arzt;Tel", "NORTH;dr ivanova;2", "north;Dr Berg;3", "Nowhere;Dr Who;4")
    page = look(client, "contacts", table)
    assert counts(page) == (1, 1, 0, 1)
    assert list(wrong_in(page)) == ["A4"]
    take(client, page, leave_out_wrong="on")
    ivanova.refresh_from_db()
    assert ivanova.phone == "2"
    assert Contact.objects.get(name="Dr Berg").counterparty == north
    for form in ("csv", "xlsx"):
        assert counts(look(client, "contacts", table_now(client, "contacts", form))) == (0, 0, 2, 0)
    assert take_back(client, TableImport.objects.get()).status_code == 302
    ivanova.refresh_from_db()
    assert (ivanova.phone, Contact.objects.count()) == ("1", 1)


def test_patients_are_known_by_card_or_by_name_birthday_and_owner(client):
    ann = make_owner(name="Ann")
    bella = make_patient(kind="animal", name="Bella", owner=ann, born_on=date(2020, 5, 1), card_number="007")
    make_patient(name="Eve", born_on=date(1980, 1, 2), sex="female")
    table = xlsx(
        ["Patient", "Karte", "Besitzer", "Rasse", "Geburtsdatum"],
        ["Bella", "007", "Ann", "Beagle", date(2020, 5, 1)], ["Rex", 8, "Ann", "", 43952],
        ["Bella", 7, "Ann", "", None], ["Eve", "", "", "", "2.1.1980"], ["eve", None, None, None, None],
        ["Max", None, "Nobody", None, None], ["Tim", None, None, None, date(2090, 1, 1)],
    )  # fmt: skip
    page = look(client, "patients", table, "patients.xlsx")
    assert counts(page) == (1, 1, 1, 4)
    assert sorted(wrong_in(page)) == ["A6", "B4", "C7", "E8"]
    day = look(client, "patients", csv_of("Patient;Geburtsdatum", "Eve;31.02.1980"))
    assert wrong_in(day) == {"B2": "“31.02.1980” is no day. Write it as 31.12.2026 or 2026-12-31."}
    take(client, page, leave_out_wrong="on")
    bella.refresh_from_db()
    rex = Patient.objects.get(name="Rex")
    assert (bella.breed, rex.kind, rex.owner, rex.born_on) == ("Beagle", "animal", ann, date(2020, 5, 1))
    for form in ("csv", "xlsx"):
        assert counts(look(client, "patients", table_now(client, "patients", form))) == (0, 0, 3, 0)
    assert take_back(client, TableImport.objects.get()).status_code == 302
    bella.refresh_from_db()
    assert (bella.breed, bella.owner, Patient.objects.count()) == ("", ann, 2)
