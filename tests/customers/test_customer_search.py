"""What the order form is told about customers, contacts and patients."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.customers import make_address, make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import make_employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(client):
    client.force_login(make_employee(roles=("technician",)))
    return client


def ask(client, name, **query):
    answer = client.get(reverse(f"customers:{name}"), query)
    assert answer.status_code == 200
    return answer.json()


def test_a_customer_is_found_by_every_word_of_name_phone_or_tax_number(technician):
    found = make_counterparty(name="North Clinic", phone="+44 20 7946", tax_id="NC-77")
    make_counterparty(name="South Clinic")
    for typed in ("north", "CLINIC north", "7946", "nc-77 north"):
        assert [row["id"] for row in ask(technician, "customer_search", q=typed)] == [found.pk]


def test_a_customer_says_what_it_is(technician):
    make_owner(name="Ann Field", phone="555")
    assert ask(technician, "customer_search", q="ann")[0]["detail"] == "owner of an animal · 555"


def test_inactive_customers_and_contacts_are_not_offered(technician):
    make_counterparty(name="Closed", is_active=False)
    customer = make_counterparty(name="Open")
    make_contact(counterparty=customer, name="Gone", is_active=False)
    stays = make_contact(counterparty=customer, name="Dr Stay", position="dentist")
    assert [row["text"] for row in ask(technician, "customer_search")] == ["Open"]
    assert ask(technician, "contacts_of", customer=customer.pk) == [
        {"id": stays.pk, "text": "Dr Stay", "detail": "dentist"}
    ]


def test_only_natural_persons_are_offered_as_owners(technician):
    make_counterparty(name="Clinic")
    owner = make_owner()
    assert [row["id"] for row in ask(technician, "customer_search", kind="natural")] == [owner.pk]


def test_an_animal_is_found_by_its_owner_and_described_in_words(technician):
    born = timezone.localdate() - timedelta(days=365 * 4 + 30)
    dog = make_patient(
        name="Bella",
        kind="animal",
        species="dog",
        breed="beagle",
        sex="female",
        born_on=born,
        owner=make_owner(name="Ann Field"),
    )
    assert ask(technician, "patient_search", q="field bella") == [
        {
            "id": dog.pk,
            "text": "Bella",
            "detail": "dog, beagle, 4 years · Ann Field",
            "kind": "animal",
            "sex": "female",
            "age": "4 years",
            "species": "dog",
            "breed": "beagle",
            "owner": "Ann Field",
        }
    ]


def test_an_owner_is_never_offered_the_animal_of_another(technician):
    owner, other = make_owner(), make_owner()
    make_patient(name="Aaron", kind="person")
    make_patient(name="Rex", kind="animal", owner=other)
    make_patient(name="Bella", kind="animal", owner=owner)
    of_owner = ask(technician, "patient_search", customer=owner.pk)
    of_clinic = ask(technician, "patient_search", customer=make_counterparty().pk)
    assert [row["text"] for row in of_owner] == ["Bella", "Aaron"]
    assert [row["text"] for row in of_clinic] == ["Aaron", "Bella", "Rex"]


@pytest.mark.parametrize("name", ["customer_search", "contacts_of", "patient_search"])
@pytest.mark.parametrize("typed", ["\x00", "%", "'", "x" * 5000, "9" * 40, "-1", "١٢"])
def test_nonsense_finds_nothing_and_breaks_nothing(technician, name, typed):
    make_contact()
    assert isinstance(ask(technician, name, q=typed, customer=typed, kind=typed), list)


def test_twenty_are_shown_whatever_there_is_with_as_many_queries(technician, django_assert_num_queries):
    for _count in range(25):
        make_patient(kind="animal", owner=make_owner())
    who_asks = 3  # session, person, roles
    for name, queries in (("customer_search", 2), ("patient_search", 1)):  # customers with their addresses
        ask(technician, name)  # the first visit of a session writes it
        with django_assert_num_queries(who_asks + queries):
            assert len(ask(technician, name)) == 20


def test_a_stranger_is_sent_to_the_login_page(client):
    for name in ("customer_search", "contacts_of", "patient_search"):
        assert client.get(reverse(f"customers:{name}")).status_code == 302


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("north", ""),
        ("4420 7946", ""),
        ("nc-77", "Tax number NC-77"),
        ("nc77 north", "Tax number NC-77"),
        ("hill side gmbh", "Legal name Hill Side GmbH"),
        ("winter", "Contact Dr Iris Winter"),
        ("iris@", "Contact Dr Iris Winter, iris@example.com"),
        ("hill winter", "Legal name Hill Side GmbH, Contact Dr Iris Winter"),
        ("", ""),
    ],
)
def test_a_customer_found_by_what_the_picker_does_not_show_says_by_what(technician, typed, told):
    found = make_counterparty(
        name="North Clinic", phone="+44 20 7946", tax_id="NC-77", legal_name="Hill Side GmbH"
    )
    make_contact(counterparty=found, name="Dr Iris Winter", email="iris@example.com")
    (row,) = ask(technician, "customer_search", q=typed)
    assert row["found_by"] == told


def test_two_of_the_same_name_differ_by_their_town(technician):
    for town in ("Leeds", "York"):
        make_address(counterparty=make_counterparty(name="Smile"), text=f"1 High Street, {town}")
    assert [row["detail"] for row in ask(technician, "customer_search", q="smile")] == ["Leeds", "York"]


def test_contacts_are_found_by_words_of_name_and_position(technician):
    customer = make_counterparty()
    found = make_contact(counterparty=customer, name="Dr Ivánova", position="dentist")
    make_contact(counterparty=customer, name="Dr Other")
    for typed in ("ivan", "DENTIST dr"):
        rows = ask(technician, "contacts_of", customer=customer.pk, q=typed)
        assert [row["id"] for row in rows] == [found.pk]
