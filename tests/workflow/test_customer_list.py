"""The list of customers: search, filters, pages."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.billing import make_charged_order
from tests.factories.customers import make_counterparty, make_owner
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import make_order

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]


@pytest.fixture
def manager(client):
    client.force_login(make_employee(roles=("manager",)))
    return client


def listed(client, **query):
    answer = client.get(reverse("workflow:customer_list"), query)
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
    answer = manager.get(reverse("workflow:customer_list"), {"q": "x", "tag": "dental", "page": "2"})
    assert answer.context["chips"] == [
        ("“x”", "?tag=dental"),
        ("Tag: dental", "?q=x"),
    ]
    assert "No customer is like this" in answer.content.decode()


@pytest.mark.parametrize(
    "query", [{"tag": "none"}, {"kind": "x"}, {"q": "\x00"}, {"before": "-1"}, {"after": "x\x00_" + "9" * 30}]
)
def test_nonsense_in_the_address_filters_nothing(manager, query):
    make_counterparty(name="North")
    assert listed(manager, **query) == ["North"]


def test_fifty_stand_on_a_page_and_the_queries_do_not_grow(manager, django_assert_num_queries):
    listed(manager)
    with django_assert_num_queries(8):
        listed(manager)  # who asks (3), views kept, the page, count, whether there is any, tags of the filter
    for number in range(60):
        make_counterparty(name=f"Clinic {number:02}", tags=["a", "b"])
    with django_assert_num_queries(11):  # … the tags of its rows, open orders, last ones, balances
        assert len(listed(manager)) == 50
    answer = manager.get(reverse("workflow:customer_list"))
    answer = manager.get(reverse("workflow:customer_list") + answer.context["older_url"])
    assert answer.context["listed"].rows[0].name == "Clinic 50"


def test_a_row_says_what_is_open_and_what_is_owed_to_those_who_may_see_it(manager, client):
    owed = make_charged_order("120.00", customer=make_counterparty(name="North"))
    make_order(customer=owed.customer)
    row = manager.get(reverse("workflow:customer_list")).context["rows"][0]
    assert (row.open_orders, row.balances) == (2, [("EUR", Decimal("120.00"))])
    assert row.last_order.date() == timezone.now().date()
    page = (
        client_of(make_employee(roles=["technician"])).get(reverse("workflow:customer_list")).content.decode()
    )
    assert "120.00" not in page
    assert "Balance" not in page
