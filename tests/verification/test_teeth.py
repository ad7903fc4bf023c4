"""The oracle sees what must never be false of teeth."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from orders.models import OrderLine, ToothWork
from orders.teeth import read
from tests.factories.catalog import make_service
from tests.factories.orders import make_line, make_order, make_technician
from tests.verification.behind_our_back import raw
from verification.invariants import violations

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    crown = make_service(asks_for=["teeth"])
    make_order(make_line(crown, works=read("21")), make_line(crown, works=read("22")))
    order = make_order(make_line(crown, works=read("11, 13a-15a")), missing_teeth=(18,))
    assert violations() == {}
    return order.lines.get()


def rows(line, **wanted):
    return raw(ToothWork).filter(line=line, **wanted)


def test_83_a_bridge_that_leaves_a_tooth_out_is_named(line):
    rows(line, tooth=14).delete()
    OrderLine.objects.filter(pk=line.pk).update(details={"teeth": "11, 13, 15"})
    (wrong,) = violations()[83]
    assert wrong.startswith(f"line {line.pk}: The bridge from 13 to 15 leaves a tooth out")


def test_83_a_bridge_that_hangs_at_nothing_is_named(line):
    rows(line, span__isnull=False).update(role="pontic")
    assert "hangs at nothing" in violations()[83][0]


def test_83_a_text_that_says_other_teeth_is_named(line):
    OrderLine.objects.filter(pk=line.pk).update(details={"teeth": "11"})
    assert violations()[83] == [f"line {line.pk} says the teeth “11”, its rows [11, 13, 14, 15]"]


def test_83_a_row_of_another_order_is_named(line):
    other = make_order(make_line(make_service()))
    rows(line, tooth=11).update(order=other)
    assert "its line" in violations()[83][0]


def test_a_text_of_before_that_names_no_teeth_is_let_be(line):
    rows(line).delete()
    OrderLine.objects.filter(pk=line.pk).update(details={"teeth": "Upper jaw"})
    assert violations() == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"tooth": 19},
        {"tooth": 86},
        {"role": "crown"},
        {"role": "missing"},
        {"role": "pontic"},
        {"role": "implant"},
        {"span": 3},
        {"tooth": 13},
    ],
)
def test_the_database_itself_refuses_what_no_row_may_be(line, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows(line, tooth=11).update(**changes)


def test_what_freezes_the_lines_freezes_their_teeth():
    line = make_line(make_service(), performer=make_technician(), works=read("11"))
    order = make_order(line, status="review")
    with pytest.raises(DatabaseError), transaction.atomic():
        raw(ToothWork).filter(order=order).update(role="abutment")
    with pytest.raises(DatabaseError), transaction.atomic():
        raw(ToothWork).filter(order=order).delete()
