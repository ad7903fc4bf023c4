"""What the work on a complex service pays: its price is split over its parts, nothing is lost, each by its own rate."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from billing.ledger.acts import ActLineDraft
from catalog.models import Service
from common import triggers
from common.refusals import Refused
from lab.once import new_token
from orders.models import LinePart, Task
from orders.states import Status
from payroll.models import PayrollEntry
from tests.factories.catalog import make_bundle, make_group, make_service, make_step
from tests.factories.lab import client_of, make_employee
from tests.factories.orders import bring_to, cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.sizes import thorough
from tests.verification.behind_our_back import raw
from verification.invariants import violations
from workflow.acts.draft_act import draft_act
from workflow.acts.order_pay import pay_foreseen
from workflow.acts.post_act import post_act
from workflow.acts.shares import Share, shares_of
from workflow.acts.unpost_act import unpost_act
from workflow.life.produce_order import produce_order
from workflow.life.reopen_order import reopen_order
from workflow.pay.set_pay import set_pay
from workflow.pay.summary import summarize
from workflow.plan.add_task import add_task
from workflow.plan.skip_task import skip_task

D = Decimal
money = st.integers(0, 10**7).map(lambda units: D(units).scaleb(-2))
weights = st.integers(0, 10**6).map(lambda units: D(units).scaleb(-2))
shares = st.one_of(st.none(), st.integers(0, 100).map(D))


@given(
    gross=money,
    net=money,
    parts=st.lists(st.tuples(weights, st.lists(shares, max_size=3)), max_size=5),
    own=st.lists(shares, max_size=3),
)
@thorough
def test_the_shares_of_a_line_are_always_the_whole(gross, net, parts, own):
    told, tasks = {}, [Task(pk=900 + n, share=share) for n, share in enumerate(own)]
    for number, (price, of_part) in enumerate(parts, start=1):
        part = LinePart(pk=number, service=Service(pk=number), in_one=D(1), price=price)
        told[part] = D(1)
        tasks += [Task(pk=number * 10 + n, part=part, share=share) for n, share in enumerate(of_part)]
    found = shares_of(Share(None, Service(pk=77), D(1), gross, net), tasks, told, 2)
    assert sum(one.gross for one in found) == gross
    assert sum(one.net for one in found) == net
    assert all(one.gross >= 0 and one.net >= 0 for one in found)
    assert [one.task for one in found if one.task] == sorted(
        tasks, key=lambda task: (task.part_id is not None, task.part_id or 0)
    )


def test_parts_share_by_their_prices_and_alike_where_all_are_free():
    crown, screw = (LinePart(pk=n, service=Service(pk=n), in_one=D(n), price=D(10)) for n in (1, 2))
    tasks = [Task(pk=1, part=crown), Task(pk=2, part=screw)]
    whole = Share(None, Service(pk=77), D(1), D(100), D("10.00"))
    told = shares_of(whole, tasks, {crown: D(1), screw: D(2)}, 2)
    assert [(one.net, one.quantity, one.service.pk) for one in told] == [(D("3.33"), 1, 1), (D("6.67"), 2, 2)]
    crown.price = screw.price = D(0)
    told = shares_of(whole, tasks, {crown: D(1), screw: D(2)}, 2)
    assert [one.net for one in told] == [D(5), D(5)]


@dataclass
class Implant:
    """Sold for 400.00 a piece: a crown of 300.00 in two steps (20 and 80 %), two screws of 50.00 each, an assembly of
    its own that has 10 %.

    Of one piece the assembly has 40.00; of the other 360.00 the crown has three quarters, 270.00 (54.00 and 216.00),
    and the two screws have the fourth, 90.00.
    """

    people: list = field(default_factory=lambda: [make_technician() for _n in range(4)])

    def __post_init__(self):
        self.crown = make_service(name="Crown", price=D(300), review_required=False)
        self.model = make_step(self.crown, name="Model", share=D(20))
        make_step(self.crown, name="Ceramics", share=D(80))
        self.screws = make_group(name="Screws")
        self.screw = make_service(name="Screw", price=D(50), group=self.screws, review_required=False)
        self.bundle = make_bundle(
            self.crown, (self.screw, "2"), name="Implant", price=D(400), review_required=False
        )
        make_step(self.bundle, name="Assembly", share=D(10))
        make_rate(percent=D(10))
        make_rate(percent=D(50), step=self.model)
        make_rate(amount=D("7.77"), group=self.screws)
        make_rate(percent=D(20), service=self.bundle)

    def order(self, quantity="1", status=Status.PRODUCTION, **fields):
        line = make_line(self.bundle, quantity=quantity, performer=self.people[0], **fields)
        order = make_order(line)
        for task, person in zip(order.tasks.order_by("position"), self.people, strict=True):
            task.performer = person
            task.save()
        return bring_to(order, status)


@pytest.fixture
def implant(db):
    return Implant()


def paid(order):
    standing = PayrollEntry.objects.filter(order=order, reverses=None, reversed_by=None)
    return {row.task.title: (row.base, row.amount, row.quantity, row.service.name) for row in standing}


PAID = {
    "Model": (D(54), D(27), 1, "Crown"),
    "Ceramics": (D(216), D("21.60"), 1, "Crown"),
    "Screw": (D(90), D("15.54"), 2, "Screw"),
    "Assembly": (D(40), D(8), 1, "Implant"),
}


def test_each_part_is_paid_by_its_own_rate_of_its_own_share(implant):
    order = implant.order()
    foreseen = {
        entry.task.title: (entry.base, entry.amount, entry.quantity)
        for entry in pay_foreseen(order, timezone.localdate())
    }
    assert foreseen == {title: figures[:3] for title, figures in PAID.items()}
    produce = implant.order(status=Status.PRODUCED)
    assert paid(produce) == PAID
    assert violations() == {}


def test_reopening_takes_all_of_it_back_and_producing_again_books_it_anew(implant):
    order = implant.order(status=Status.PRODUCED)
    reopen_order(order.pk, cause(), reason="again")
    assert paid(order) == {}
    produce_order(order.pk, cause())
    assert paid(order) == PAID
    assert violations() == {}


def test_three_acts_over_one_piece_hold_every_thousandth_of_its_parts(implant):
    order = implant.order()
    line = order.lines.get()
    posted = []
    for quantity in ("0.333", "0.333", "0.334"):
        act = draft_act(
            order.pk, cause(), performer=implant.people[0], lines=[ActLineDraft(line.pk, D(quantity))]
        )
        posted.append(post_act(order.pk, cause(), act_id=act.pk))
    standing = PayrollEntry.objects.filter(order=order, reverses=None, reversed_by=None)
    totals = defaultdict(Decimal)
    for row in standing.filter(role="performer"):
        totals[row.task.title, "net"] += row.worth
        totals[row.task.title, "quantity"] += row.quantity
    assert totals["Screw", "quantity"] == 2
    assert sum(total for (_title, what), total in totals.items() if what == "net") == D(400)
    assert violations() == {}
    unpost_act(order.pk, cause(), act_id=posted[0].pk)
    assert violations() == {}


def test_a_part_whose_work_is_skipped_leaves_its_share_to_the_others(implant):
    order = implant.order()
    for title in ("Model", "Ceramics"):
        skip_task(order.tasks.get(title=title).pk, cause())
    foreseen = {entry.task.title: entry.base for entry in pay_foreseen(order, timezone.localdate())}
    assert foreseen == {"Screw": D(360), "Assembly": D(40)}


def test_a_sum_set_by_hand_for_a_part_goes_with_the_quantity_of_the_line(implant):
    order = implant.order(quantity="2")
    screw = order.tasks.get(title="Screw")
    set_pay(order.pk, cause(), task_id=screw.pk, role="performer", amount=D(30), comment="hard")
    act = draft_act(
        order.pk, cause(), performer=implant.people[0], lines=[ActLineDraft(order.lines.get().pk, D("0.5"))]
    )
    post_act(order.pk, cause(), act_id=act.pk)
    entry = PayrollEntry.objects.get(task=screw, reverses=None, reversed_by=None)
    assert (entry.amount, entry.quantity) == (D("7.50"), 1)
    assert violations() == {}


def test_the_summary_names_the_parts_in_their_sequence(implant):
    order = implant.order()
    told = summarize(order, timezone.localdate())
    assert [(one.name, one.quantity, one.part_of) for one in told.services] == [
        ("Crown", 1, "Implant"),
        ("Screw", 2, "Implant"),
        ("Implant", 1, ""),
    ]


def test_24_and_74_what_is_taken_from_one_part_and_given_to_another_is_named(implant):
    implant.order(status=Status.PRODUCED)
    assert violations() == {}
    triggers.lift(connection)
    model, screw = (raw(PayrollEntry).filter(task__title=title) for title in ("Model", "Screw"))
    model.update(base=D(53), amount=D("26.50"))
    screw.update(base=D(91))
    found = violations()
    assert "its share is" in found[74][0]
    screw.update(base=D(90), quantity=D(3), amount=D("23.31"))
    assert "is paid for 3" in violations()[24][0]
    raw(LinePart).filter(name="Screw").update(quantity=D(5))
    assert "has 5.000 of its part" in violations()[73][0]
    triggers.lay(connection)


def test_a_bundle_without_steps_of_its_own_brings_no_task_of_its_own(implant):
    implant.bundle.steps.update(is_removed=True)
    order = make_order(make_line(implant.bundle, performer=implant.people[0]))
    assert [task.part and task.part.name for task in order.tasks.order_by("position")] == [
        "Crown",
        "Crown",
        "Screw",
    ]


def test_a_task_added_to_a_part_shares_what_the_part_is_paid(implant):
    order = implant.order()
    screw = LinePart.objects.get(line__order=order, name="Screw")
    task = add_task(
        order.pk, cause(), title="Polish", line=screw.line, part=screw, performer=implant.people[3]
    )
    assert (task.part, task.line) == (screw, screw.line)
    foreseen = {entry.task.title: entry.base for entry in pay_foreseen(order, timezone.localdate())}
    assert foreseen == {
        "Model": D(54),
        "Ceramics": D(216),
        "Screw": D(45),
        "Polish": D(45),
        "Assembly": D(40),
    }
    other = make_order(make_line(performer=implant.people[0]))
    with pytest.raises(Refused, match="belongs to another service"):
        add_task(other.pk, cause(), title="Polish", line=other.lines.get(), part=screw)


def test_the_dialog_of_a_task_offers_the_parts_where_there_are_any(implant):
    client = client_of(make_employee(roles=["manager"]))
    order = implant.order()
    url = reverse("workflow:task_new", args=[order.number])
    assert "Of its part" in client.get(url).content.decode()
    plain = make_order(make_line(performer=implant.people[0]), status=Status.PRODUCTION)
    assert "Of its part" not in client.get(reverse("workflow:task_new", args=[plain.number])).content.decode()
    screw = LinePart.objects.get(line__order=order, name="Screw")
    sent = {"form_token": new_token(), "version": order.version, "title": "Polish", "part": screw.pk}
    assert client.post(url, sent).status_code == 302
    assert order.tasks.get(title="Polish").line == screw.line
