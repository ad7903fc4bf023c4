"""A patient's card: who it is, its orders, the files of these orders."""

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import Attachment
from tests.factories.customers import make_owner, make_patient
from tests.factories.lab import make_employee
from tests.factories.orders import make_order

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def technician(client):
    client.force_login(make_employee(roles=("technician",)))
    return client


def card(client, patient):
    return client.get(reverse("workflow:patient_page", args=[patient.pk])).content.decode()


def attach(order, name, **fields):
    return Attachment.objects.create(
        order=order,
        name=name,
        key="00/00/" + "0" * 32,
        size=2048,
        sha256="0" * 64,
        uploaded_by=make_employee(),
        uploaded_at=timezone.now(),
        **fields,
    )


def test_the_card_tells_who_the_patient_is(technician):
    owner = make_owner(name="Ann Field", phone="555")
    dog = make_patient(name="Bella", kind="animal", species="dog", breed="beagle", owner=owner, notes="Bites")
    page = card(technician, dog)
    for said in ("Bella", "dog", "beagle", "Ann Field", "555", "Bites", f'href="/customers/{owner.pk}/"'):
        assert said in page


def test_the_card_has_the_orders_of_this_patient_alone(technician):
    dog = make_patient(kind="animal")
    own, other = make_order(patient_id=dog.pk), make_order(patient_id=make_patient().pk)
    page = card(technician, dog)
    assert own.number in page
    assert own.customer.name in page
    assert other.number not in page


def test_a_new_order_is_for_the_patient_and_for_whoever_ordered_last(client):
    client.force_login(make_employee(roles=["manager"]))
    dog = make_patient(kind="animal", owner=make_owner(phone="+49 30 777"))
    assert f'href="/orders/new/?patient={dog.pk}"' in card(client, dog)
    last = make_order(patient_id=dog.pk)
    page = card(client, dog)
    assert f'href="/orders/new/?customer={last.customer_id}&amp;patient={dog.pk}"' in page
    assert 'href="tel:+4930777"' in page
    form = client.get(f"/orders/new/?customer={last.customer_id}&patient={dog.pk}").context["head"]
    assert (form["customer"].value(), form["patient_name"].value()) == (last.customer_id, dog.name)
    assert last.number in client.get("/patients/").text


def test_the_files_of_its_orders_stand_on_the_card_with_their_order(technician):
    patient = make_patient()
    order = make_order(patient_id=patient.pk)
    scan = attach(order, "scan.stl")
    attach(order, "gone.stl", removed_at=timezone.now())
    attach(make_order(), "foreign.stl")
    page = card(technician, patient)
    assert "scan.stl" in page
    assert reverse("documents:file", args=[scan.pk]) in page
    assert "gone.stl" not in page
    assert "foreign.stl" not in page


def test_the_queries_do_not_grow_with_orders_and_files(technician, django_assert_max_num_queries):
    patient, counted = make_patient(), []
    for more in (1, 8):
        for _count in range(more):
            attach(make_order(patient_id=patient.pk), "scan.stl")
        card(technician, patient)
        with django_assert_max_num_queries(14) as queries:
            card(technician, patient)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_an_unknown_patient_is_not_found(technician):
    assert technician.get("/patients/77777/").status_code == 404
