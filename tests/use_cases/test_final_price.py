"""An order worked exactly as drawn up costs what it was drawn up for, whatever its prices, parts and discounts."""

from contextlib import contextmanager
from decimal import Decimal
from itertools import cycle

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from billing.ledger.acts import ActLineDraft
from billing.models import Act
from orders.models import Order, OrderLine
from orders.states import Status
from tests.factories.catalog import make_service
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from tests.sizes import booking
from verification.invariants import violations
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.post_act import post_act
from workflow.acts.unpost_act import unpost_act
from workflow.life.produce_order import produce_order
from workflow.life.realize_order import realize_order

pytestmark = pytest.mark.django_db

money = st.integers(0, 9_999_999).map(lambda minor: Decimal(minor) / 100)
quantities = st.one_of(
    st.integers(1, 40).map(Decimal), st.integers(1, 99_999).map(lambda n: Decimal(n) / 1000)
)
percents = st.one_of(st.just(Decimal(0)), st.integers(0, 10_000).map(lambda n: Decimal(n) / 100))
drawn_up = st.tuples(money, quantities, percents, st.integers(0, 1))


@contextmanager
def taken_back():
    """Each example works in the same laboratory as if it were the first."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def floor():
    service = make_service(price=Decimal(1))
    return service, [make_technician(), make_technician()], cause()


def lines_of(floor, shapes):
    service, people, _by = floor
    return [
        make_line(
            service, quantity=quantity, unit_price=price, discount_percent=discount, performer=people[who]
        )
        for price, quantity, discount, who in shapes
    ]


def drawn_up_for(order) -> Decimal:
    return order.priced().preliminary


SHAPES = [
    [("120.00", "1", "0", 0)],
    [("0.01", "0.001", "0", 0)],
    [("33.33", "3", "33.33", 0), ("0.05", "1.5", "50", 1)],
    [("99.99", "0.333", "12.5", 0), ("10.00", "7", "100", 0), ("2.665", "1", "0", 1)],
]


@pytest.mark.parametrize("shape", SHAPES)
def test_final_is_preliminary(floor, shape):
    shape = [(round(Decimal(p), 2), Decimal(q), Decimal(d), who) for p, q, d, who in shape]
    order = make_order(*lines_of(floor, shape), status=Status.REALIZED, by=floor[2])
    assert order.final_price == drawn_up_for(order)
    assert violations() == {}


@booking(20)
@given(st.lists(drawn_up, min_size=1, max_size=4))
def test_final_is_preliminary_whatever_was_drawn_up(floor, shapes):
    with taken_back():
        order = make_order(*lines_of(floor, shapes), status=Status.PRODUCED, by=floor[2])
        assert order.final_price == drawn_up_for(order)


@st.composite
def terms(draw):
    """What an order's price rests on beside its lines."""
    which = draw(st.sampled_from(["none", "percent", "amount"]))
    return {
        "discount_percent": draw(st.integers(1, 10_000)) / Decimal(100) if which == "percent" else None,
        "discount_amount": draw(st.integers(1, 9_999_999)) / Decimal(100) if which == "amount" else None,
        "rush_percent": draw(st.none() | st.integers(0, 50_000).map(lambda n: Decimal(n) / 100)),
        "prices_include_tax": draw(st.booleans()),
    }


@booking(20)
@given(st.lists(drawn_up, min_size=1, max_size=4), terms())
def test_final_is_preliminary_whatever_the_terms(floor, shapes, agreed):
    """Discount, rush, and tax of three rates, inside the prices or on top of them."""
    with taken_back():
        order = make_order(*lines_of(floor, shapes), by=floor[2])
        for line, percent in zip(
            order.lines.all(), cycle([Decimal(19), Decimal(7), Decimal(0)]), strict=False
        ):
            OrderLine.objects.filter(pk=line.pk).update(tax_percent=percent)
        Order.objects.filter(pk=order.pk).update(**agreed)
        order = bring_to(Order.objects.get(pk=order.pk), Status.REALIZED, floor[2])
        assert order.final_price == drawn_up_for(order)
        assert violations() == {}


@booking(10)
@given(drawn_up, st.lists(st.integers(1, 9), min_size=1, max_size=4), st.data())
def test_acts_by_hand_in_parts_add_up_too_even_after_one_was_unposted(floor, shape, weights, data):
    _service, people, by = floor
    with taken_back():
        order = make_order(*lines_of(floor, [shape]), status=Status.REVIEW, by=by)
        delete_act(order.pk, by, act_id=Act.objects.get(order=order).pk)
        line = order.lines.get()
        posted = [
            post(order, by, people[n % 2], line, part) for n, part in enumerate(parts(line.quantity, weights))
        ]
        again = data.draw(st.sampled_from(posted))
        unpost_act(order.pk, by, act_id=again.pk)
        post_act(order.pk, by, act_id=Act.objects.drafts().get(order=order).pk)
        produce_order(order.pk, by)
        order = realize_order(order.pk, by)
        assert order.final_price == drawn_up_for(order)
        assert violations() == {}


def post(order, by, performer, line, quantity):
    act = draft_act(order.pk, by, performer=performer, lines=[ActLineDraft(line.pk, quantity)])
    return post_act(order.pk, by, act_id=act.pk)


def parts(quantity: Decimal, weights: list[int]) -> list[Decimal]:
    """The quantity in as many parts as there are weights, each more than nothing, as far as it goes round."""
    total = sum(weights)
    shares = [round(quantity * weight / total, 3) for weight in weights[:-1]]
    rest = quantity - sum(shares)
    return [part for part in (*shares, rest) if part > 0] if rest > 0 else [quantity]
