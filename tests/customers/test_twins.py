"""Who seems to be in the register already is pointed out before anything is saved; a tick lets it be."""

from datetime import date

import pytest
from django.urls import reverse

from customers.forms import CounterpartyForm
from customers.models import Counterparty, Patient
from customers.twins import customers_like, orders_of, patients_like
from lab.models import Event
from lab.once import new_token
from tests.factories.bare_orders import make_bare_order
from tests.factories.customers import make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_employee

pytestmark = pytest.mark.django_db
ROWS = {
    f"{rows}-{count}_FORMS": 0
    for rows in ("contacts", "addresses", "price_lists")
    for count in ("TOTAL", "INITIAL")
}


@pytest.fixture
def manager():
    return client_of(make_employee(roles=["manager"]))


@pytest.fixture
def ada():
    return client_of(make_employee(roles=["administrator"]))


@pytest.fixture
def mill_pond():
    customer = make_counterparty(
        name="Mill Pond Family Dentists", phone="+49 30 5550107", tax_id="DE 123 456 789"
    )
    for _count in range(2):
        make_bare_order(customer=customer)
    return customer


def send_customer(client, pk=None, **fields):
    url = reverse("customers:customer_edit", args=[pk]) if pk else reverse("customers:customer_new")
    typed = {"kind": "legal", "is_active": "on", "form_token": new_token(), **ROWS, **fields}
    return client.post(url, typed)


def send_patient(client, pk=None, **fields):
    url = reverse("customers:patient_edit", args=[pk]) if pk else reverse("customers:patient_new")
    return client.post(url, {"kind": "person", "form_token": new_token(), **fields})


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "mill pond family dentists"},
        {"name": "Family Dentists, Mill–Pond".replace("–", " ")},
        {"name": "Somebody", "phone": "0049 (30) 555 01-07"},
        {"name": "Somebody", "phone": "030 5550107"},
        {"name": "Somebody", "tax_id": "de123456789"},
    ],
)
def test_a_customer_who_is_there_already_is_named_and_nothing_is_saved(manager, mill_pond, typed):
    answer = send_customer(manager, **typed, notes="Typed long and carefully.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Counterparty.objects.count() == 1
    assert (
        f'<a href="/customers/{mill_pond.pk}/" target="_blank" rel="noopener">Mill Pond Family Dentists</a>'
        in page
    )
    assert "+49 30 5550107, 2 orders" in page
    assert "This is another one: add it" in page
    assert "Typed long and carefully." in page
    assert not Event.objects.filter(verb="register_customer").exists()


def test_a_tick_says_that_another_one_is_meant(manager, mill_pond):
    fields = {"name": "Mill Pond Family Dentists", "all_the_same": f"counterparty-{mill_pond.pk}"}
    assert send_customer(manager, **fields).status_code == 302
    assert Counterparty.objects.count() == 2


def test_a_tick_answers_for_nobody_who_was_not_named(manager, mill_pond):
    other = make_counterparty(name="Oak Clinic")
    fields = {"name": "Oak Clinic", "all_the_same": f"counterparty-{mill_pond.pk}"}
    answer = send_customer(manager, **fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'value="counterparty-{other.pk}"' in page
    assert "checked" not in page[page.index(f'value="counterparty-{other.pk}"') :][:200]


def test_a_tick_stays_when_something_else_is_wrong(manager, mill_pond):
    fields = {"name": mill_pond.name, "all_the_same": f"counterparty-{mill_pond.pk}", "email": "no address"}
    form = send_customer(manager, **fields).context["form"]
    assert form.non_field_errors() == []
    assert "checked" in str(form["all_the_same"])


def test_the_page_of_a_new_customer_has_no_tick(manager):
    for name in ("customers:customer_new", "customers:patient_new"):
        assert "all_the_same" not in manager.get(reverse(name)).content.decode()


def test_correcting_a_customer_into_another_is_pointed_out(manager, mill_pond):
    oak = make_counterparty(name="Oak Clinic")
    answer = send_customer(manager, oak.pk, name="Mill Pond, Family Dentists")
    assert answer.status_code == 422
    assert "This is another one: save it" in answer.content.decode()
    oak.refresh_from_db()
    assert oak.name == "Oak Clinic"


def test_a_twin_that_stands_is_not_asked_about_at_every_other_change(manager, mill_pond):
    twin = make_counterparty(name=mill_pond.name)
    assert send_customer(manager, twin.pk, name=twin.name, notes="Prefers mornings").status_code == 302
    assert send_customer(manager, twin.pk, name=twin.name, phone=mill_pond.phone).status_code == 422


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Mill Pond Dentists"},
        {"name": "Somebody", "phone": "107"},
        {"name": "Somebody", "phone": "+49 30 5550108"},
        {"name": "Somebody", "tax_id": "DE 123"},
    ],
)
def test_who_is_somebody_else_is_saved_at_once(manager, mill_pond, typed):
    assert send_customer(manager, **typed).status_code == 302


def test_two_customers_without_telephone_and_tax_number_are_not_alike():
    one, other = make_counterparty(name="North"), make_counterparty(name="South")
    assert customers_like(one) == customers_like(other) == []


def test_whoever_may_not_see_the_other_learns_nothing_of_it(mill_pond):
    given = {"kind": "legal", "name": mill_pond.name, "tags": ""}
    assert not CounterpartyForm(given, viewer=make_employee(roles=["manager"])).is_valid()
    for stranger in (None, make_employee(roles=[])):
        form = CounterpartyForm(given, viewer=stranger)
        assert form.is_valid()
        assert form.twins == []


def test_many_are_named_up_to_five(manager):
    for _count in range(7):
        make_counterparty(name="Oak Clinic")
    assert "; and 2 more" in send_customer(manager, name="Oak Clinic").content.decode()


def test_a_patient_of_the_same_name_and_birthday_is_named(manager):
    anna = make_patient(name="Anna Smith", born_on=date(1980, 5, 1))
    answer = send_patient(manager, name="Smith, Anna", born_on="1980-05-01", notes="Left-handed")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="/patients/{anna.pk}/"' in page
    assert "1 May 1980, 0 orders" in page
    assert "Left-handed" in page
    assert send_patient(manager, name="Smith, Anna", born_on="1980-05-02").status_code == 302
    assert Patient.objects.count() == 2


def test_an_animal_of_the_same_name_and_owner_is_named(manager):
    owner, other = make_owner(name="Ann Field"), make_owner()
    bella = make_patient(name="Bella", kind="animal", owner=owner)
    answer = send_patient(manager, kind="animal", name="BELLA", owner=owner.pk)
    assert answer.status_code == 422
    assert "Ann Field, 0 orders" in answer.content.decode()
    assert send_patient(manager, kind="animal", name="Bella", owner=other.pk).status_code == 302
    ticked = {"all_the_same": f"patient-{bella.pk}"}
    assert send_patient(manager, kind="animal", name="Bella", owner=owner.pk, **ticked).status_code == 302


def test_a_patient_with_neither_owner_nor_birthday_is_like_nobody():
    make_patient(name="Anna")
    assert patients_like(make_patient(name="Anna")) == []


def test_orders_are_counted_for_customers_and_patients():
    patient, customer = make_patient(), make_counterparty()
    make_bare_order(customer=customer, patient=patient)
    assert orders_of([customer]) == {customer.pk: 1}
    assert orders_of([patient]) == {patient.pk: 1}
    assert orders_of([]) == {}


@pytest.mark.parametrize(
    ("address", "fields", "make"),
    [
        (
            "counterparty",
            {"kind": "legal", "name": "oak clinic", "is_active": "on"},
            lambda: make_counterparty(name="Oak Clinic"),
        ),
        (
            "patient",
            {"kind": "person", "name": "Smith, Anna", "born_on": "1980-05-01"},
            lambda: make_patient(name="Anna Smith", born_on=date(1980, 5, 1)),
        ),
    ],
)
def test_the_admin_site_points_them_out_as_well(ada, address, fields, make):
    standing, url = make(), f"/admin/customers/{address}/add/"
    answer = ada.post(url, {**fields, **ROWS})
    assert answer.status_code == 200
    assert "There is already one" in answer.content.decode()
    assert type(standing).objects.count() == 1
    ticked = {"all_the_same": f"{standing._meta.model_name}-{standing.pk}"}
    assert ada.post(url, {**fields, **ROWS, **ticked}).status_code == 302
    assert type(standing).objects.count() == 2


def test_whoever_corrects_a_customer_may_merge_the_two():
    north, other = make_counterparty(name="North"), make_counterparty(name="Nord")
    given = {"name": "North", "kind": "legal"}
    manager, accountant = (make_employee(roles=[role]) for role in ("manager", "accountant"))
    link = f"/customers/{other.pk}/merge/?with={north.pk}"
    assert link in str(CounterpartyForm(given, instance=other, viewer=manager).errors)
    assert link not in str(CounterpartyForm(given, instance=other, viewer=accountant).errors)
    assert "/merge/" not in str(CounterpartyForm(given, viewer=manager).errors)
