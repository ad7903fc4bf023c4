"""The catalogue: list, page, and what a technician is not shown."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories.catalog import make_group, make_material, make_service
from tests.factories.lab import make_employee

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def visit(client):
    def come_as(role):
        client.force_login(make_employee(roles=(role,)))
        return client

    return come_as


def listed(client, **query):
    answer = client.get(reverse("catalog:service_list"), query)
    assert answer.status_code == 200
    return [row.code for row in answer.context["listed"].rows]


def test_the_catalogue_is_grouped_searched_and_filtered(visit):
    client = visit("manager")
    crowns = make_group(name="Crowns", department="Dental", position=2)
    make_service(code="B", name="Blood count", group=make_group(name="Blood", department="Veterinary"))
    make_service(code="C2", name="Metal crown", group=crowns)
    make_service(code="C1", name="Zirconia crown", group=crowns)
    make_service(code="X", name="Old crown", group=crowns, is_active=False)
    assert listed(client) == ["C1", "C2", "B"]
    assert listed(client, q="crown metal") == ["C2"]
    assert listed(client, department="Veterinary") == ["B"]
    assert listed(client, inactive="on") == ["C1", "C2", "X", "B"]
    assert listed(client, department="none") == ["C1", "C2", "B"]


@pytest.mark.parametrize(("role", "sees"), [("manager", True), ("accountant", True), ("technician", False)])
def test_prices_are_for_those_who_may_see_them(visit, role, sees):
    client = visit(role)
    service = make_service(price=Decimal("4321.09"), asks_for=["shade!"], norms={make_material(): 2})
    for address in (reverse("catalog:service_list"), reverse("workflow:service_page", args=[service.pk])):
        page = client.get(address).content.decode()
        assert service.name in page
        assert ("4,321.09" in page) is sees


def test_the_page_says_what_a_line_asks_for_and_what_it_uses(visit):
    material = make_material(name="Zirconia disc", unit="piece")
    service = make_service(asks_for=["teeth!", "note"], norms={material: Decimal("0.125")}, lead_days=3)
    page = visit("technician").get(reverse("workflow:service_page", args=[service.pk])).content.decode()
    for said in ("Teeth", "Note", "Zirconia disc", "0.125", "3 working days"):
        assert said in page


def test_the_queries_do_not_grow_with_the_catalogue(visit, django_assert_num_queries):
    client = visit("technician")
    listed(client)
    group = make_group()
    for _count in range(60):
        make_service(group=group)
    with django_assert_num_queries(7):  # who asks (3), views kept, departments, count, page
        assert len(listed(client)) == 50


def test_an_unknown_service_is_not_found(visit):
    assert visit("manager").get(reverse("workflow:service_page", args=[10**30])).status_code == 404
