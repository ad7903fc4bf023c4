"""Pontics at a price of their own: a line beside that of their bridge, which follows its teeth."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from lab.cause import Cause
from lab.models import Event
from orders.models import Order, OrderLine, Task, ToothWork
from tests.factories.catalog import make_bundle, make_group, make_service
from tests.factories.customers import make_counterparty
from tests.factories.exchange import make_exchange_rate
from tests.factories.price_lists import give_price_list, make_price_list, rule
from tests.workflow.order_form.typing import edit, form_of, new_order, typed
from verification.invariants import violations
from verification.teeth import teeth_obey_their_rules
from workflow.drawing_up.change_customer import change_customer
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.discount_order import discount_order
from workflow.money.adjust_price import adjust_price

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def pontic():
    return make_service(code="P-1", name="Pontic", price=60)


@pytest.fixture
def bridge(pontic):
    return make_service(
        code="B-1",
        name="Bridge unit",
        group=make_group(name="Bridges"),
        counts_by="tooth",
        pontics_as=pontic,
        asks_for=["teeth!"],
    )


@pytest.fixture
def order(client, bridge):
    assert new_order(client, line_of(bridge, "13-15")).status_code == 302
    return Order.objects.get()


def line_of(service, teeth):
    return {"service": service.pk, "quantity": "1", "teeth": teeth}


def lines(order) -> list[tuple]:
    """(service, quantity, amount, teeth) of each line that the order has."""
    return [
        (line.code, int(line.quantity), int(line.amount), line.details["teeth"])
        for line in order.lines.current()
    ]


def test_a_range_of_a_bridge_is_one_and_its_pontics_are_a_line(order):
    assert list(ToothWork.objects.order_by("tooth").values_list("tooth", "role")) == [
        (13, "abutment"),
        (14, "pontic"),
        (15, "abutment"),
    ]
    assert lines(order) == [("B-1", 2, 200, "13-15"), ("P-1", 1, 60, "14")]
    main, beside = order.lines.current()
    assert (main.pontics_of, beside.pontics_of) == (None, main)
    assert teeth_obey_their_rules().wrong == []


def test_single_crowns_of_a_bridge_service_are_typed_one_by_one(client, bridge):
    new_order(client, line_of(bridge, "13, 14, 15"))
    order = Order.objects.get()
    assert lines(order) == [("B-1", 3, 300, "13-15")]
    assert form_of(client, order)["lines-0-teeth"] == "13, 14, 15"


def test_the_line_follows_the_teeth_and_leaves_with_the_last_pontic(client, order):
    beside = order.lines.get(code="P-1")
    assert form_of(client, order)["lines-TOTAL_FORMS"] == 1
    edit(client, order, **{"lines-0-teeth": "13-16"})
    assert lines(order) == [("B-1", 2, 200, "13-16"), ("P-1", 2, 120, "14, 15")]
    assert order.lines.current().get(code="P-1") == beside
    edit(client, order, **{"lines-0-teeth": "13, 16"})
    assert lines(order) == [("B-1", 2, 200, "13, 16")]
    edit(client, order, **{"lines-0-teeth": "13-15"})
    assert lines(order) == [("B-1", 2, 200, "13-15"), ("P-1", 1, 60, "14")]
    assert teeth_obey_their_rules().wrong == []


def test_what_stands_stays_as_it_was_drawn_up(client, order, bridge, pontic):
    events = Event.objects.count()
    performer = order.tasks.get(line__code="P-1")
    pontic.price, bridge.pontics_as = Decimal(75), None
    pontic.save()
    bridge.save()
    assert edit(client, order).status_code == 302
    assert (Event.objects.count(), lines(order)[1]) == (events, ("P-1", 1, 60, "14"))
    assert order.tasks.current().get(line__code="P-1") == performer

    new_order(client, line_of(bridge, "13a-15a"))
    later = Order.objects.order_by("pk").last()
    bridge.pontics_as = pontic
    bridge.save()
    assert edit(client, later).status_code == 302
    assert lines(later) == [("B-1", 3, 300, "13-15")]


def test_the_price_of_both_is_said_while_one_types(client, bridge):
    sent = typed(line_of(bridge, "23-26"))
    answer = client.post(reverse("workflow:order_prices"), sent).json()
    assert answer["total"] == "320.00"
    said = answer["teeth"]["lines-0"]
    assert said["counted"] == 2
    assert said["told"] == [
        "Bridge 23 to 26: abutments 23 and 26, pontics 24 and 25.",
        "2 pontics are charged as P-1 Pontic, 60.00 EUR each.",
    ]


def test_a_copy_has_both_and_a_pontic_off_sale_is_said_beside_the_service(
    client, order, bridge, pontic, manager
):
    cause = Cause(manager, timezone.now())
    assert lines(copy_order(order.pk, cause)) == lines(order)
    pontic.is_active = False
    pontic.save()
    answer = new_order(client, line_of(bridge, "13-15"))
    assert answer.status_code == 422
    assert "which is not on sale any more" in answer.content.decode()
    assert not copy_order(order.pk, cause).lines.exists()
    assert edit(client, order).status_code == 302, "what stands stays"


def test_pontics_that_include_what_is_off_sale_stay_behind_in_a_copy(client, bridge, manager):
    part = make_service(name="Body")
    bridge.pontics_as = make_bundle(part, code="P-2", name="Pontic set")
    bridge.save()
    new_order(client, line_of(bridge, "13-15"))
    part.is_active = False
    part.save()
    assert not copy_order(Order.objects.get().pk, Cause(manager, timezone.now())).lines.exists()
    lines = new_order(client, line_of(bridge, "13-15")).context["lines"]
    assert lines.forms[0].errors["service"] == [
        "“Pontic set” includes “Body”, which is not on sale any more."
    ]


def test_the_line_goes_with_the_one_that_it_belongs_to(client, order):
    crown = make_service(name="Crown", code="C-1")
    edit(client, order, **{"lines-0-service": crown.pk, "lines-0-teeth": ""})
    assert [line.code for line in order.lines.current()] == ["C-1"]
    assert not Task.objects.current().filter(line__code="P-1").exists()


def test_verify_sees_pontics_that_are_charged_and_not_made(order):
    OrderLine.objects.filter(code="P-1").update(quantity=2)
    (wrong,) = teeth_obey_their_rules().wrong
    assert "charges 2.000 pontics" in wrong


def test_currency_customer_and_discount_move_both_and_the_books_hold(client, order, pontic, manager):
    make_exchange_rate("USD", "0.8")
    other, cause = make_counterparty(), Cause(manager, timezone.now())
    give_price_list(other, make_price_list(rule("percent_off", 10), rule("percent_off", 50, service=pontic)))

    adjust_price(order.pk, cause, total=None, reason="abroad", currency="USD")
    edit(client, order, **{"lines-0-teeth": "13-16", "lines-0-discount": "10"})
    assert lines(order) == [("B-1", 2, 225, "13-16"), ("P-1", 2, 135, "14, 15")]
    adjust_price(order.pk, cause, total=None, reason="at home", currency="EUR")
    assert lines(order) == [("B-1", 2, 180, "13-16"), ("P-1", 2, 108, "14, 15")]
    discount_order(order.pk, cause, amount=Decimal("17.77"))
    change_customer(order.pk, cause, customer=other, new_prices=True)
    assert lines(order) == [("B-1", 2, 162, "13-16"), ("P-1", 2, 54, "14, 15")]
    edit(client, order, **{"lines-0-unit_price": "50"})
    assert lines(order) == [("B-1", 2, 90, "13-16"), ("P-1", 2, 54, "14, 15")], (
        "what is typed is of the bridge"
    )
    edit(client, order, **{"lines-0-teeth": "13, 16"})
    assert lines(order) == [("B-1", 2, 90, "13, 16")]
    edit(client, order, **{"lines-0-teeth": "13-16", "lines-0-discount": "0"})
    assert lines(order) == [("B-1", 2, 100, "13-16"), ("P-1", 2, 60, "14, 15")]
    assert violations() == {}
