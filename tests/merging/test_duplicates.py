"""Who may stand in the register twice: found in a few statements, however many there are."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.billing import make_priced_order
from tests.factories.customers import make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_employee
from tests.merging.test_there_and_back import manager
from workflow.merging import duplicates
from workflow.merging.duplicates import customers_twice, patients_twice
from workflow.merging.merge_customers import merge_customers

pytestmark = pytest.mark.django_db


def named(found):
    return [[one.record for one in group.candidates] for group in found.groups]


def test_customers_of_one_name_or_tax_number_whoever_has_more_orders_first(django_assert_num_queries):
    first, busy = make_counterparty(name="North"), make_counterparty(name="NORTH")
    south, other = make_counterparty(name="South", tax_id="7"), make_counterparty(name="Süd", tax_id="7")
    make_counterparty(name="East")
    make_priced_order(customer=busy)
    with django_assert_num_queries(4):
        found = customers_twice()
    assert named(found) == [[busy, first], [south, other]]
    assert not found.is_more


def test_a_group_that_is_alike_in_two_ways_is_named_once():
    two = [make_counterparty(name="North", tax_id="7") for _time in range(2)]
    assert named(customers_twice()) == [two]


def test_a_dash_is_a_space_as_often_as_not():
    two = [
        make_counterparty(name=name) for name in ("Cedar Hill Dental Surgery", "CEDAR HILL Dental-Surgery")
    ]
    make_counterparty(name="Cedar Hill")
    assert named(customers_twice()) == [two]


def test_whoever_was_merged_stands_here_no_more():
    first, second = (make_counterparty(name="North") for _time in range(2))
    merge_customers(first.pk, second.pk, manager())
    assert named(customers_twice()) == []


def test_patients_of_one_name_and_birthday_or_owner(django_assert_num_queries):
    born, owner = date(1980, 1, 2), make_owner()
    eves = [make_patient(name="Eve", born_on=born) for _time in range(2)]
    make_patient(name="Eve", born_on=date(1990, 1, 2))
    make_patient(name="Eve")
    dogs = [make_patient(kind="animal", name="Rex", owner=owner) for _time in range(2)]
    make_patient(kind="animal", name="Rex", owner=make_owner())
    with django_assert_num_queries(4):
        found = patients_twice()
    assert named(found) == [eves, dogs]


def test_the_first_hundred_are_shown_and_that_there_are_more(monkeypatch):
    monkeypatch.setattr(duplicates, "MOST", 2)
    for name in ("a", "a", "b", "b", "c", "c"):
        make_counterparty(name=name)
    found = customers_twice()
    assert (len(found.groups), found.is_more) == (2, True)


def test_the_pages_lead_to_the_merge():
    client = client_of(make_employee(roles=["manager"]))
    first, second = (make_counterparty(name="North") for _time in range(2))
    page = client.get(reverse("workflow:customer_duplicates"))
    assert f"/customers/{first.pk}/merge/?with={second.pk}" in page.content.decode()
    assert "Nobody stands here twice" in client.get(reverse("workflow:patient_duplicates")).content.decode()
