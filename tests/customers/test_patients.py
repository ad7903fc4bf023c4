"""The register of patients: list, form, owners."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from customers.models import Counterparty, Patient
from lab.models import Event
from lab.once import new_token
from tests.factories.customers import make_counterparty, make_owner, make_patient
from tests.factories.lab import make_employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    client.force_login(make_employee(roles=("manager",)))
    return client


def typed(**fields):
    return {"form_token": new_token(), "kind": "animal", "name": "Bella", **fields}


def add(client, **fields):
    return client.post(reverse("customers:patient_new"), typed(**fields))


def test_an_animal_is_registered_with_an_owner_who_is_known(manager):
    owner = make_owner()
    answer = add(manager, owner=owner.pk, species="dog", born_on="2022-05-01")
    dog = Patient.objects.get()
    assert answer.url == f"/patients/{dog.pk}/"
    assert (dog.owner, dog.species, str(dog.born_on)) == (owner, "dog", "2022-05-01")
    assert Event.objects.get().verb == "register_patient"


def test_an_owner_who_is_typed_becomes_a_customer(manager):
    add(manager, new_owner_name=" Ann  Field ", new_owner_phone="555")
    owner = Counterparty.objects.get()
    assert (owner.kind, owner.is_owner, owner.name, owner.phone) == ("natural", True, "Ann Field", "555")
    assert Patient.objects.get().owner == owner
    assert "ann field" in Patient.objects.get().search_text


def test_an_owner_typed_again_is_the_same_person(manager):
    add(manager, new_owner_name="Ann Field", new_owner_phone="555")
    add(manager, name="Rex", new_owner_name="Ann Field", new_owner_phone="555")
    add(manager, name="Max", new_owner_name="ANN  field", new_owner_phone="5-55")
    assert Counterparty.objects.count() == 1
    other = {"name": "Tom", "new_owner_name": "Ann Field", "new_owner_phone": "777"}
    assert add(manager, **other).status_code == 422
    add(manager, **other, all_the_same=f"counterparty-{Counterparty.objects.get().pk}")
    assert Counterparty.objects.count() == 2
    assert Counterparty.objects.get(phone="555").animals.count() == 3


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Enter the name."),
        ({"kind": "person", "species": "dog"}, "Only for animals"),
        ({"kind": "person", "new_owner_name": "Ann"}, "Only for animals"),
        ({"new_owner_phone": "555"}, "Enter the owner&#x27;s name too"),
        ({"born_on": "1492-01-01"}, "is too long ago"),
        ({"born_on": "soon"}, "Enter a day, for example"),
        ({"owner": "999999"}, "This choice is not there any more"),
        ({"owner": "x"}, "This choice is not there any more"),
        ({"name": "x" * 151}, "151 signs, of which 150 have room"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_stays_typed(manager, fields, sentence):
    answer = add(manager, notes="Bites", **fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Bites" in page
    assert not Patient.objects.exists()
    assert not Counterparty.objects.exists()


def test_nobody_is_born_tomorrow(manager):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "This day has not come yet" in add(manager, born_on=tomorrow).content.decode()


def test_a_chosen_owner_and_a_typed_one_exclude_each_other(manager):
    answer = add(manager, owner=make_owner(name="Ann Field").pk, new_owner_name="Somebody")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "An owner is chosen already" in page
    assert "Ann Field" in page  # the choice is still there
    assert "Somebody" in page


def test_a_clinic_owns_no_animal(manager):
    assert add(manager, owner=make_counterparty().pk).status_code == 422
    assert not Patient.objects.exists()


def test_the_form_lists_only_the_owner_who_is_chosen(manager, django_assert_num_queries):
    owners = [make_owner() for _count in range(30)]
    dog = make_patient(kind="animal", owner=owners[0])
    page = manager.get(reverse("customers:patient_edit", args=[dog.pk])).content.decode()
    assert owners[0].name in page
    assert owners[1].name not in page


def test_a_patient_is_corrected(manager):
    dog = make_patient(name="Bela", kind="animal", owner=make_owner())
    answer = manager.post(reverse("customers:patient_edit", args=[dog.pk]), typed(owner=""))
    dog.refresh_from_db()
    assert answer.status_code == 302
    assert (dog.name, dog.owner) == ("Bella", None)
    assert Event.objects.get().verb == "correct_patient"


def test_only_managers_write_in_the_register(client):
    dog = make_patient()
    for role in ("technician", "reviewer", "accountant"):
        client.force_login(make_employee(roles=(role,)))
        assert client.get(reverse("customers:patient_list")).status_code == 200
        assert client.get(reverse("customers:patient_edit", args=[dog.pk])).status_code == 403
        assert add(client).status_code == 403


def listed(client, **query):
    answer = client.get(reverse("customers:patient_list"), query)
    assert answer.status_code == 200
    return [row.name for row in answer.context["listed"].rows]


def test_the_register_is_searched_and_filtered(manager):
    owner = make_owner(name="Ann Field")
    make_patient(name="Bella", kind="animal", species="dog", owner=owner)
    make_patient(name="Mr Adams", card_number="C-17")
    assert listed(manager) == ["Bella", "Mr Adams"]
    assert listed(manager, q="field") == ["Bella"]
    assert listed(manager, q="c-17") == ["Mr Adams"]
    assert listed(manager, kind="person") == ["Mr Adams"]
    assert listed(manager, owner=owner.pk) == ["Bella"]
    assert listed(manager, owner="x", kind="y") == ["Bella", "Mr Adams"]


def test_the_queries_do_not_grow_with_the_register(manager, django_assert_num_queries):
    listed(manager)
    for _count in range(60):
        make_patient(kind="animal", owner=make_owner())
    with django_assert_num_queries(7):  # who asks (3), views kept, count, page, what was ordered last
        assert len(listed(manager)) == 50
