"""What the order form is told about services."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories.catalog import make_group, make_service
from tests.factories.lab import make_employee

pytestmark = pytest.mark.django_db


def ask(client, role, **query):
    client.force_login(make_employee(roles=(role,)))
    answer = client.get(reverse("catalog:service_search"), query)
    assert answer.status_code == 200
    return answer


def test_a_service_says_what_the_order_form_needs(client):
    crown = make_service(
        code="CR1",
        name="Zirconia crown",
        group=make_group(name="Crowns"),
        price=Decimal("180.50"),
        lead_days=3,
        review_required=False,
        asks_for=["teeth!", "shade"],
    )
    assert ask(client, "manager", q="crown").json() == [
        {
            "id": crown.pk,
            "code": "CR1",
            "name": "Zirconia crown",
            "group": "Crowns",
            "price": "180.50",
            "currency": "EUR",
            "lead_days": 3,
            "review": False,
            "fields": [
                {"kind": "teeth", "label": "Teeth", "required": True},
                {"kind": "shade", "label": "Shade", "required": False},
            ],
        }
    ]


def test_a_technician_is_told_no_price(client):
    make_service(price=Decimal("4321.09"))
    answer = ask(client, "technician")
    assert len(answer.json()) == 1
    assert "price" not in answer.json()[0]
    assert b"4321" not in answer.content


def test_a_service_is_found_by_code_or_by_words_of_its_name(client):
    found = make_service(code="CR-01", name="Metal ceramic crown")
    make_service(code="BR-01", name="Bridge")
    for typed in ("cr-", "CROWN metal", "ceramic cr-01"):
        assert [row["id"] for row in ask(client, "manager", q=typed).json()] == [found.pk]


def test_what_is_no_longer_sold_is_not_offered(client):
    make_service(is_active=False)
    assert ask(client, "manager").json() == []


@pytest.mark.parametrize("typed", ["\x00", "%", "'", "x" * 5000])
def test_nonsense_finds_nothing(client, typed):
    make_service()
    assert isinstance(ask(client, "manager", q=typed).json(), list)


def test_twenty_are_shown_whatever_there_is_with_two_queries(client, django_assert_num_queries):
    for _count in range(25):
        make_service(asks_for=["note"])
    ask(client, "technician")  # the first visit of a session writes it
    who_asks = 3  # session, person, roles
    with django_assert_num_queries(who_asks + 2):
        assert len(client.get(reverse("catalog:service_search")).json()) == 20
