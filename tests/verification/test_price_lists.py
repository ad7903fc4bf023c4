"""What made a price is proven: the oracle reckons prices of lists again."""

from decimal import Decimal

import pytest

from catalog.models import PriceRule
from orders.models import OrderLine
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.orders import make_line, make_order
from tests.factories.price_lists import give_price_list, make_price_list, rule
from verification.price_lists import prices_are_what_made_them

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    """A crown for 120.00, by the list for 108.00."""
    customer, crown = make_counterparty(), make_service(price=Decimal(120))
    other = rule("own_price", 5, service=make_service())
    give_price_list(customer, make_price_list(rule("percent_off", 10), other))
    return make_order(make_line(crown), customer=customer).lines.get()


def wrong() -> list[str]:
    return prices_are_what_made_them().wrong


def test_what_the_list_made_is_right(line):
    found = prices_are_what_made_them()
    assert (found.looked_at, found.wrong) == (1, [])


@pytest.mark.parametrize("changes", [{"unit_price": Decimal(107)}, {"catalog_price": Decimal(121)}])
def test_another_price_than_the_rule_says_is_named(line, changes):
    OrderLine.objects.update(**changes)
    assert [f"line {line.pk} costs" in sentence for sentence in wrong()] == [True]


def test_a_rule_for_another_service_is_named(line):
    OrderLine.objects.update(rule=PriceRule.objects.get(kind="own_price"), unit_price=Decimal(5))
    assert wrong() == [f"line {line.pk} is priced by a rule for another service"]


def test_a_typed_price_is_nobodys_rule(line):
    OrderLine.objects.update(rule=None, price_rule="typed", unit_price=Decimal(1))
    assert wrong() == []
