"""The page of a customer: its orders, its debt, and who is shown which."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.standing import free_advance
from lab.once import new_token
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_address, make_contact, make_counterparty, make_owner, make_patient
from tests.factories.lab import client_of, make_employee, make_settings
from tests.factories.orders import make_line, make_order, make_technician

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def visit(client):
    def come_as(role, customer):
        client.force_login(make_employee(roles=(role,)))
        return client.get(reverse("workflow:customer_page", args=[customer.pk]))

    return come_as


def order_of(customer, price="123.45", **fields):
    line = make_line(make_service(price=Decimal(price)), performer=make_technician())
    return make_order(line, customer=customer, **fields)


def test_the_page_tells_what_is_known_of_the_customer(visit):
    customer = make_counterparty(
        name="North Clinic", legal_name="North Ltd", requisites="IBAN 77", notes="Ring twice", tags=["dental"]
    )
    make_contact(counterparty=customer, name="Dr Ivanova")
    make_address(counterparty=customer, text="1 High Street")
    page = visit("technician", customer).content.decode()
    for said in (
        "North Clinic",
        "North Ltd",
        "IBAN 77",
        "Ring twice",
        "dental",
        "Dr Ivanova",
        "1 High Street",
    ):
        assert said in page


def test_its_orders_stand_there_and_no_others(visit):
    customer = make_counterparty()
    own, other = order_of(customer), order_of(make_counterparty())
    page = visit("technician", customer).content.decode()
    assert own.number in page
    assert other.number not in page


def test_the_newest_twenty_are_shown_with_a_way_to_all_of_them(visit):
    customer = make_counterparty()
    numbers = [order_of(customer).number for _count in range(21)]
    page = visit("manager", customer).content.decode()
    assert numbers[0] not in page
    assert all(number in page for number in numbers[1:])
    assert f'href="/orders/?customer={customer.pk}"' in page
    assert "All 21 orders" in page


@pytest.mark.parametrize(
    ("role", "prices", "debt"),
    [
        ("manager", True, True),
        ("accountant", True, True),
        ("reviewer", True, False),
        ("technician", False, False),
    ],
)
def test_prices_and_debt_are_for_those_who_may_see_them(visit, role, prices, debt):
    customer = make_counterparty()
    order_of(customer, price="123.45", status=Status.REALIZED)
    answer = visit(role, customer)
    assert ("123.45" in answer.content.decode()) is prices
    assert ("balance" in [panel.key for panel in answer.context["side_panels"]]) is debt


def test_what_is_owed_leads_to_the_statement(visit):
    customer = make_counterparty()
    order_of(customer, status=Status.REALIZED)
    page = visit("accountant", customer).content.decode()
    assert reverse("billing:customer_ledger", args=[customer.pk]) in page


@pytest.mark.parametrize(
    ("role", "orders", "pays"), [("administrator", True, True), ("technician", False, False)]
)
def test_the_page_begins_with_what_one_does_there(visit, role, orders, pays):
    customer = make_counterparty(phone="+49 30 55501", email="c@example.org")
    order = order_of(customer, status=Status.REALIZED)
    page = " ".join(visit(role, customer).text.partition("<h1")[2].partition("order-columns")[0].split())
    for link in ('href="tel:+493055501"', 'href="mailto:c@example.org"'):
        assert link in page
    assert (f'href="/orders/new/?customer={customer.pk}"' in page) is orders
    assert (f"/customers/{customer.pk}/payment/" in page) is pays
    assert ("123.45 EUR" in page and "since today" in page) is pays
    assert order.number not in page


def test_an_owner_whom_the_laboratory_takes_no_orders_of_is_offered_none(visit):
    make_patient(kind="animal", owner=(owner := make_owner()))
    assert visit("manager", owner).context["new_order_url"] == ""
    make_settings(owners_may_order=True)
    assert f"customer={owner.pk}&patient=" in visit("manager", owner).context["new_order_url"]


def test_the_currency_stands_in_the_head_of_the_prices(visit):
    page = visit("manager", order_of(make_counterparty()).customer).content.decode()
    assert "Price, EUR" in " ".join(page.split())


def test_an_owner_has_animals_and_a_clinic_has_none(visit):
    owner = make_owner()
    dog = make_patient(name="Bella", kind="animal", owner=owner)
    assert reverse("workflow:patient_page", args=[dog.pk]) in visit("technician", owner).content.decode()
    clinic = visit("technician", make_counterparty())
    assert clinic.context["main_panels"] == []
    assert [panel.key for panel in clinic.context["empty"]] == ["contacts", "orders"]
    assert "Nothing yet: Contacts, Orders" in " ".join(re.sub("<[^>]*>", " ", clinic.text).split()).replace(
        " ,", ","
    )


def test_only_those_who_may_change_a_customer_are_offered_it(visit):
    customer = make_counterparty()
    address = reverse("customers:customer_edit", args=[customer.pk])
    assert address in visit("accountant", customer).content.decode()
    assert address not in visit("technician", customer).content.decode()


def test_the_queries_do_not_grow_with_the_orders(client, django_assert_max_num_queries):
    customer = make_counterparty(tags=["a"])
    client.force_login(make_employee())
    address = reverse("workflow:customer_page", args=[customer.pk])
    counted = []
    for more in (1, 8):
        for _count in range(more):
            order_of(customer)
            make_contact(counterparty=customer)
        client.get(address)
        with django_assert_max_num_queries(19) as queries:
            client.get(address)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_an_unknown_customer_is_not_found(client):
    client.force_login(make_employee())
    assert client.get("/customers/77777/").status_code == 404


def test_a_payment_without_an_order_is_an_advance_of_the_customer():
    customer, accountant = make_counterparty(), make_employee(roles=["accountant"])
    url = f"/customers/{customer.pk}/payment/"
    body = {
        "amount": "1 250,50",
        "received_on": timezone.localdate().isoformat(),
        "method": "bank",
        "form_token": new_token(),
    }
    assert client_of(accountant).post(url, body).status_code == 302
    assert client_of(accountant).post(url, body).status_code == 302
    assert free_advance(customer, "EUR") == Decimal("1250.50")


def test_a_payment_from_the_future_is_refused_and_nothing_typed_is_lost():
    customer, accountant = make_counterparty(), make_employee(roles=["accountant"])
    tomorrow = timezone.localdate() + timedelta(days=1)
    body = {
        "amount": "NaN",
        "received_on": tomorrow.isoformat(),
        "method": "bank",
        "reference": "kept",
        "form_token": new_token(),
    }
    answer = client_of(accountant).post(f"/customers/{customer.pk}/payment/", body)
    assert answer.status_code == 422
    assert "in the future" in answer.text
    assert "Enter a number" in answer.text
    assert "kept" in answer.text


@pytest.mark.parametrize(("status", "said"), [(Status.PRODUCTION, True), (Status.REALIZED, False)])
def test_only_a_price_that_may_still_change_is_called_preliminary(visit, status, said):
    customer = make_counterparty()
    order_of(customer, status=status)
    assert ("preliminary" in visit("manager", customer).text) == said
