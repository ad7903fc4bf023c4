"""What a price list makes of a price: bare arithmetic."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.pricing import (
    AMOUNT_OFF,
    AMOUNT_ON,
    AMOUNTS,
    MOST_ON,
    OWN_PRICE,
    PERCENT_OFF,
    PERCENT_ON,
    PERCENTS,
    Rule,
    RuleBook,
    Sold,
    applied,
)
from common.money import LIMIT
from tests.sizes import thorough

CROWN = Sold(service=3, group=8, price=Decimal("119.99"), currency="EUR")


def rule(kind, figure, **target) -> Rule:
    return Rule(kind, Decimal(figure), "EUR", **target)


def made(*rules, sold=CROWN):
    return RuleBook(rules).price(sold)


EVERYTHING = rule(PERCENT_OFF, 10)
GROUP = rule(AMOUNT_OFF, "5.00", group=8)
SERVICE = rule(OWN_PRICE, "95.00", service=3)


def test_without_a_rule_the_price_is_the_catalogues():
    assert (made().price, made().rule) == (Decimal("119.99"), None)
    assert made(rule(PERCENT_OFF, 10, group=9), rule(PERCENT_OFF, 10, service=4)).rule is None


def test_each_kind_makes_of_119_99():
    assert made(rule(PERCENT_OFF, 10)).price == Decimal("107.99")  # 107.991
    assert made(rule(PERCENT_ON, "12.5")).price == Decimal("134.99")  # 134.98875
    assert made(rule(AMOUNT_OFF, "20.00")).price == Decimal("99.99")
    assert made(rule(AMOUNT_ON, "20.01")).price == Decimal("140.00")
    assert made(rule(OWN_PRICE, "80.00")).price == Decimal("80.00")


def test_the_price_has_the_places_of_its_currency():
    yen, dinar = Sold(3, 8, Decimal("995"), "JPY"), Sold(3, 8, Decimal("9.995"), "KWD")
    assert made(rule(PERCENT_OFF, "7.5"), sold=yen).price == 920  # 920.375
    assert made(rule(PERCENT_OFF, "7.5"), sold=dinar).price == Decimal("9.245")  # 9.245375


def test_the_rule_of_the_service_comes_before_that_of_its_group_and_that_before_all():
    assert made(EVERYTHING, GROUP, SERVICE).rule == SERVICE
    assert made(GROUP, EVERYTHING).rule == GROUP
    assert made(EVERYTHING).rule == EVERYTHING


def test_an_amount_off_leaves_nothing_less_than_nothing():
    assert made(rule(AMOUNT_OFF, "120.00")).price == 0


def test_an_amount_says_nothing_of_a_service_in_another_currency():
    in_dollars = Sold(3, 8, Decimal("100.00"), "USD")
    assert made(SERVICE, GROUP, EVERYTHING, sold=in_dollars) == made(EVERYTHING, sold=in_dollars)
    assert made(SERVICE, sold=in_dollars).rule is None


figures = {
    PERCENT_OFF: st.decimals("0.01", "99.99", places=2),
    PERCENT_ON: st.decimals("0.01", MOST_ON, places=2),
}
amounts = st.decimals(0, LIMIT, places=2)
targets = st.sampled_from([{}, {"group": 8}, {"group": 9}, {"service": 3}, {"service": 4}])


@st.composite
def rules(draw) -> Rule:
    kind = draw(st.sampled_from([*PERCENTS, *AMOUNTS]))
    currency = draw(st.sampled_from(["EUR", "USD"]))
    return Rule(kind, draw(figures.get(kind, amounts)), currency, **draw(targets))


@thorough
@given(st.lists(rules(), max_size=8), amounts)
def test_a_price_is_an_amount_and_its_rule_tells_how_it_came_about(listed, price):
    sold = Sold(3, 8, price, "EUR")
    priced = made(*listed, sold=sold)
    assert 0 <= priced.price <= LIMIT
    assert priced.price == round(priced.price, 2)
    if priced.rule is None:
        assert priced.price == price
    else:
        assert priced.rule in listed
        assert priced.price == applied(priced.rule, price)


@thorough
@given(st.lists(rules(), max_size=8), amounts)
def test_what_is_for_other_services_and_groups_changes_nothing(listed, price):
    sold = Sold(3, 8, price, "EUR")
    fitting = [one for one in listed if one.service in (None, 3) and one.group in (None, 8)]
    assert made(*listed, sold=sold) == made(*fitting, sold=sold)


@thorough
@given(rules(), amounts, amounts)
def test_a_dearer_service_never_becomes_the_cheaper_one(one, price, other):
    low, high = sorted((price, other))
    assert applied(one, low) <= applied(one, high)


@thorough
@given(rules(), amounts)
def test_off_is_never_more_and_on_top_never_less(one, price):
    if one.kind in (PERCENT_OFF, AMOUNT_OFF):
        assert applied(one, price) <= price
    elif one.kind in (PERCENT_ON, AMOUNT_ON):
        assert applied(one, price) >= price
