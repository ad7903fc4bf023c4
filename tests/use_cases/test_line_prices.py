"""The price of a line: the customer's price list on the day on which it is added; what stands keeps its price."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from lab.exchange import RateMissing
from orders.words import catalog_says
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.exchange import make_exchange_rate
from tests.factories.orders import make_draft, make_line, make_order
from tests.factories.price_lists import give_price_list, make_price_list, make_version, rule
from tests.use_cases.evidence import refused
from verification.invariants import violations
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.edit_order import edit_order
from workflow.money.order_currency import convert_order

pytestmark = pytest.mark.django_db


def day(distance: int):
    return timezone.localdate() + timedelta(days=distance)


@pytest.fixture
def clinic(lab):
    """A customer with a list: 10 % off everything, the polish for 25.00."""
    customer = make_counterparty()
    listed = make_price_list(rule("percent_off", 10), rule("own_price", 25, service=lab.polish), name="Chain")
    give_price_list(customer, listed)
    return customer


def told(line) -> tuple:
    effect = line.rule.effect if line.rule else None
    return line.unit_price, line.price_rule, effect, line.catalog_price


def keeping(line, **changed):
    return make_line(line.service, line_id=line.pk, quantity=str(line.quantity), **changed)


def test_a_new_line_takes_the_price_of_the_customers_list(by, lab, clinic):
    order = make_order(make_line(lab.crown, quantity="2"), make_line(lab.polish), customer=clinic, by=by())
    crown, polish = order.lines.all()
    assert told(crown) == (108, "list", "10 % off", 120)
    assert crown.amount == 216
    assert told(polish) == (25, "list", "own price 25.00 EUR", Decimal("30.30"))
    assert violations() == {}


def test_without_a_list_and_before_it_begins_the_catalogue_says_the_price(by, lab, clinic):
    later = make_counterparty()
    give_price_list(later, make_price_list(rule("percent_off", 10)), day(1))
    for customer in (make_counterparty(), later):
        line = make_order(make_line(lab.crown), customer=customer, by=by()).lines.get()
        assert told(line) == (120, "service", None, 120)
    give_price_list(clinic, None, day(1))
    assert told(make_order(make_line(lab.crown), customer=clinic, by=by()).lines.get())[1] == "list"


def test_from_the_day_of_no_list_on_the_catalogue_holds_again(by, lab):
    customer = make_counterparty()
    give_price_list(customer, make_price_list(rule("percent_off", 10), valid_from=day(-9)), day(-9))
    give_price_list(customer, None, day(-1))
    assert told(make_order(make_line(lab.crown), customer=customer, by=by()).lines.get())[1] == "service"


def test_a_typed_price_wins_and_is_marked_and_what_the_list_says_anyway_is_not(by, lab, clinic):
    lines = make_line(lab.crown, unit_price=Decimal(99)), make_line(lab.polish, unit_price=Decimal(25))
    crown, polish = make_order(*lines, customer=clinic, by=by()).lines.all()
    assert told(crown) == (99, "typed", None, 120)
    assert told(polish)[1] == "list"


def test_lines_that_stand_keep_their_price_when_list_and_catalogue_change(by, lab, clinic):
    order = make_order(make_line(lab.crown), customer=clinic, by=by())
    make_version(clinic.price_lists.get().price_list, rule("percent_off", 50))
    lab.crown.price = Decimal(200)
    lab.crown.save()
    line = order.lines.get()
    draft = make_draft(keeping(line, performer=lab.anna), make_line(lab.crown), customer=clinic)
    edit_order(order.pk, draft, by("manager", version=1))
    stood, added = order.lines.current()
    assert told(stood) == (108, "list", "10 % off", 120)
    assert told(added) == (100, "list", "50 % off", 200)
    assert violations() == {}


def test_another_service_in_a_line_and_a_price_taken_out_are_priced_anew(by, lab, clinic):
    lines = make_line(lab.crown, unit_price=Decimal(99)), make_line(lab.crown, unit_price=Decimal(98))
    order = make_order(*lines, customer=clinic, by=by())
    first, second = order.lines.all()
    draft = make_draft(
        make_line(lab.polish, line_id=first.pk), keeping(second, priced_anew=True), customer=clinic
    )
    edit_order(order.pk, draft, by("manager", version=1))
    assert [told(line)[:2] for line in order.lines.current()] == [(25, "list"), (108, "list")]


def test_an_edit_that_changes_the_customer_leaves_what_stands_and_prices_what_is_new(by, lab, clinic):
    order = make_order(make_line(lab.crown), by=by())
    draft = make_draft(keeping(order.lines.get()), make_line(lab.crown), customer=clinic)
    edit_order(order.pk, draft, by("manager", version=1))
    assert [told(line)[:2] for line in order.lines.current()] == [(120, "service"), (108, "list")]


def test_a_copy_is_priced_by_todays_list(by, lab, clinic):
    source = make_order(make_line(lab.crown, unit_price=Decimal(1)), customer=clinic, by=by())
    give_price_list(source.customer, None, day(1))
    assert told(copy_order(source.pk, by()).lines.get()) == (108, "list", "10 % off", 120)


def test_a_rule_that_priced_a_line_cannot_be_deleted(by, lab, clinic):
    line = make_order(make_line(lab.crown), customer=clinic, by=by()).lines.get()
    with pytest.raises(ProtectedError):
        line.rule.delete()


def test_an_amount_in_another_currency_than_that_of_the_service_changes_nothing(by, lab):
    customer = make_counterparty()
    give_price_list(customer, make_price_list(rule("amount_off", 5), currency="USD"))
    assert told(make_order(make_line(lab.crown), customer=customer, by=by()).lines.get())[1] == "service"


def test_the_list_comes_before_the_exchange(by, clinic):
    make_exchange_rate("USD", "0.8")
    imported = make_service(price=Decimal(100), currency="USD")
    line = make_order(make_line(imported), customer=clinic, by=by()).lines.get()
    assert told(line) == (72, "list", "10 % off", 80)
    assert (line.foreign_price, line.foreign_currency) == (90, "USD")
    assert violations() == {}


def test_without_a_rate_only_a_typed_price_is_taken(by, clinic):
    imported, cause = make_service(name="Imported", currency="USD"), by()
    with refused("There is no exchange rate between USD and EUR", RateMissing):
        make_order(make_line(imported), customer=clinic, by=cause)
    line = make_order(make_line(imported, unit_price=Decimal(70)), customer=clinic, by=cause).lines.get()
    assert told(line) == (70, "typed", None, None)


def test_once_an_order_has_another_currency_nothing_is_said_of_the_catalogue(by, lab, clinic):
    make_exchange_rate("USD", "0.8")
    order = make_order(make_line(lab.crown), customer=clinic, by=by())
    convert_order(order, "USD", day(0))
    order.save()
    line = order.lines.get()
    assert told(line) == (135, "list", "10 % off", None)
    assert catalog_says(line) == ""
    assert violations() == {}
