"""The dialogs of discount and adjustment: what they show while one types, and what they refuse beside the field."""

from decimal import Decimal

import pytest
from django.urls import reverse

from billing.models import Act
from lab.once import new_token
from lab.roles import Role
from orders.models import Order
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.exchange import make_exchange_rate
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from workflow.acts.post_act import post_act
from workflow.drawing_up.discount_order import discount_order
from workflow.drawing_up.rush_order import rush_order
from workflow.money.adjust_price import adjust_price

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def order():
    return make_order(make_line(make_service(price=Decimal(200)), performer=make_technician()))


@pytest.fixture
def manager():
    return client_of(make_employee(roles=[Role.MANAGER]))


def at(order, verb: str) -> str:
    return reverse("workflow:order_do", args=[order.number, verb])


def send(client, order, verb: str, **typed):
    order = Order.objects.get(pk=order.pk)
    return client.post(at(order, verb), {"form_token": new_token(), "version": order.version, **typed})


def figures(answer) -> list[tuple]:
    return [(figure.label, figure.amount, figure.before) for figure in answer.context["figures"]]


def test_a_discount_shows_what_it_makes_of_the_price_while_one_types(order, manager):
    rush_order(order.pk, cause(), percent=Decimal(50))
    answer = manager.get(at(order, "discount"), {"figures": "1", "percent": "10", "amount": ""})
    assert figures(answer) == [
        ("Services", 200, None),
        ("Discount", -20, 0),
        ("Rush surcharge, 50 %", 90, 100),
        ("Preliminary", 270, 300),
    ]
    assert "<form" not in answer.content.decode()
    assert not Order.objects.get(pk=order.pk).has_discount


@pytest.mark.parametrize("typed", ["x", "101", "-5"])
def test_of_what_cannot_be_a_discount_nothing_is_said_while_one_types(order, manager, typed):
    discount_order(order.pk, cause(), percent=Decimal(10))
    answer = manager.get(at(order, "discount"), {"figures": "1", "percent": typed})
    assert figures(answer) == [("Services", 200, None), ("Discount", None, -20), ("Preliminary", None, 180)]
    assert "–" in answer.text


def test_nothing_typed_is_no_discount(order, manager):
    answer = manager.get(at(order, "discount"), {"figures": "1", "percent": "", "amount": ""})
    assert figures(answer)[-1] == ("Preliminary", 200, None)


def test_the_services_say_what_the_order_costs_where_that_is_no_longer_the_preliminary_price(order, manager):
    def foot() -> str:
        page = manager.get(f"/orders/{order.number}/").text
        return page.split('id="panel-services"')[1].split("</tfoot>")[0].split("Preliminary")[1]

    assert "#panel-money" not in foot()
    adjust_price(order.pk, cause(), total=Decimal(180), reason="a present")
    assert '<a href="#panel-money">Agreed</a>' in foot()
    assert "<strong>180.00</strong>" in foot()
    bring_to(order, Status.PRODUCED)
    assert '<a href="#panel-money">Final</a>' in foot()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"percent": "-5"}, "0"),
        ({"percent": "101"}, "100"),
        ({"amount": "-5"}, "0"),
        ({"amount": "200.01"}, "a discount cannot be more."),
        ({"percent": "5", "amount": "5"}, "A discount is a percent or an amount, not both."),
    ],
)
def test_what_is_no_discount_is_told_beside_its_field(order, manager, typed, sentence):
    answer = send(manager, order, "discount", **typed)
    assert answer.status_code == 422
    assert any(sentence in error for errors in answer.context["form"].errors.values() for error in errors)
    assert not Order.objects.get(pk=order.pk).has_discount


def test_the_discount_that_stands_is_in_the_form(order, manager):
    discount_order(order.pk, cause(), amount=Decimal("12.50"))
    page = manager.get(at(order, "discount")).content.decode()
    assert 'value="12.50"' in page


def test_adjusting_shows_the_difference_that_will_be_booked(order, manager):
    adjust_price(order.pk, cause(), total=Decimal(190), reason="a present")
    answer = manager.get(at(order, "adjust-price"), {"figures": "1", "total": "180"})
    assert figures(answer) == [
        ("Preliminary", 200, None),
        ("Adjusted so far", -10, None),
        ("This adjustment", -10, None),
        ("Price then", 180, 190),
    ]


@pytest.mark.parametrize("typed", ["-5", "abc"])
def test_a_wrong_price_shows_none(order, manager, typed):
    answer = manager.get(at(order, "adjust-price"), {"figures": "1", "total": typed})
    assert figures(answer) == [("Preliminary", 200, None), ("Price then", None, 200)]


def test_as_long_as_no_price_is_typed_the_present_one_is_shown(order, manager):
    answer = manager.get(at(order, "adjust-price"), {"figures": "1", "total": ""})
    assert figures(answer) == [("Preliminary", 200, None), ("Price now", 200, None)]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"total": "-5", "reason": "it"}, "total"),
        ({"total": "1e15", "reason": "it"}, "total"),
        ({"total": "1000000000000000", "reason": "it"}, "total"),
        ({"total": "200", "reason": "it"}, "total"),
        ({"total": "180", "reason": " "}, "reason"),
        ({"total": "", "reason": "it"}, "total"),
    ],
)
def test_what_is_no_price_is_told_beside_its_field(order, manager, typed, field):
    answer = send(manager, order, "adjust-price", **typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_the_panel_leads_to_accepting_what_has_become_of_a_price(order, manager):
    adjust_price(order.pk, cause(), total=Decimal(180), reason="a present")
    discount_order(order.pk, cause(), percent=Decimal(10))
    assert 'value="160.00"' in manager.get(at(order, "adjust-price"), {"total": "160.00"}).content.decode()
    assert send(manager, order, "adjust-price", total="160.00", reason="").status_code == 302
    assert Order.objects.get(pk=order.pk).events.order_by("pk").last().verb == "accept_price"


@pytest.mark.parametrize("verb", ["discount", "adjust-price"])
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.TECHNICIAN, Role.ACCOUNTANT])
def test_only_a_manager_opens_them_or_sees_their_figures(order, verb, role):
    client = client_of(make_employee(roles=[role]))
    for typed in ({}, {"figures": "1"}):
        assert client.get(at(order, verb), typed).status_code == 403


@pytest.mark.parametrize(("role", "leads"), [(Role.MANAGER, True), (Role.ACCOUNTANT, False)])
def test_the_panel_says_what_was_agreed_and_what_it_is_now(order, role, leads):
    adjust_price(order.pk, cause(), total=Decimal(180), reason="a present")
    page = client_of(make_employee(roles=[role])).get(f"/orders/{order.number}/").content.decode()
    assert "agreed 180.00" in page
    assert "now" not in page.split("agreed 180.00")[1][:12]
    discount_order(order.pk, cause(), percent=Decimal(10))
    page = client_of(make_employee(roles=[role])).get(f"/orders/{order.number}/").content.decode()
    assert "agreed 180.00, now 160.00" in page
    assert (f"{at(order, 'adjust-price')}?total=160.00" in page) is leads


def test_another_currency_shows_the_prices_of_the_day(order, manager):
    make_exchange_rate("USD", "0.8")
    answer = manager.get(at(order, "adjust-price"), {"figures": "1", "total": "", "currency": "usd"})
    assert figures(answer) == [("Preliminary, EUR", 200, None), ("Preliminary, USD", 250, None)]
    answer = manager.get(at(order, "adjust-price"), {"figures": "1", "total": "240", "currency": "USD"})
    assert figures(answer)[2:] == [("This adjustment", -10, None), ("Price then, USD", 240, None)]
    assert send(manager, order, "adjust-price", currency="USD", total="", reason="abroad").status_code == 302
    assert Order.objects.get(pk=order.pk).currency == "USD"


@pytest.mark.parametrize("currency", ["USD", "XYZ", "EURO"])
def test_a_currency_without_a_rate_or_that_is_none_is_told_beside_its_field(order, manager, currency):
    answer = send(manager, order, "adjust-price", currency=currency, total="5", reason="abroad")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["currency"]


def test_where_something_is_booked_no_currency_is_asked(order, manager):
    adjust_price(order.pk, cause(), total=Decimal(190), reason="a present")
    assert "currency" not in manager.get(at(order, "adjust-price")).context["form"].fields


def test_adjusting_between_two_acts_says_that_the_rest_comes_on_top(manager):
    anna, ben = make_technician(), make_technician()
    crown = make_service(price=Decimal(200))
    order = make_order(make_line(crown, performer=anna), make_line(crown, performer=ben), status="production")
    total = manager.get(at(order, "adjust-price")).context["form"].fields["total"]
    assert "on top" not in total.help_text
    post_act(order.pk, cause(), act_id=Act.objects.filter(order=order).first().pk)
    total = manager.get(at(order, "adjust-price")).context["form"].fields["total"]
    assert "Acts that are posted later come on top of it." in total.help_text
