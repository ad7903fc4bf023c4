"""Every change beside the steps, in every state, by every role: as the two tables of the design say, and no other."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

import workflow
from billing.ledger.acts import ActLineDraft
from common.refusals import Refused
from common.storage import StoredFile
from documents.files import attach_file, remove_file
from lab.roles import Role
from orders.models import Marker
from orders.states import Status
from tests.access.world import attach_to
from tests.factories.customers import make_counterparty
from tests.factories.orders import make_line, make_order
from tests.use_cases.evidence import changed_since, digest, moments_of, set_back
from tests.use_cases.test_edit_order import as_it_stands
from workflow.acts.draft_act import draft_act
from workflow.drawing_up.change_customer import change_customer
from workflow.drawing_up.comment_on_order import comment_on_order
from workflow.drawing_up.copy_order import copy_order
from workflow.drawing_up.discount_order import discount_order
from workflow.drawing_up.edit_order import edit_order
from workflow.drawing_up.mark_order import mark_order
from workflow.drawing_up.record_delivery import record_delivery
from workflow.drawing_up.rush_order import rush_order
from workflow.drawing_up.update_due_date import update_due_date
from workflow.money.adjust_price import adjust_price
from workflow.money.record_payment import record_payment
from workflow.pay.add_pay import add_pay
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.set_pay import set_pay
from workflow.plan.add_task import add_task
from workflow.plan.assign_task import assign_task
from workflow.plan.edit_task import edit_task
from workflow.plan.skip_task import skip_task
from workflow.plan.work_on_task import work_on_task

pytestmark = [pytest.mark.each_database, pytest.mark.django_db]

EVERY = set(Status.values)
OVER = {"realized", "cancelled"}
EVERYBODY = {"manager", "reviewer", "technician", "accountant"}
MAY = {
    "edit lines": ({"drafting", "pending", "production"}, {"manager"}),
    "edit": (EVERY - OVER, {"manager"}),
    "due date": (EVERY - OVER, {"manager"}),
    "customer": (EVERY - OVER, {"manager"}),
    "rush": ({"drafting", "pending", "production", "review"}, {"manager"}),
    "discount": ({"drafting", "pending", "production", "review"}, {"manager"}),
    "agreed price": (EVERY - OVER, {"manager"}),
    "markers": (EVERY - OVER, {"manager", "reviewer", "technician"}),
    "people": ({"drafting", "pending", "production", "review"}, {"manager", "reviewer"}),
    "add task": ({"drafting", "pending", "production", "review"}, {"manager", "reviewer"}),
    "rename task": ({"drafting", "pending", "production", "review"}, {"manager", "reviewer"}),
    "skip task": ({"drafting", "pending", "production", "review"}, {"manager", "reviewer"}),
    "work": ({"production", "review"}, {"manager", "reviewer", "technician"}),
    "acts": ({"production", "review"}, {"manager", "reviewer", "technician"}),
    "set pay": (EVERY - OVER, {"manager", "accountant"}),
    "add pay": (EVERY - OVER, {"manager", "accountant"}),
    "finalize pay": ({"produced", "realized"}, {"manager", "accountant"}),
    "delivery": ({"produced", "realized"}, {"manager"}),
    "comment": (EVERY, EVERYBODY),
    "copy": (EVERY, {"manager"}),
    "payment": (EVERY - {"cancelled"}, {"accountant"}),
}
"""What -> (in which states, who may besides the administrator), written down from the design."""


@pytest.fixture
def change(lab):
    """``change(what, order, cause)``: make the change."""
    other, urgent = make_counterparty(), Marker.objects.create(name="Urgent")

    def edit(order, cause, **changes):
        return edit_order(order.pk, replace(as_it_stands(order), instructions="changed", **changes), cause)

    def first(order):
        return order.tasks.get().pk

    changes = {
        "edit lines": edit,
        "edit": lambda order, cause: edit(order, cause, lines=None),
        "due date": lambda order, cause: update_due_date(order.pk, cause, due_on=date(2035, 3, 1)),
        "customer": lambda order, cause: change_customer(order.pk, cause, customer=other),
        "rush": lambda order, cause: rush_order(order.pk, cause, percent=Decimal(10)),
        "discount": lambda order, cause: discount_order(order.pk, cause, percent=Decimal(10)),
        "agreed price": lambda order, cause: adjust_price(
            order.pk, cause, total=Decimal(7), reason="agreed"
        ),
        "markers": lambda order, cause: mark_order(order.pk, cause, markers=[urgent]),
        "people": lambda order, cause: assign_task(first(order), cause, performer=lab.ben),
        "add task": lambda order, cause: add_task(order.pk, cause, title="Second model"),
        "rename task": lambda order, cause: edit_task(first(order), cause, title="Polish it well"),
        "skip task": lambda order, cause: skip_task(first(order), cause),
        "work": lambda order, cause: work_on_task(
            first(order), cause, state="in_progress", whose="theirs"
        ),
        "acts": lambda order, cause: draft_act(
            order.pk, cause, performer=lab.ben, lines=[ActLineDraft(order.lines.get().pk, Decimal(1))]
        ),
        "set pay": lambda order, cause: set_pay(
            order.pk, cause, task_id=first(order), role="performer", amount=Decimal(7), comment="agreed"
        ),
        "add pay": lambda order, cause: add_pay(
            order.pk, cause, employee=lab.ben, amount=Decimal(7), comment="helped"
        ),
        "finalize pay": lambda order, cause: finalize_pay(order.pk, cause),
        "delivery": lambda order, cause: record_delivery(order.pk, cause, carrier="Courier"),
        "comment": lambda order, cause: comment_on_order(order.pk, cause, text="Good"),
        "copy": lambda order, cause: copy_order(order.pk, cause),
        "payment": lambda order, cause: record_payment(
            order.customer, cause, amount=Decimal(5), currency="EUR", received_on=timezone.localdate(),
            method="cash", order_id=order.pk,
        ),
    }  # fmt: skip
    return lambda what, order, cause: changes[what](order, cause)


@pytest.mark.parametrize("status", Status.values)
def test_only_what_the_tables_allow_is_changed_and_a_refusal_changes_nothing(by, lab, change, status):
    order = make_order(make_line(lab.polish, performer=lab.anna), status=status, by=by())
    before, wrong = digest(), []
    for what, role in product(MAY, Role.values):
        states, who = MAY[what]
        done, expected = False, status in states and role in {*who, "administrator"}
        try:
            with transaction.atomic():
                change(what, order, by(role))
                done = True
                transaction.set_rollback(True)
        except Refused:
            pass
        if done != expected:
            wrong.append(f"{role}: {what} in {status} was {'done' if done else 'refused'}")
    assert wrong == []
    assert changed_since(before) == []


@pytest.mark.parametrize("status", Status.values)
def test_a_clock_that_was_set_back_turns_no_history_around(by, lab, change, status):
    order = make_order(make_line(lab.polish, performer=lab.anna), status=status, by=by())
    yesterday = set_back(by())
    for what in (what for what, (states, _who) in MAY.items() if status in states):
        with transaction.atomic():
            change(what, order, yesterday)
            assert moments_of(order) == sorted(moments_of(order)), what
            transaction.set_rollback(True)


def test_a_clock_that_was_set_back_turns_no_history_of_files_around(by):
    order = make_order(by=by())
    file = attach_to(order, "scan.txt", by().actor)
    remove_file(file.pk, set_back(by()))
    attach_file(order.pk, None, StoredFile(file.key, 1, ""), "again.txt", set_back(by()))
    assert [event.verb for event in order.events.all()][-2:] == ["remove_file", "attach_file"]
    assert moments_of(order) == sorted(moments_of(order))


def test_without_the_care_for_the_clock_the_history_would_be_turned_around(by, monkeypatch):
    """The control: this is what the tests above would see."""
    monkeypatch.setattr("workflow.moving.not_before_the_last", lambda order, cause: cause)
    order = make_order(by=by())
    comment_on_order(order.pk, set_back(by()), text="Good")
    assert moments_of(order) != sorted(moments_of(order))


def test_every_business_event_has_a_file_of_tests_here():
    """A use case is a module of a chapter of workflow/ that holds a function of its own name."""
    files = Path(workflow.__file__).parent.glob("*/*.py")
    chapters = [path for path in files if path.parent.name not in ("pages", "forms", "preview")]
    events = {path.stem for path in chapters if f"def {path.stem}(" in path.read_text()}
    tested = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert events
    assert events - tested == set()
