"""Whole orders in currencies without minor units and with three, from drawing up to payment; figures by hand.

                      JPY (no minor units)                     KWD (three)
crown                 12,345 × 3 = 37,035                      35.555 × 2 = 71.110
  its discount        7.5 % = 2,777.6… → 2,778 → 34,257        12.5 % = 8.88875 → 8.889 → 62.221
polish                980                                      4.005
lines                 35,237                                   66.226
rush 25 %             8,809.25 → 8,809                         16.5565 → 16.557
preliminary           44,046                                   82.783
  rush of the crown   8,809 × 34,257 ÷ 35,237 = 8,564.0…       16.557 × 62.221 ÷ 66.226 = 15.5557…
  crown, polish       42,821 and 1,225                         77.777 and 5.006
tax within            10 %: 44,046 ÷ 11 = 4,004.18… → 4,004    5 %: 82.783 ÷ 21 = 3.94204… → 3.942
pay of 30 % in EUR    1 EUR = 168.03 JPY                       1 KWD = 2.8125 EUR
  crown               254.84 → 76.45                           218.75 → 65.63
  polish              7.29 → 2.19                              14.08 → 4.22
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Act, ClosingDocument, ReceivableEntry
from billing.standing import balances, debt_of
from documents.order_form import order_paper
from lab.exchange import RateMissing
from orders.models import Order
from orders.states import Status
from payroll.models import PayrollEntry
from tests.factories.catalog import make_service, make_tax_rate
from tests.factories.customers import make_counterparty
from tests.factories.exchange import make_exchange_rate
from tests.factories.lab import client_of, make_employee, make_settings
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.use_cases.evidence import refused
from verification.invariants import violations
from workflow.life.produce_order import produce_order
from workflow.money.record_payment import record_payment

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Figures:
    """What one of the two comes to; amounts as they are written on pages."""

    currency: str
    prices: tuple[str, str]
    quantity: str
    discount: str
    tax_percent: str
    rate: tuple[str, str, str]
    lines: tuple[str, str]
    rush: str
    total: str
    charged: tuple[str, str]
    tax: str
    net: str
    pay: tuple[str, str]
    part: str
    rest: str
    typed_wrong: str


YEN = Figures(
    currency="JPY",
    prices=("12345", "980"),
    quantity="3",
    discount="7.5",
    tax_percent="10",
    rate=("EUR", "168.03", "JPY"),
    lines=("34,257", "980"),
    rush="8,809",
    total="44,046",
    charged=("42,821", "1,225"),
    tax="4,004",
    net="40,042",
    pay=("76.45", "2.19"),
    part="20,000",
    rest="24,046",
    typed_wrong="20000.5",
)
DINAR = Figures(
    currency="KWD",
    prices=("35.555", "4.005"),
    quantity="2",
    discount="12.5",
    tax_percent="5",
    rate=("KWD", "2.8125", "EUR"),
    lines=("62.221", "4.005"),
    rush="16.557",
    total="82.783",
    charged=("77.777", "5.006"),
    tax="3.942",
    net="78.841",
    pay=("65.63", "4.22"),
    part="50.000",
    rest="32.783",
    typed_wrong="50.0001",
)


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


@pytest.fixture(params=[YEN, DINAR], ids=lambda figures: figures.currency)
def said(request) -> Figures:
    return request.param


@pytest.fixture
def order(said) -> Order:
    """Drawn up in a rush, for a customer who is charged in that currency."""
    one, rate, other = said.rate
    make_exchange_rate(one, rate, base=other)
    make_rate(percent=Decimal(30))
    tax = make_tax_rate(percent=Decimal(said.tax_percent))
    crown, polish = (
        make_service(name=name, price=Decimal(price), currency=said.currency, tax_rate=tax)
        for name, price in zip(("Crown", "Polish"), said.prices, strict=True)
    )
    anna = make_technician(name="Anna")
    return make_order(
        make_line(crown, quantity=said.quantity, performer=anna, discount_percent=Decimal(said.discount)),
        make_line(polish, performer=anna),
        customer=make_counterparty(name="Far clinic", currency=said.currency),
        rush_percent=Decimal(25),
    )


def texts_of(client, *addresses) -> str:
    return " ".join(" ".join(client.get(address).content.decode().split()) for address in addresses)


def test_drawn_up(said, order):
    assert [line.amount for line in order.lines.current()] == [amount(text) for text in said.lines]
    price = order.priced()
    assert (price.rush, price.preliminary) == (amount(said.rush), amount(said.total))
    assert [charge.amount for charge in price.charges] == [amount(text) for text in said.charged]


def test_worked_charged_and_paid(said, order):
    order = bring_to(order, Status.REALIZED)
    act = Act.objects.get(order=order)
    assert [line.amount for line in act.lines.order_by("pk")] == [amount(text) for text in said.charged]
    assert order.final_price == amount(said.total)
    paid = PayrollEntry.objects.order_by("pk").values_list("amount", "currency")
    assert list(paid) == [(amount(text), "EUR") for text in said.pay]
    assert ReceivableEntry.objects.get().amount == debt_of(order) == amount(said.total)
    for part in (said.part, said.rest):
        record_payment(
            order.customer,
            cause("accountant"),
            amount=amount(part),
            currency=said.currency,
            received_on=timezone.localdate(),
            method="bank",
            reference="",
            order_id=order.pk,
        )
    assert balances(order.customer) == {said.currency: Decimal(0)}
    assert violations() == {}


def test_papers_say_amounts_with_the_places_of_the_currency(said, order):
    def plain(texts):
        return [text.replace(",", "") for text in texts]

    sheet = order_paper(order, ["services", "prices"])
    assert [line["amount"] for line in sheet["lines"]] == plain(said.lines)
    assert [line["price"] for line in sheet["lines"]] == list(said.prices)
    assert (sheet["steps"]["rush"], sheet["total"]) == tuple(plain((said.rush, said.total)))
    order = bring_to(order, Status.REALIZED)
    for paper in (Act.objects.get(order=order).snapshot, ClosingDocument.objects.get().snapshot):
        lines = paper.get("lines") or paper["orders"][0]["lines"]
        assert [line["amount"] for line in lines] == plain(said.charged)
        assert paper["total"] == plain([said.total])[0]
        (tax,) = paper["taxes"]
        assert [tax["tax"], tax["net"]] == plain([said.tax, said.net])


def test_pages_write_amounts_with_the_places_of_the_currency(said, order):
    order = bring_to(order, Status.REALIZED)
    client = client_of(make_employee(roles=["accountant", "manager"]))
    one = texts_of(client, f"/orders/{order.number}/")
    for text in (*said.lines, said.rush, said.total):
        assert f">{text}<" in one or f" {text} " in one, text
    lists = texts_of(
        client,
        "/billing/",
        f"/billing/customers/{order.customer_id}/",
        "/billing/documents/",
        "/acts/",
        "/orders/?status=realized",
        f"/customers/{order.customer_id}/",
    )
    assert said.total in lists
    wrong = re.compile(rf"{said.total[:6]}\.?\d*\b")
    assert {*wrong.findall(one), *wrong.findall(lists)} == {said.total}


def test_a_payment_is_typed_with_the_places_of_the_currency(said, order):
    from lab.once import new_token

    order = bring_to(order, Status.REALIZED)
    client = client_of(make_employee(roles=["accountant"]))
    form = {"amount": said.typed_wrong, "received_on": timezone.localdate().isoformat(), "method": "bank"}
    answer = client.post(f"/orders/{order.number}/do/pay/", form | {"form_token": new_token()})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "An amount in JPY has no decimals." in page or "Use at most 3 digits after the point." in page


def test_12_a_line_whose_price_is_not_what_its_rate_says_is_named():
    make_exchange_rate("CHF", "1.0672")
    order = make_order(
        make_line(make_service(price=Decimal(120))), customer=make_counterparty(currency="CHF")
    )
    assert violations() == {}
    order.lines.update(exchange_rate=Decimal("0.95"))
    assert "120.00 at 0.95 is something else" in violations()[12][0]


def test_the_dialog_says_before_posting_by_which_rate_pay_is_reckoned(said, order):
    """The base in EUR, what it is there, and the rate."""
    order = bring_to(order, Status.REVIEW)
    client = client_of(make_employee(roles=["reviewer", "accountant"]))
    page = texts_of(client, f"/orders/{order.number}/do/produce/").replace("\N{NO-BREAK SPACE}", " ")
    for text in (said.total, *said.pay):
        assert text in page or str(sum(map(Decimal, said.pay))) in page, text
    both = sum(amount(text) for text in said.charged)
    rate = "0.005951318217" if said is YEN else "2.8125"
    assert f"({both:,} {said.currency} × {rate})" in page


def test_without_a_rate_posting_is_refused_and_nothing_is_booked(said, order):
    order = bring_to(order, Status.REVIEW)
    make_settings(exchange_rate_days=0)
    tomorrow = cause("reviewer", at=timezone.now() + timedelta(days=1))
    with refused("There is no exchange rate between", RateMissing):
        produce_order(order.pk, tomorrow)
