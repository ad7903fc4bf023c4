"""The chain of an order's price: every step is split over the lines and nothing is lost. Invariant 20."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import ZERO
from orders.pricing import LinePrice, PriceTerms, preliminary_price, price_order, split_by_rate
from tests.sizes import thorough

RATES = [Decimal(0), Decimal(7), Decimal("19"), Decimal("5.5")]
PLACES = st.sampled_from([0, 2, 3])


@st.composite
def orders(draw):
    """The lines of an order and its terms, in a currency with so many places."""
    places = draw(PLACES)

    def amount(most=10**7):
        return Decimal(draw(st.integers(0, most))).scaleb(-places)

    lines = []
    for _ in range(draw(st.integers(0, 8))):
        gross = amount()
        off = min(gross, amount())
        lines.append(LinePrice(gross, gross - off, draw(st.sampled_from(RATES))))
    discount = draw(st.sampled_from(["none", "percent", "amount"]))
    percent = Decimal(draw(st.integers(1, 10_000))).scaleb(-2)
    terms = PriceTerms(
        discount_percent=percent if discount == "percent" else None,
        discount_amount=amount() if discount == "amount" else None,
        rush_percent=draw(st.none() | st.integers(0, 50_000).map(lambda n: Decimal(n).scaleb(-2))),
        prices_include_tax=draw(st.booleans()),
        places=places,
    )
    return lines, terms


def minor(terms: PriceTerms) -> Decimal:
    return Decimal(1).scaleb(-terms.places)


@thorough
@given(orders())
def test_what_the_lines_are_charged_at_is_the_preliminary_price(order):
    lines, terms = order
    price = price_order(lines, terms)
    assert sum((charge.amount for charge in price.charges), ZERO) == price.preliminary
    assert sum((charge.net for charge in price.charges), ZERO) == price.net
    assert sum((charge.added_tax for charge in price.charges), ZERO) == price.added_tax
    assert price.lines - price.discount + price.rush + price.added_tax == price.preliminary
    assert preliminary_price(lines, terms) == price.preliminary


@thorough
@given(orders())
def test_nothing_falls_below_nothing(order):
    lines, terms = order
    price = price_order(lines, terms)
    assert 0 <= price.discount <= price.lines
    assert all(min(charge.gross, charge.net, charge.added_tax) >= 0 for charge in price.charges)


@thorough
@given(orders())
def test_each_share_is_within_a_minor_unit_of_its_exact_share(order):
    lines, terms = order
    price = price_order(lines, terms)
    left = price.lines - price.discount
    surcharge = price.rush / left if left else ZERO
    for line, charge in zip(lines, price.charges, strict=True):
        exact = line.amount * left / price.lines * (1 + surcharge) if left else ZERO
        # one of the discount, the surcharge on that, and one of the rush
        assert abs(charge.net - exact) <= minor(terms) * (2 + surcharge)


@thorough
@given(orders())
def test_the_taxes_by_rate_add_up_to_the_price(order):
    lines, terms = order
    price = price_order(lines, terms)
    assert sum((rate.amount for rate in price.taxes), ZERO) == price.preliminary
    assert [rate.percent for rate in price.taxes] == sorted({line.tax_percent for line in lines})
    for rate in price.taxes:
        exact = rate.net * rate.percent / 100
        assert abs(rate.tax - exact) <= minor(terms)
        assert rate.tax >= 0


@thorough
@given(orders())
def test_every_figure_has_the_places_of_its_currency(order):
    lines, terms = order
    price = price_order(lines, terms)
    figures = [price.discount, price.rush, price.preliminary, *(rate.tax for rate in price.taxes)]
    figures += [part for charge in price.charges for part in (charge.gross, charge.net, charge.added_tax)]
    assert all(figure == round(figure, terms.places) for figure in figures)


@thorough
@given(
    held=st.dictionaries(st.sampled_from(RATES), st.integers(0, 10**7), min_size=1),
    amount=st.integers(-(10**7), 10**7),
    places=PLACES,
)
def test_what_was_agreed_on_is_split_over_the_rates(held, amount, places):
    held = {percent: Decimal(units).scaleb(-places) for percent, units in held.items()}
    amount = max(Decimal(amount).scaleb(-places), -sum(held.values()))
    parts = split_by_rate(amount, held, places)
    assert sum(parts.values(), ZERO) == amount
    assert all(held[percent] + part >= 0 for percent, part in parts.items())


WORKED_OUT = [
    LinePrice(Decimal(100), Decimal(90), Decimal(19)),
    LinePrice(Decimal(50), Decimal(50), Decimal(7)),
]


def test_by_hand_with_tax_inside():
    """90 + 50 = 140; − 10 % = 14, of which 9 and 5; 81 + 45 = 126; rush 20 % = 25.20, of which 16.20 and 9.00;
    97.20 and 54.00 = 151.20; inside it 97.20 × 19/119 = 15.519… = 15.52, and 54.00 × 7/107 = 3.532… = 3.53."""
    price = price_order(WORKED_OUT, PriceTerms(discount_percent=Decimal(10), rush_percent=Decimal(20)))
    assert (price.lines, price.discount, price.rush) == (140, 14, Decimal("25.20"))
    assert price.added_tax == 0
    assert price.preliminary == Decimal("151.20")
    assert [(charge.gross, charge.amount) for charge in price.charges] == [
        (Decimal("116.20"), Decimal("97.20")),
        (Decimal("59.00"), Decimal("54.00")),
    ]
    assert [(rate.percent, rate.net, rate.tax) for rate in price.taxes] == [
        (7, Decimal("50.47"), Decimal("3.53")),
        (19, Decimal("81.68"), Decimal("15.52")),
    ]


def test_by_hand_with_tax_on_top():
    """As above to 97.20 and 54.00; then 19 % of 97.20 = 18.468 = 18.47 and 7 % of 54.00 = 3.78: 173.45 altogether."""
    terms = PriceTerms(discount_percent=Decimal(10), rush_percent=Decimal(20), prices_include_tax=False)
    price = price_order(WORKED_OUT, terms)
    assert (price.net, price.added_tax) == (Decimal("151.20"), Decimal("22.25"))
    assert price.preliminary == Decimal("173.45")
    assert [charge.amount for charge in price.charges] == [Decimal("115.67"), Decimal("57.78")]


@pytest.mark.parametrize(
    ("amount", "taken"), [(Decimal("139.99"), Decimal("139.99")), (Decimal(140), 140), (Decimal(141), 140)]
)
def test_a_discount_takes_no_more_than_there_is(amount, taken):
    price = price_order(WORKED_OUT, PriceTerms(discount_amount=amount))
    assert (price.discount, price.preliminary) == (taken, 140 - taken)


def test_the_tax_of_a_rate_is_rounded_once_and_not_for_each_line():
    """Three lines of 0.03 at 19 %: each would owe 0.0057, rounded 0.01; together they owe 0.0171 = 0.02."""
    lines = [LinePrice(Decimal("0.03"), Decimal("0.03"), Decimal(19))] * 3
    price = price_order(lines, PriceTerms(prices_include_tax=False))
    assert price.added_tax == Decimal("0.02")
    assert price.preliminary == Decimal("0.11")


def test_an_order_without_lines_costs_nothing():
    price = price_order([], PriceTerms(discount_amount=Decimal(5), rush_percent=Decimal(10)))
    assert (price.discount, price.rush, price.preliminary, price.taxes) == (0, 0, 0, ())
