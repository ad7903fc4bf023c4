"""Customers are imported: known again by number, tax number or name; with their tags and first address."""

import pytest

from customers.models import Counterparty
from lab.models import TableImport
from tests.factories.customers import make_address, make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_employee
from tests.imports.bringing import counts, csv_of, look, table_now, take, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(make_employee(roles=["accountant"]))


@pytest.fixture
def north():
    north = make_counterparty(
        name="Nörth Clinic", tax_id="DE 123", phone="+49 30 1", tags=["good"], notes="a\nb"
    )
    make_address(counterparty=north, text="1 High Street")
    make_address(counterparty=north, text="2 Second Street")
    make_contact(counterparty=north)
    return north


def test_a_row_finds_its_customer_by_number_tax_number_or_name(client, north):
    south = make_counterparty(name="South", tax_id="")
    table = csv_of(
        "Name,Tax number,Phone,Address,Tags,Kunde Nr,Customer number",
        "North Clinic Ltd,de123,+49 30 2,3 Third Street,\"new, good\",,",
        f"South Clinic,,,,,,{south.pk}", "West,,+1,,,,", "NORTH CLINIC,DE 999,,,,,", "East,,,,,,99999", "west,,,,,,",
    )  # fmt: skip
    page = look(client, "customers", table)
    assert counts(page) == (1, 2, 0, 3)
    take(client, page, leave_out_wrong="on")
    north.refresh_from_db()
    assert (north.name, north.phone, north.tax_id) == ("North Clinic Ltd", "+49 30 2", "de123")
    assert [one.text for one in north.addresses.all()] == ["3 Third Street", "2 Second Street"]
    assert {tag.name for tag in north.tags.all()} == {"good", "new"}
    assert north.notes == "a\nb"
    assert Counterparty.objects.get(pk=south.pk).name == "South Clinic"

    assert take_back(client, TableImport.objects.get()).status_code == 302
    north.refresh_from_db()
    assert (north.name, north.phone, north.tax_id) == ("Nörth Clinic", "+49 30 1", "DE 123")
    assert north.addresses.first().text == "1 High Street"
    assert not Counterparty.objects.filter(name="West").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_table_of_what_stands_changes_nothing(client, north, form):
    make_counterparty(
        name="=Other", tax_id="0012", currency="CHF", payment_days=0, is_active=False, kind="natural"
    )
    make_counterparty(name="=Other", payer_name="'quoted'")
    make_owner()
    assert counts(look(client, "customers", table_now(client, "customers", form))) == (0, 0, 4, 0)


def test_what_the_register_does_not_hold_is_refused_in_words(client):
    owner = make_owner(name="Ann")
    make_patient(kind="animal", owner=owner)
    table = csv_of("Name;Kind;Owner of an animal;E-mail;Currency;Days to pay",
                   "Ann;firm;no;;;", "Bob;company;yes;;;", "Cy;;;nobody;;", "Di;;;;euros;", "Ed;;;;;9999")  # fmt: skip
    page = look(client, "customers", table)
    told = {cell.place: cell.sentence for row in page.context["weighed"].rows for cell in row.wrong}
    assert sorted(told) == ["B2", "C3", "D4", "E5", "F6"]
    assert "Animals" in told["B2"]
