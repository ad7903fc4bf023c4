"""The list of customers: search, filters, pages."""

import pytest
from django.urls import reverse

from tests.factories.customers import make_counterparty, make_owner
from tests.factories.lab import make_employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    client.force_login(make_employee(roles=("manager",)))
    return client


def listed(client, **query):
    answer = client.get(reverse("customers:customer_list"), query)
    assert answer.status_code == 200
    return [row.name for row in answer.context["listed"].rows]


def test_the_list_is_searched_and_filtered(manager):
    make_counterparty(name="North", tags=["dental"], phone="777")
    make_counterparty(name="South", is_active=False)
    make_owner(name="Ann")
    assert listed(manager) == ["Ann", "North"]
    assert listed(manager, q="777") == ["North"]
    assert listed(manager, tag="dental") == ["North"]
    assert listed(manager, kind="natural") == ["Ann"]
    assert listed(manager, inactive="on") == ["Ann", "North", "South"]


def test_each_filter_is_named_and_can_be_taken_away_alone(manager):
    make_counterparty(tags=["dental"])
    answer = manager.get(reverse("customers:customer_list"), {"q": "x", "tag": "dental", "page": "2"})
    assert answer.context["filters"].chips == [
        ("Search: x", "?tag=dental"),
        ("Tag: dental", "?q=x"),
    ]
    assert "No customer is like this" in answer.content.decode()


@pytest.mark.parametrize(
    "query", [{"tag": "none"}, {"kind": "x"}, {"q": "\x00"}, {"page": "-1"}, {"page": "9" * 30}]
)
def test_nonsense_in_the_address_filters_nothing(manager, query):
    make_counterparty(name="North")
    assert listed(manager, **query) == ["North"]


def test_fifty_stand_on_a_page_and_the_queries_do_not_grow(manager, django_assert_num_queries):
    listed(manager)
    with django_assert_num_queries(5):
        listed(manager)  # who asks (3), tags of the filter, count
    for number in range(60):
        make_counterparty(name=f"Clinic {number:02}", tags=["a", "b"])
    with django_assert_num_queries(7):  # and the page, and the tags of its rows
        assert len(listed(manager)) == 50
    assert listed(manager, page=2)[0] == "Clinic 50"
    assert listed(manager, page=9)[0] == "Clinic 50"
