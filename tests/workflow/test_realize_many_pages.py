"""Realizing many: ticked in the list or all of a customer; what is said before, what is said of each afterwards."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import ClosingDocument, RealizedTogether
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import cause, make_line, make_order, make_technician
from verification.invariants import violations
from workflow.life.reopen_order import reopen_order
from workflow.life.unrealize_order import unrealize_order

pytestmark = pytest.mark.django_db
PAGE = "/billing/realize/"


@pytest.fixture
def accountant():
    return client_of(make_employee("Marion", roles=["accountant"]))


@pytest.fixture
def produced():
    service, performer = make_service(price=120), make_technician()

    def make(**fields):
        return make_order(make_line(service, performer=performer), status=Status.PRODUCED, **fields)

    return make


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def entry(order) -> str:
    return f"{order.pk}:{order.version}"


def press(client, *entries, token=None, **fields):
    return client.post(PAGE, {"form_token": token or uuid.uuid4(), "entry": list(entries), **fields})


def test_the_page_names_for_each_customer_what_will_be_issued(accountant, produced):
    north, south = make_counterparty(name="North"), make_counterparty(name="South", payment_days=0)
    orders = [produced(customer=north), produced(customer=north), produced(customer=south)]
    answer = accountant.get(PAGE, {"ticked": "yes", "entry": [order.pk for order in orders]})
    said = text_of(answer)
    assert "North what is ticked comes under one closing document" in said
    assert "240.00 EUR" in said
    assert "South what is ticked comes under one closing document, to be paid by" in said
    assert answer.content.decode().count("checked") == 3
    assert not ClosingDocument.objects.exists()


def test_all_produced_orders_of_a_customer_are_offered(accountant, produced):
    customer = make_counterparty()
    mine = produced(customer=customer)
    other = produced()
    said = accountant.get(PAGE, {"customer": customer.pk}).content.decode()
    assert entry(mine) in said
    assert entry(other) not in said
    assert "Realize 1 produced" in text_of(accountant.get(customer.get_absolute_url()))


def test_a_press_leads_to_what_became_of_each(accountant, produced):
    first, second, stale = produced(), produced(), produced()
    answer = press(accountant, entry(first), entry(second), f"{stale.pk}:1")
    page = accountant.get(answer.url)
    said = text_of(page)
    assert "2 orders are realized. 1 is not." in said
    assert "The order has changed since you opened it" in said
    for document in ClosingDocument.objects.all():
        assert f"realized under {document.number}" in said
    assert violations() == {}


def test_a_press_that_comes_twice_acts_once_and_leads_to_the_same_page(accountant, produced):
    order, token = produced(), uuid.uuid4()
    first, second = (press(accountant, entry(order), token=token) for _ in range(2))
    assert first.url == second.url
    assert ClosingDocument.objects.count() == RealizedTogether.objects.count() == 1


def test_nothing_ticked_comes_back_with_the_same_orders_and_a_sentence(accountant, produced):
    first, second = produced(), produced()
    answer = press(accountant, shown=f"{first.pk},{second.pk}")
    assert answer.status_code == 422
    assert "Tick at least one order." in text_of(answer)
    assert entry(first) in answer.content.decode()
    assert "checked" not in answer.content.decode()
    empty = text_of(accountant.get(PAGE, {"ticked": "yes"}))
    assert "No order is ticked" in empty


@pytest.mark.parametrize("sent", ["x", "0:1", "9" * 30, "1:2:3", "1;DROP"])
def test_rows_that_were_not_sent_as_they_stood_are_refused_in_words(accountant, produced, sent):
    produced()
    answer = press(accountant, sent)
    assert answer.status_code == 422
    assert "Some rows of this page were not sent as they stood" in text_of(answer)


def test_an_order_that_cannot_be_realized_is_shown_with_its_reason_and_without_a_box(accountant, produced):
    order = reopen_order(produced().pk, cause(), reason="again")
    said = accountant.get(PAGE, {"entry": order.pk})
    assert "This is not possible while the order is in the state “Production”." in text_of(said)
    assert f'value="{order.pk}:' not in said.content.decode()


def test_the_list_sums_produced_orders_for_those_who_may_realize(produced):
    order, other = produced(), make_order()
    for role, may in (("accountant", True), ("manager", True), ("reviewer", False), ("technician", False)):
        said = client_of(make_employee(roles=[role])).get("/orders/?status=all").content.decode()
        amounts = dict(re.findall(r'name="entry"\s+value="(\d+):\d+"\s+data-amount="([^"]*)"', said))
        assert amounts == {str(order.pk): "120.00" if may else "", str(other.pk): ""}
        assert ("Realize ticked orders" in said) is may
        assert "Print ticked orders" in said


def test_a_list_without_produced_orders_realizes_none(accountant):
    make_order()
    said = accountant.get("/orders/?status=all").content.decode()
    assert "Print ticked orders" in said
    assert "Realize ticked orders" not in said


@pytest.mark.parametrize(
    "asked", ["all=yes&custmer=5", "all=yes&customer=x", "all=yes&q=-", "all=yes&customer=0", "entry=x"]
)
def test_an_address_that_makes_no_sense_offers_no_order(accountant, produced, asked):
    order = produced()
    assert order.number in text_of(accountant.get(f"{PAGE}?all=yes"))
    page = accountant.get(f"{PAGE}?{asked}")
    assert page.status_code == 200
    assert order.number not in text_of(page)
    assert page.context["groups"] == []


def test_who_is_no_customer_is_not_found(accountant, produced):
    produced()
    for asked in ("x", "0", "987654"):
        assert accountant.get(PAGE, {"customer": asked}).status_code == 404


def test_what_became_of_a_press_stays_as_it_was(accountant, produced):
    order = produced()
    address = press(accountant, entry(order)).url
    unrealize_order(order.pk, cause(), reason="wrong")
    document = ClosingDocument.objects.order_by("pk").first()
    assert f"realized under {document.number} 120.00 EUR" in text_of(accountant.get(address))
    assert accountant.get("/billing/realized/987654/").status_code == 404


def test_the_pages_take_as_many_statements_for_many_orders_as_for_few(accountant, produced):
    def cost(address):
        accountant.get(address)
        with CaptureQueriesContext(connection) as captured:
            accountant.get(address)
        return len(captured)

    for _ in range(2):
        produced()
    few = cost(PAGE)
    event = press(accountant, *[entry(order) for order in Order.objects.all()]).url
    few_told = cost(event)
    for _ in range(6):
        produced()
    assert cost(PAGE) == few <= 10
    event = press(accountant, *[entry(order) for order in Order.objects.filter(status="produced")]).url
    assert cost(event) == few_told <= 10
