"""The margin of an order: price less pay and materials, from what stands in the books, for those who see all three."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lab.models import LabSettings
from orders.models import Order
from orders.states import Status
from stock.ledger import ReceivedLine
from tests.factories.catalog import make_material, make_service
from tests.factories.exchange import make_exchange_rate
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.factories.stock import make_receipt, make_stocked
from workflow.life.reopen_order import reopen_order
from workflow.money.adjust_price import adjust_price
from workflow.money.margin import margin_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def crown():
    """120.00 with 2 g of ceramic at 3.10 and a disc without a price; performers earn 30 %, assistants 5.00."""
    ceramic, disc = make_material(name="Ceramic"), make_stocked("50", name="Disc")
    make_receipt(ReceivedLine(ceramic.pk, Decimal(100), unit_cost=Decimal("3.10")))
    make_rate(percent=Decimal(30))
    make_rate(role="assistant", amount=Decimal(5))
    return make_service(name="Crown", price=Decimal(120), norms={ceramic: Decimal(2), disc: Decimal(1)})


@pytest.fixture
def order(crown):
    anna, ben = make_technician(name="Anna"), make_technician(name="Ben")
    line = make_line(crown, quantity="2", performer=anna, assistant=ben, discount_percent=Decimal(10))
    return make_order(line, make_line(crown, performer=ben), status=Status.PRODUCED)


def panel_of(order, role) -> str:
    text = client_of(make_employee(roles=[role])).get(f"/orders/{order.number}/").text
    return " ".join(text.partition('id="panel-margin"')[2].partition("</section>")[0].split())


def test_it_is_the_price_less_what_is_booked(order):
    margin = margin_of(order)
    assert (margin.price, margin.pay, margin.materials) == (
        Decimal("336.00"),
        Decimal("64.80") + Decimal(10) + Decimal("36.00"),
        Decimal("18.60"),
    )
    assert (margin.amount, margin.percent) == (Decimal("206.60"), Decimal("61.5"))
    assert margin.uncosted == 1


def test_each_figure_opens_entries_that_add_up_to_it(order):
    margin = margin_of(order)
    assert sum(entry.amount for entry in margin.price_entries) == margin.price
    assert sum(entry.amount for entry in margin.pay_entries) == margin.pay
    assert sum(entry.cost for entry in margin.material_entries) == margin.materials
    assert [(m.name, m.quantity, m.is_costed) for m in margin.material_entries] == [
        ("Ceramic", Decimal(6), True),
        ("Disc", Decimal(3), False),
    ]


def test_what_is_reversed_counts_no_more_and_without_an_act_there_is_no_margin(order):
    reopen_order(order.pk, cause(), reason="the shade")
    margin = margin_of(Order.objects.get(pk=order.pk))
    assert (margin.is_final, margin.price) == (False, Decimal("336.00"))
    assert (margin.pay, margin.materials, margin.amount, margin.percent) == (None, None, None, None)


def test_pay_above_the_price_is_a_margin_below_nothing():
    make_rate(amount=Decimal(150))
    line = make_line(make_service(price=Decimal(100)), performer=make_technician())
    margin = margin_of(make_order(line, status=Status.PRODUCED))
    assert (margin.amount, margin.percent) == (Decimal(-50), Decimal("-50.0"))


def test_an_order_for_nothing_has_no_percent():
    line = make_line(make_service(price=Decimal(0)), performer=make_technician())
    margin = margin_of(make_order(line, status=Status.PRODUCED))
    assert (margin.amount, margin.percent) == (Decimal(0), None)


def test_the_panel_shows_it_with_links_to_what_is_behind(order):
    shown = panel_of(order, "accountant")
    month = timezone.localdate().isoformat()[:7]
    for word in (
        "336.00",
        "110.80",
        "18.60",
        "206.60",
        "61.5 %",
        "1 material without a price",
        f"?month={month}",
    ):
        assert word in shown, word
    assert "/stock/" in shown
    assert "/pdf/" in shown


@pytest.mark.parametrize(("role", "sees"), [("manager", True), ("reviewer", False), ("technician", False)])
def test_only_who_sees_prices_and_pay_sees_it(order, role, sees):
    assert bool(panel_of(order, role)) is sees


@pytest.mark.parametrize("status", [Status.PRODUCED, Status.PRODUCTION])
def test_many_entries_cost_no_more_questions_than_one(crown, status):
    def asked(count):
        lines = [make_line(crown, performer=make_technician()) for _ in range(count)]
        order = Order.objects.get(pk=make_order(*lines, status=status).pk)
        with CaptureQueriesContext(connection) as questions:
            margin_of(order)
        return len(questions)

    assert asked(1) == asked(9) <= 5


def test_a_rush_order_names_its_surcharge_among_what_makes_the_price(order):
    reopen_order(order.pk, cause(), reason="the shade")
    Order.objects.filter(pk=order.pk).update(rush_percent=Decimal(10))
    margin = margin_of(Order.objects.get(pk=order.pk))
    assert (margin.price, margin.price_entries[-1].amount) == (Decimal("369.60"), Decimal("33.60"))
    assert sum(entry.amount for entry in margin.price_entries) == margin.price


def test_an_order_in_a_foreign_currency_is_worth_what_its_booked_rates_say(crown):
    """120.00 CHF × 1.0672 = 128.06 EUR; pay is 30 % of it, 38.42; ceramic 2 × 3.10. A later rate changes nothing."""
    make_exchange_rate("CHF", "1.0672")
    order = make_order(make_line(crown, performer=make_technician()))
    Order.objects.filter(pk=order.pk).update(currency="CHF")
    order = bring_to(Order.objects.get(pk=order.pk), Status.PRODUCED)
    make_exchange_rate("CHF", "1.2")
    margin = margin_of(order)
    assert (margin.price, margin.worth) == (120, Decimal("128.06"))
    assert (margin.pay, margin.materials) == (Decimal("38.42"), Decimal("6.20"))
    assert margin.amount == Decimal("83.44")
    shown = panel_of(order, "accountant")
    for word in ("120.00 CHF", "128.06 EUR", "Margin, EUR", "83.44"):
        assert word in shown, word


def test_where_no_booked_rate_says_what_the_price_is_worth_there_is_no_margin(order):
    Order.objects.filter(pk=order.pk).update(currency="CHF")
    order = Order.objects.get(pk=order.pk)
    margin = margin_of(order)
    assert (margin.worth, margin.amount, margin.percent) == (None, None, None)
    assert "No booked rate says what the price in CHF is in EUR" in panel_of(order, "manager")


def test_what_was_agreed_on_beside_the_acts_is_named_and_counts(order):
    adjust_price(order.pk, cause(), total=Decimal(300), reason="a present")
    margin = margin_of(Order.objects.get(pk=order.pk))
    assert (margin.price, margin.price_entries[-1].amount) == (300, -36)
    assert sum(entry.amount for entry in margin.price_entries) == margin.price


def test_a_tax_on_top_of_the_price_is_not_the_laboratorys(crown):
    LabSettings.load()
    LabSettings.objects.update(prices_include_tax=False)
    order = make_order(make_line(crown, performer=make_technician()), status=Status.PRODUCED)
    margin = margin_of(order)
    assert order.final_price > margin.price == order.lines.get().amount
    assert sum(entry.amount for entry in margin.price_entries) == margin.price
