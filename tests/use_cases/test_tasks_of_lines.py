"""Lines bring the steps of their services as tasks, and keep what was done when they change or go."""

from decimal import Decimal

import pytest

from orders.states import Status
from payroll.models import PayrollEntry
from tests.factories.catalog import make_service, make_step
from tests.factories.orders import bring_to, make_draft, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from workflow.drawing_up.edit_order import edit_order
from workflow.life.produce_order import produce_order
from workflow.life.send_order_to_review import send_order_to_review
from workflow.plan.assign_task import assign_task
from workflow.plan.work_on_task import work_on_task
from workflow.steps import why_not

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge():
    """A service of three steps, the last one usually Ceramics' own."""
    service = make_service(name="Bridge")
    ceramist = make_technician(name="Usual Ceramist")
    for name, minutes, share, usual in (
        ("Model", 30, 20, None),
        ("Frame", 60, 30, None),
        ("Ceramics", 90, 50, ceramist),
    ):
        make_step(service, name=name, minutes=minutes, share=Decimal(share), performer=usual)
    return service


def _titles(order) -> list[str]:
    return [task.title for task in order.tasks.current()]


def _kept(order, line, **fields):
    return make_line(line.service, line_id=line.pk, **fields)


def test_each_step_of_the_service_becomes_a_task_in_its_order(by, bridge):
    order = make_order(make_line(bridge), make_line(make_service(name="Polish")), by=by())
    assert _titles(order) == ["Model", "Frame", "Ceramics", "Polish"]
    first = order.tasks.first()
    assert (first.minutes, first.share, first.template.name) == (30, Decimal(20), "Model")


def test_the_usual_performer_of_a_step_stays_beside_the_performer_of_the_line(by, bridge):
    anna = make_technician(name="Anna")
    order = make_order(make_line(bridge, performer=anna), by=by())
    assert [str(task.performer) for task in order.tasks.current()] == ["Anna", "Anna", "Usual Ceramist"]


def test_a_usual_performer_who_left_is_put_on_nothing(by, bridge):
    usual = bridge.steps.last().performer
    usual.is_active = False
    usual.save()
    order = make_order(make_line(bridge), by=by())
    assert order.tasks.last().performer is None


def test_another_performer_of_the_line_replaces_the_former_one_on_unfinished_tasks_only(by, bridge):
    anna, ben = make_technician(name="Anna"), make_technician(name="Ben")
    order = make_order(make_line(bridge, performer=anna), status=Status.PRODUCTION, by=by())
    line = order.lines.get()
    edit_order(
        order.pk,
        make_draft(_kept(order, line, performer=ben), customer=order.customer, due_on=order.due_on),
        by(),
    )
    assert [str(task.performer) for task in order.tasks.current()] == ["Ben", "Ben", "Usual Ceramist"]


def test_a_removed_line_takes_what_nobody_began_and_leaves_the_rest(by, bridge):
    order = make_order(make_line(bridge), make_line(), status=Status.PRODUCTION, by=by())
    model, frame, _ceramics, other = order.tasks.current()
    work_on_task(model.pk, by(), state="done", whose="theirs")
    work_on_task(frame.pk, by(), state="in_progress", whose="theirs")
    kept = order.lines.last()
    edit_order(order.pk, make_draft(_kept(order, kept), customer=order.customer, due_on=order.due_on), by())
    left = {task.title: task.state for task in order.tasks.current()}
    assert left == {"Model": "done", "Frame": "skipped", other.title: "todo"}
    assert "Ceramics" not in left


def test_a_new_line_brings_its_tasks_behind_those_there(by, bridge):
    order = make_order(make_line(), by=by())
    line = order.lines.get()
    draft = make_draft(_kept(order, line), make_line(bridge), customer=order.customer, due_on=order.due_on)
    edit_order(order.pk, draft, by())
    assert _titles(order)[1:] == ["Model", "Frame", "Ceramics"]


def test_posted_work_pays_each_task_its_share_and_loses_nothing(by, bridge):
    make_rate(percent=Decimal(10))
    anna = make_technician(name="Anna")
    order = make_order(make_line(bridge, quantity="3", performer=anna), by=by())
    bring_to(order, Status.PRODUCED, by())
    entries = PayrollEntry.objects.filter(order=order).order_by("task")
    assert [(str(row.employee), row.base, row.amount) for row in entries] == [
        ("Anna", Decimal(60), Decimal(6)),
        ("Anna", Decimal(90), Decimal(9)),
        ("Usual Ceramist", Decimal(150), Decimal(15)),
    ]


def test_the_share_of_a_skipped_task_goes_to_the_others(by, bridge):
    make_rate(percent=Decimal(10))
    order = make_order(make_line(bridge, performer=make_technician()), status=Status.PRODUCTION, by=by())
    work_on_task(order.tasks.first().pk, by(), state="skipped")
    for task in order.tasks.current().unfinished():
        work_on_task(task.pk, by(), state="done", whose="theirs")
    send_order_to_review(order.pk, by())
    produce_order(order.pk, by())
    bases = PayrollEntry.objects.filter(order=order).order_by("task").values_list("base", flat=True)
    assert list(bases) == [Decimal("37.50"), Decimal("62.50")]


def test_every_task_that_counts_needs_a_performer_before_review(by, bridge):
    order = make_order(make_line(bridge, performer=make_technician()), status=Status.PRODUCTION, by=by())
    model = order.tasks.first()
    assign_task(model.pk, by(), performer=None)
    for task in order.tasks.current().unfinished():
        work_on_task(task.pk, by(), state="done", whose="theirs")
    assert why_not(order, "send_to_review", by().actor) == "Name a performer for every task first."
    work_on_task(model.pk, by(), state="skipped")
    assert why_not(order, "send_to_review", by().actor) is None
