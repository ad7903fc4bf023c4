"""Teeth are written with the lines: drawn up, edited, copied; told in the timeline; refused where they may not be."""

from dataclasses import replace

import pytest

from common.refusals import Refused
from orders.models import ToothWork
from orders.teeth import Role, Work, read
from orders.teeth_read import teeth_of
from orders.words import change_told
from tests.factories.catalog import make_service
from tests.factories.orders import cause, make_draft, make_line, make_order
from verification.invariants import violations
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.edit_order import edit_order
from workflow.drawing_up.writing_teeth import TeethRefused

pytestmark = pytest.mark.django_db

IMPLANT = Work(36, Role.IMPLANT, body="A2", neck="A3", guide="VITA", system="Conical", platform="RP")


@pytest.fixture
def crown():
    return make_service(name="Crown", asks_for=["teeth"])


def rows(order):
    found = ToothWork.objects.filter(order=order).values_list("tooth", "role", "line")
    return sorted((tooth, role, line is None) for tooth, role, line in found)


def edited(order, *lines, **changes):
    draft = make_draft(*lines, customer=order.customer, due_on=order.due_on)
    return edit_order(order.pk, replace(draft, **changes), cause(version=order.version))


def standing(order, **changes):
    line = order.lines.current().get()
    return replace(make_line(line.service, quantity=str(line.quantity), line_id=line.pk), **changes)


def changes_of(order):
    told = map(change_told, order.events.latest("pk").changes)
    return {str(one["name"]): (one["before"], one["after"]) for one in told}


def test_a_line_has_its_teeth_as_rows_and_their_numbers_as_text(crown):
    order = create_order(make_draft(make_line(crown, works=read("11, 13a-15a"))), cause())
    assert rows(order) == [
        (11, "unit", False),
        (13, "abutment", False),
        (14, "pontic", False),
        (15, "abutment", False),
    ]
    assert order.lines.get().details == {"teeth": "11, 13-15"}
    assert violations() == {}


def test_a_text_alone_is_read(crown):
    order = create_order(make_draft(make_line(crown, details={"teeth": "13a-15a, 11"})), cause())
    assert teeth_of(order).by_line[order.lines.get().pk] == list(read("11, 13a-15a"))


def test_a_text_that_names_no_teeth_stays_a_text(crown):
    order = create_order(make_draft(make_line(crown, details={"teeth": "Upper jaw"})), cause())
    assert order.lines.get().details == {"teeth": "Upper jaw"}
    assert rows(order) == []
    assert violations() == {}


def test_editing_writes_the_difference_and_the_timeline_tells_it_in_words(crown):
    order = make_order(make_line(crown, works=read("13-15")))
    kept = ToothWork.objects.get(order=order, tooth=13).pk
    edited(order, standing(order, works=(*read("13a-14a"), IMPLANT)), missing_teeth=(36,))
    order.refresh_from_db()
    assert rows(order) == [
        (13, "abutment", False),
        (14, "abutment", False),
        (36, "implant", False),
        (36, "missing", True),
    ]
    assert ToothWork.objects.get(order=order, tooth=13).pk == kept
    changes = changes_of(order)
    assert changes["Teeth"] == (
        "",
        "Bridge 13 to 14: abutments 13 and 14; Implant 36: Conical, RP; Shade of 36: body A2, neck A3 (VITA)",
    )
    assert changes["Missing teeth"] == ("", "36")
    assert violations() == {}


def test_what_is_as_it_was_writes_nothing_and_tells_nothing(crown):
    order = make_order(make_line(crown, works=(*read("13a-14a"), IMPLANT)), missing_teeth=(18,))
    before, events = list(ToothWork.objects.order_by("pk").values()), order.events.count()
    performer = {"performer_id": None}
    edited(order, standing(order, works=(*read("13a-14a"), IMPLANT), **performer), missing_teeth=(18,))
    assert list(ToothWork.objects.order_by("pk").values()) == before
    assert order.events.count() == events


def test_a_removed_line_keeps_its_teeth(crown):
    order = make_order(make_line(crown, works=read("11")))
    edited(order, make_line(crown, works=read("21")))
    assert rows(order) == [(11, "unit", False), (21, "unit", False)]
    assert [work.tooth for works in teeth_of(order).by_line.values() for work in works] == [21]


def test_a_copy_has_bridges_shades_implants_and_what_is_missing(crown):
    order = make_order(make_line(crown, works=(*read("13a-15a"), IMPLANT)), missing_teeth=(14, 36))
    copy = copy_order(order.pk, cause())
    assert list(teeth_of(copy).by_line.values()) == list(teeth_of(order).by_line.values())
    assert teeth_of(copy).missing == (14, 36)


@pytest.mark.parametrize(
    ("works", "sentence"),
    [
        ([Work(19)], "“19” is not a tooth"),
        ([Work(14, Role.PONTIC)], "A pontic needs a bridge"),
        ([Work(11, Role.ABUTMENT, 1), Work(41, Role.ABUTMENT, 1)], "two jaws"),
        ([Work(36, Role.IMPLANT)], "system and the platform"),
        ([Work(11), Work(11)], "named twice"),
        ([replace(IMPLANT, system="x" * 61)], "at most 60 letters"),
        ([replace(IMPLANT, body="A\x002")], "cannot be kept"),
    ],
)
def test_no_form_is_trusted_with_what_may_not_be(crown, works, sentence):
    with pytest.raises(Refused, match=sentence):
        create_order(make_draft(make_line(crown, works=tuple(works))), cause())


def test_a_tooth_that_is_none_is_not_missing_either(crown):
    with pytest.raises(TeethRefused, match="“86” is not a tooth"):
        create_order(make_draft(make_line(crown), missing_teeth=(86,)), cause())
