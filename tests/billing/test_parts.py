"""Whatever is posted and reversed in whatever order, the parts of a line add up to the line. Invariant 20."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing.ledger.act_prices import Standing, _price_line
from billing.models import ActLine
from orders.models import OrderLine
from orders.pricing import LineCharge

cents = st.integers(0, 10**9).map(lambda units: Decimal(units).scaleb(-2))
thousandths = st.integers(1, 5000).map(lambda units: Decimal(units).scaleb(-3))


def _line(gross: Decimal, amount: Decimal, quantity: Decimal) -> OrderLine:
    return OrderLine(pk=1, name="Crown", code="C", quantity=quantity, gross=gross, amount=amount)


def _take(line: OrderLine, held: Standing, quantity: Decimal) -> ActLine:
    part = ActLine(line_id=1, quantity=quantity)
    _price_line(part, line, LineCharge(line.gross, line.amount), held)
    return part


@given(gross=cents, share=st.integers(0, 100), parts=st.lists(thousandths, min_size=1, max_size=12))
def test_parts_posted_one_after_the_other_add_up_to_the_line(gross, share, parts):
    amount = (gross * share / 100).quantize(Decimal("0.01"))
    line, held = _line(gross, amount, sum(parts)), Standing()
    for quantity in parts:
        part = _take(line, held, quantity)
        assert part.amount >= 0
        assert part.gross >= 0
        held = held.with_(part)
    assert (held.gross, held.amount) == (gross, amount)


@given(data=st.data(), amount=cents, whole=st.integers(2, 20))
def test_reversals_out_of_turn_never_make_a_part_negative_nor_lose_a_minor_unit(data, amount, whole):
    line, standing, held = _line(amount, amount, Decimal(whole)), [], Standing()
    for _ in range(data.draw(st.integers(1, 30))):
        if standing and data.draw(st.booleans()):
            gone = standing.pop(data.draw(st.integers(0, len(standing) - 1)))
            held = Standing(held.quantity - gone.quantity, held.gross - gone.gross, held.amount - gone.amount)
        elif held.quantity < whole:
            part = _take(line, held, Decimal(data.draw(st.integers(1, int(whole - held.quantity)))))
            assert part.amount >= 0
            standing.append(part)
            held = held.with_(part)
        assert 0 <= held.amount <= amount
    if held.quantity < whole:
        held = held.with_(_take(line, held, Decimal(whole) - held.quantity))
    assert held.amount == amount
