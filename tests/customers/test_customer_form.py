"""The customer's form: what it saves, what it refuses, and that nothing typed is lost."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Address, Contact, Counterparty, Tag
from lab.models import Event
from lab.once import new_token
from tests.factories.customers import make_address, make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import make_employee
from tests.factories.orders import make_order
from tests.factories.price_lists import make_price_list

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def manager(client):
    client.force_login(make_employee(roles=("manager",)))
    return client


def typed(contacts=(), addresses=(), price_lists=(), **fields):
    """What the browser sends: the form and its rows. A row with an ``id`` stands already."""
    sent = {"form_token": new_token(), "kind": "legal", "name": "North Clinic", "is_active": "on"}
    formsets = ("contacts", contacts), ("addresses", addresses), ("price_lists", price_lists)
    for prefix, rows in formsets:
        sent[f"{prefix}-TOTAL_FORMS"] = len(rows)
        sent[f"{prefix}-INITIAL_FORMS"] = sum("id" in row for row in rows)
        for number, row in enumerate(rows):
            sent |= {f"{prefix}-{number}-{name}": said for name, said in row.items()}
    return sent | fields


def edit(client, customer, **changes):
    return client.post(reverse("customers:customer_edit", args=[customer.pk]), typed(**changes))


def add(client, **fields):
    return client.post(reverse("customers:customer_new"), typed(**fields))


def test_a_new_customer_comes_with_contacts_addresses_and_tags(manager):
    Tag.objects.create(name="Dental")
    answer = add(
        manager,
        tags="dental, North , ,north",
        requisites="IBAN 1",
        contacts=[{"name": "Dr Ivanova", "position": "dentist", "is_active": "on"}, {"is_active": "on"}],
        addresses=[{"label": "Office", "text": "1 High Street"}, {}],
    )
    customer = Counterparty.objects.get()
    assert answer.url == f"/customers/{customer.pk}/"
    assert (customer.name, customer.requisites) == ("North Clinic", "IBAN 1")
    assert [row.name for row in customer.contacts.all()] == ["Dr Ivanova"]
    assert [row.text for row in customer.addresses.all()] == ["1 High Street"]
    assert [tag.name for tag in customer.tags.all()] == ["Dental", "North"]
    event = Event.objects.get()
    assert (event.verb, event.role, event.reason) == ("register_customer", "manager", "North Clinic")


def test_rows_are_changed_added_and_removed_in_one_go(manager):
    customer = make_counterparty(name="North Clinic")
    stays, goes = (
        make_contact(counterparty=customer, name="Stays"),
        make_contact(counterparty=customer, name="Goes"),
    )
    old = make_address(counterparty=customer)
    answer = edit(
        manager,
        customer,
        contacts=[
            {"id": stays.pk, "name": "Stays too", "is_active": "on"},
            {"id": goes.pk, "name": "Goes", "is_active": "on", "DELETE": "on"},
            {"name": "Comes", "is_active": "on"},
            {"name": "Typed and removed", "is_active": "on", "DELETE": "on"},
        ],
        addresses=[{"id": old.pk, "text": old.text, "DELETE": "on"}],
    )
    assert answer.status_code == 302
    assert [row.name for row in customer.contacts.all()] == ["Comes", "Stays too"]
    assert not Address.objects.exists()


def test_a_removed_contact_whom_an_order_names_stays_inactive(manager):
    contact = make_contact(name="Dr Ivanova")
    order = make_order(customer=contact.counterparty, contact_id=contact.pk)
    row = {"id": contact.pk, "name": contact.name, "is_active": "on", "DELETE": "on"}
    assert edit(manager, contact.counterparty, contacts=[row]).status_code == 302
    contact.refresh_from_db()
    order.refresh_from_db()
    assert not contact.is_active
    assert order.contact == contact


def test_renaming_an_owner_lets_its_animals_be_found_by_the_new_name(manager):
    owner = make_owner(name="Ann Field")
    dog = make_patient(name="Bella", kind="animal", owner=owner)
    edit(manager, owner, name="Ann Meadow", kind="natural", is_owner="on")
    dog.refresh_from_db()
    assert "meadow" in dog.search_text
    assert "field" not in dog.search_text


def test_wrong_input_comes_back_with_everything_typed_and_says_what_to_do(manager):
    answer = add(
        manager,
        name="",
        is_owner="on",
        email="nowhere",
        notes="Ring twice",
        tags="x" * 51,
        contacts=[{"name": "", "position": "dentist", "is_active": "on"}],
        addresses=[{"label": "Office", "text": ""}],
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Only a natural person owns animals" in page
    assert "Enter an e-mail address" in page
    assert "A tag has at most 50 letters" in page
    summary = page.split("data-error-summary")[1].split("</div>")[0]
    assert "Contacts, row 1, Name: " in summary
    assert "#id_addresses-0-text" in summary
    for said in ("Ring twice", "nowhere", "dentist", "Office", "x" * 51):
        assert said in page
    assert not Counterparty.objects.exists()
    assert not Event.objects.exists()


def test_whoever_owns_a_registered_animal_stays_a_natural_person(manager):
    owner = make_owner()
    make_patient(kind="animal", owner=owner)
    answer = edit(manager, owner, kind="legal")
    assert answer.status_code == 422
    assert "Give them another owner first" in answer.content.decode()
    assert Counterparty.objects.get().kind == "natural"


def test_the_same_form_sent_twice_makes_one_customer(manager):
    sent = typed()
    first, second = (manager.post(reverse("customers:customer_new"), sent) for _time in range(2))
    assert first.url == second.url
    assert Counterparty.objects.count() == 1


def test_a_form_without_its_token_changes_nothing_and_says_so(manager):
    answer = add(manager, form_token="")
    assert answer.status_code == 422
    assert "without its token" in answer.content.decode()
    assert not Counterparty.objects.exists()


@pytest.mark.parametrize("total", ["", "x", "99999999"])
def test_a_tampered_number_of_rows_is_refused_in_words(manager, total):
    answer = add(manager, **{"contacts-TOTAL_FORMS": total})
    assert answer.status_code == 422
    assert not Counterparty.objects.exists()


def test_a_row_of_another_customer_cannot_be_changed(manager):
    foreign = make_contact(name="Theirs")
    customer = make_counterparty()
    edit(manager, customer, contacts=[{"id": foreign.pk, "name": "Mine", "is_active": "on"}])
    edit(manager, customer, contacts=[{"id": foreign.pk, "name": "Mine", "DELETE": "on"}])
    assert [(row.name, row.counterparty) for row in Contact.objects.all()] == [
        ("Theirs", foreign.counterparty)
    ]


def test_a_row_that_somebody_removed_meanwhile_is_answered_in_words(manager):
    contact = make_contact()
    row = {"id": contact.pk, "name": "Late", "is_active": "on"}
    Contact.objects.all().delete()
    assert edit(manager, contact.counterparty, contacts=[row]).status_code == 422


def test_a_technician_sees_the_customers_and_changes_none(client):
    client.force_login(make_employee(roles=("technician",)))
    customer = make_counterparty()
    assert client.get(reverse("workflow:customer_list")).status_code == 200
    assert client.get(reverse("customers:customer_edit", args=[customer.pk])).status_code == 403
    assert add(client).status_code == 403
    assert Counterparty.objects.count() == 1


def test_an_unknown_customer_is_not_found(manager):
    assert manager.get(reverse("customers:customer_edit", args=[10**30])).status_code == 404
    assert manager.get(reverse("customers:customer_edit", args=[7])).status_code == 404


@pytest.mark.parametrize(("days", "kept"), [("", None), ("0", 0), ("30", 30)])
def test_a_customer_may_have_terms_of_payment_of_its_own(manager, days, kept):
    add(manager, name="Clinic with terms", payment_days=days)
    assert Counterparty.objects.get(name="Clinic with terms").payment_days == kept


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ("366", "Enter 365 or less."),
        ("-1", "Enter 0 or more."),
        ("2.5", "Enter a whole number."),
        ("soon", "Enter a number"),
    ],
)
def test_terms_beyond_reason_are_refused_in_words(manager, days, says):
    answer = add(manager, name="Clinic with terms", payment_days=days)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert f'value="{days}"' in answer.content.decode()


def test_a_price_list_is_given_from_a_day_on_and_the_history_tells_it_to_those_who_see_prices(manager):
    listed = make_price_list(name="Chain")
    customer = make_counterparty(name="North Clinic")
    answer = edit(manager, customer, price_lists=[{"valid_from": "2035-12-03", "price_list": listed.pk}, {}])
    assert answer.status_code == 302
    row = customer.price_lists.get()
    assert (row.price_list, row.valid_from) == (listed, date(2035, 12, 3))
    gone = {"id": row.pk, "valid_from": "2035-12-03", "price_list": listed.pk, "DELETE": "on"}
    edit(manager, customer, price_lists=[gone, {"valid_from": "2035-12-03"}])
    assert customer.price_lists.get().price_list is None
    page = reverse("workflow:customer_page", args=[customer.pk])
    assert "Chain from 3 December 2035" in manager.get(page).content.decode()
    technician = Client()
    technician.force_login(make_employee(roles=["technician"]))
    assert "Chain" not in technician.get(page).content.decode()


def test_two_price_lists_from_one_day_are_refused_and_nothing_typed_is_lost(manager):
    customer = make_counterparty(name="North Clinic")
    rows = [{"valid_from": "2035-12-03", "price_list": make_price_list().pk}, {"valid_from": "2035-12-03"}]
    answer = edit(manager, customer, phone="77", price_lists=rows)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Two price lists begin on the same day." in shown
    assert 'value="77"' in shown
    assert not customer.price_lists.exists()


@pytest.mark.parametrize(("typed", "kept"), [("", None), ("chf", "CHF"), ("JPY", "JPY")])
def test_a_customer_may_have_a_currency_of_its_own(manager, typed, kept):
    add(manager, name="Clinic abroad", currency=typed)
    assert Counterparty.objects.get(name="Clinic abroad").currency == kept


@pytest.mark.parametrize("typed", ["XXZ", "€", "francs", "12"])
def test_what_is_no_currency_is_refused_in_a_sentence(manager, typed):
    answer = add(manager, name="Clinic abroad", currency=typed)
    assert answer.status_code == 422
    assert not Counterparty.objects.filter(name="Clinic abroad").exists()
