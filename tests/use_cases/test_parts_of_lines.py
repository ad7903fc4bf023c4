"""A complex service on an order: its parts are frozen, scaled, worked, written off and reviewed with its line."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import IncludedService
from common.refusals import Refused
from orders.models import LinePart
from orders.states import Status
from stock.models import StockMovement
from tests.factories.catalog import make_bundle, make_service, make_step
from tests.factories.orders import bring_to, make_draft, make_line, make_order, make_technician
from tests.factories.stock import make_stocked
from verification.invariants import violations
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.create_order import create_order
from workflow.drawing_up.edit_order import edit_order
from workflow.plan.plan_work import plan_work
from workflow.steps import why_not

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def anna():
    return make_technician(name="Anna")


@pytest.fixture
def crown():
    service = make_service(name="Crown", price=D(300), review_required=False)
    for name in ("Model", "Ceramics"):
        make_step(service, name=name)
    return service


@pytest.fixture
def screw():
    return make_service(name="Screw", price=D(10), review_required=False)


@pytest.fixture
def implant(crown, screw):
    pack = make_bundle((screw, "2"), name="Pack", price=D(15))
    return make_bundle(crown, (pack, "1.5"), name="Implant crown", price=D(400), review_required=False)


def parts(order):
    return [(one.name, one.in_one, one.quantity, one.price) for one in LinePart.objects.current()]


def titles(order):
    return [
        (task.title, task.part.name if task.part else "")
        for task in order.tasks.current().order_by("position")
    ]


def kept(order, **fields):
    line = order.lines.current().first()
    return make_draft(
        make_line(fields.pop("service", line.service), line_id=line.pk, **fields), customer=order.customer
    )


def test_a_line_freezes_the_parts_through_everything_inside(by, implant, anna):
    order = make_order(make_line(implant, quantity="2", performer=anna), by=by())
    assert order.lines.get().amount == D(800)
    assert parts(order) == [("Crown", 1, 2, D(300)), ("Screw", 3, 6, D(10))]


def test_another_quantity_scales_them_and_a_later_catalogue_changes_nothing(by, implant, crown, screw, anna):
    order = make_order(make_line(implant, quantity="2", performer=anna), by=by())
    IncludedService.objects.filter(bundle=implant, service=crown).update(quantity=D(7))
    type(screw).objects.filter(pk=screw.pk).update(price=D(99), is_active=False)
    edit_order(order.pk, kept(order, quantity="0.333"), by())
    assert parts(order) == [("Crown", 1, D("0.333"), D(300)), ("Screw", 3, D("0.999"), D(10))]
    edit_order(order.pk, kept(order, quantity="2"), by())
    assert parts(order) == [("Crown", 1, 2, D(300)), ("Screw", 3, 6, D(10))]


def test_another_service_on_the_line_takes_other_parts_and_their_tasks(by, implant, crown, anna):
    order = make_order(make_line(implant, performer=anna), by=by())
    edit_order(order.pk, kept(order, service=make_bundle((crown, "3"), name="Three"), performer=anna), by())
    assert parts(order) == [("Crown", 3, 3, D(300))]
    assert titles(order) == [("Model", "Crown"), ("Ceramics", "Crown")]
    edit_order(order.pk, kept(order, service=make_service(name="Plain"), performer=anna), by())
    assert parts(order) == []
    assert titles(order) == [("Plain", "")]


def test_the_parts_bring_their_tasks_and_then_come_its_own(by, implant, anna):
    order = make_order(make_line(implant, performer=anna), by=by())
    assert titles(order) == [("Model", "Crown"), ("Ceramics", "Crown"), ("Screw", "Screw")]
    make_step(implant, name="Assembly", share=D(10))
    order = make_order(make_line(implant, performer=anna), by=by())
    assert titles(order)[-1] == ("Assembly", "")
    assert {task.performer for task in order.tasks.all()} == {anna}


def test_a_complex_service_inside_that_works_itself_is_a_part_of_its_own(by, implant, anna):
    make_step(implant.included.get(service__name="Pack").service, name="Sort", share=D(20))
    order = make_order(make_line(implant, performer=anna), by=by())
    assert ("Sort", "Pack") in titles(order)
    assert ("Pack", D("1.5"), D("1.5"), D(3)) in parts(order)


def test_planning_makes_no_second_tasks_and_makes_lost_ones_anew(by, implant, anna):
    order = make_order(make_line(implant, performer=anna), by=by())
    stood = titles(order)
    plan_work(order.pk, by())
    assert titles(order) == stood
    order.tasks.update(is_removed=True)
    plan_work(order.pk, by())
    assert titles(order) == stood


def test_materials_of_the_parts_are_written_off_with_its_own(by, crown, screw, anna):
    disc, glue = make_stocked("100", name="Disc"), make_stocked("100", name="Glue")
    crown.material_norms.create(material=disc, quantity=D("1.5"))
    implant = make_bundle((crown, "2"), screw, review_required=False)
    implant.material_norms.create(material=glue, quantity=D("0.1"))
    make_order(make_line(implant, quantity="3", performer=anna), status=Status.PRODUCED, by=by())
    used = dict(
        StockMovement.objects.filter(kind="write_off").values_list("item__material__name", "quantity")
    )
    assert used == {"Disc": D(-9), "Glue": D("-0.3")}
    assert violations() == {}


@pytest.mark.parametrize("reviewed", [True, False])
def test_a_part_that_requires_review_binds_the_order(by, crown, anna, reviewed):
    type(crown).objects.filter(pk=crown.pk).update(review_required=reviewed)
    implant = make_bundle(make_bundle(crown, review_required=False), review_required=False)
    order = make_order(make_line(implant, performer=anna), status=Status.PRODUCTION, by=by())
    for task in order.tasks.all():
        task.state = "done"
        task.save()
    refusal = why_not(order, "produce", by().actor)
    assert (refusal is not None and "requires review" in refusal) is reviewed
    assert [line.review_required for line in order.lines_shown] == [reviewed]


def test_a_part_that_left_the_catalogue_lets_nobody_order_the_whole(by, implant, screw, anna):
    standing = make_order(make_line(implant, performer=anna), by=by())
    screw.is_active = False
    screw.save()
    with pytest.raises(Refused, match="“Implant crown” includes “Screw”, which is not on sale any more"):
        create_order(make_draft(make_line(implant)), by())
    assert copy_order(standing.pk, by()).lines.count() == 0
    edit_order(standing.pk, kept(standing, quantity="5", performer=anna), by())
    assert parts(standing)[1][2] == 15


def test_what_cannot_be_counted_is_refused_in_words(by, screw):
    grain = make_bundle((make_bundle((screw, "0.001"), name="Grain"), "0.4"), name="Dust")
    with pytest.raises(Refused, match="more or less of “Screw” than can be counted"):
        create_order(make_draft(make_line(grain)), by())
    heap = make_bundle((make_bundle((screw, "10000")), "10000"), name="Heap")
    with pytest.raises(Refused, match="“Heap”: with this quantity"), transaction.atomic():
        create_order(make_draft(make_line(heap, quantity="100000")), by())


def test_parts_are_frozen_with_the_states_of_their_order(by, implant, anna):
    order = make_order(make_line(implant, performer=anna), status=Status.PRODUCTION, by=by())
    part = LinePart.objects.first()
    order = bring_to(make_order(make_line(implant, performer=anna), by=by()), Status.REVIEW)
    frozen = LinePart.objects.filter(line__order=order)
    with pytest.raises(DatabaseError), transaction.atomic():
        frozen.update(quantity=D(9))
    with pytest.raises(DatabaseError), transaction.atomic():
        frozen.delete()
    part.pk, part.line = None, order.lines.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        part.save()


def test_saving_asks_the_database_no_oftener_for_more_parts(by):
    cause, counts = by(), []
    for count in (1, 1, 12):
        bundle = make_bundle(*(make_service() for _n in range(count)))
        with CaptureQueriesContext(connection) as asked:
            create_order(make_draft(make_line(bundle)), cause)
        counts.append(len(asked))
    assert counts[1] == counts[2]
