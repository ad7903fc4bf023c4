"""What a picker offers before anything is typed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.catalog import make_service
from tests.factories.customers import make_address, make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order

pytestmark = pytest.mark.django_db


def ask(client, name, **query):
    answer = client.get(reverse(f"workflow:lately_{name}"), query)
    assert answer.status_code == 200
    return answer.json()


def test_own_latest_customers_come_first_and_those_of_others_do_not():
    mine = cause("manager")
    old = replace(mine, at=mine.at - timedelta(days=400))
    first, second = make_counterparty(name="First"), make_counterparty(name="Second")
    make_address(counterparty=first, text="1 High Street, Leeds")
    for customer, by in (
        (first, mine),
        (second, mine),
        (first, mine),
        (make_counterparty(), cause("manager")),
    ):
        make_order(customer=customer, by=by)
    make_order(customer=make_counterparty(name="Long ago"), by=old)
    rows = ask(client_of(mine.actor), "customers")
    assert [row["text"] for row in rows] == ["First", "Second"]
    assert rows[0]["detail"].startswith("Leeds · last order ")
    assert {row["group"] for row in rows} == {"Your latest customers"}


def test_a_customer_that_is_no_longer_active_is_not_offered():
    by = cause("manager")
    make_order(customer=make_counterparty(), by=by)
    customer = make_order(by=by).customer
    customer.is_active = False
    customer.save()
    assert customer.pk not in [row["id"] for row in ask(client_of(by.actor), "customers")]


def test_patients_and_services_lately_of_the_customer():
    manager = client_of(make_employee())
    crown, bridge = make_service(), make_service()
    anna, bella = make_patient(name="Anna"), make_patient(name="Bella")
    customer = make_order(make_line(crown), patient_id=anna.pk).customer
    make_order(make_line(bridge), make_line(crown), patient_id=bella.pk, customer=customer)
    make_order(make_line(make_service()), patient_id=make_patient().pk)
    patients = ask(manager, "patients", customer=customer.pk)
    assert [row["text"] for row in patients] == ["Bella", "Anna"]
    assert patients[0]["group"] == "Lately of this customer"
    assert ask(manager, "services", customer=customer.pk) == [bridge.pk, crown.pk]


@pytest.mark.parametrize("typed", ["", "x", "9" * 40, "-1", "\x00"])
@pytest.mark.parametrize("name", ["patients", "services"])
def test_nonsense_offers_nothing(name, typed):
    assert ask(client_of(make_employee()), name, customer=typed) == []


def test_an_owner_is_not_offered_the_animal_of_another():
    owner = make_owner()
    order = make_order(patient_id=make_patient(kind="animal", owner=make_owner()).pk)
    type(order).objects.filter(pk=order.pk).update(customer=owner)
    assert ask(client_of(make_employee()), "patients", customer=owner.pk) == []


def test_the_number_of_queries_does_not_depend_on_the_orders(django_assert_num_queries):
    by = cause("manager")
    manager = client_of(by.actor)
    customer = make_order(by=by, patient_id=make_patient().pk).customer
    for name in ("customers", "patients", "services"):
        ask(manager, name, customer=customer.pk)
    for _count in range(12):
        make_order(by=by, customer=customer, patient_id=make_patient().pk)
    who_asks = 3  # session, person, roles
    for name, queries in (("customers", 3), ("patients", 2), ("services", 2)):
        with django_assert_num_queries(who_asks + queries):
            ask(manager, name, customer=customer.pk)
