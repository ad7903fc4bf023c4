"""The oracle sees: a laboratory that worked by the rules passes, and each rule broken behind its back is named."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.utils import timezone

from billing.models import ActLine
from common import triggers
from documents.models import Attachment
from lab.models import FormToken
from orders.models import Order, Task, WorkSpan
from orders.states import Status
from payroll.models import PayMark, PayrollEntry
from stock.models import StockMovement
from sums.reckoning import reckon
from tests.factories.orders import make_order, make_technician
from tests.verification.behind_our_back import double, drop_index, one, pay, raw
from verification.invariants import INVARIANTS, violations

pytestmark = pytest.mark.django_db


def test_a_laboratory_that_worked_by_the_rules_passes(worked, capsys):
    triggers.lay(connection)
    call_command("verify")
    assert "Every invariant holds." in capsys.readouterr().out


def test_the_command_fails_when_an_invariant_does(worked):
    with pytest.raises(CommandError, match="1 invariants"):
        call_command("verify")  # the triggers are lifted


def test_each_invariant_has_a_number_of_its_own():
    """What is wrong is told by number: of two with one number the second would hide the first."""
    numbers = [rule.number for rule in INVARIANTS]
    assert sorted(set(numbers)) == sorted(numbers)


def test_every_invariant_looks_at_something(worked):
    reckon()
    assert [
        rule.number
        for rule in INVARIANTS
        if not rule.check().looked_at and rule.number not in (40, 41, 52, 60, 61, 64, 65, 66, 67, 85, 86)
    ] == []


def test_58_an_advance_of_a_cancelled_order_or_of_another_customer_is_named(worked):
    tied = make_order(status=Status.PENDING)
    pay(tied, 70)
    assert violations().keys() == {16}  # the triggers are lifted
    raw(Order).filter(pk=tied.pk).update(customer=worked.customer)
    assert "is another customer's, but 70.00" in violations()[58][0]
    raw(Order).filter(pk=tied.pk).update(status=Status.CANCELLED)
    assert f"order {tied.number} is cancelled, but 70.00" in violations()[58][0]


def test_1_an_undeclared_state_is_named(worked, unchecked):
    unchecked("orders_order", "order_status_is_known")
    one(Order, status=Status.REVIEW).update(status="lost")
    assert 1 in violations()


def test_5_a_missing_constraint_is_named(worked):
    drop_index("work_is_paid_once")
    assert "constraint work_is_paid_once is missing" in violations()[5]


def test_16_a_missing_trigger_is_named(worked):
    assert "trigger payroll_payrollentry_booked_update is missing" in violations()[16]


def test_17_a_counter_act_that_does_not_negate_is_named(worked):
    raw(ActLine).filter(act__reverses__isnull=False).update(amount=Decimal(-1))
    assert 17 in violations()


def test_23_pay_booked_twice_is_named(worked):
    drop_index("work_is_paid_once")
    double(
        raw(PayrollEntry).filter(source_kind="act_line", reverses=None, reversed_by=None).last(),
        source_version=1,
    )
    assert 23 in violations()


def test_24_a_lost_share_is_named_where_percents_are_taken_before_discounts_too(worked):
    performers = {"role": "performer", "reverses": None, "reversed_by": None}
    one(PayrollEntry, **performers).update(base=Decimal(99))
    assert "its tasks are paid for 99" in violations()[24][0]
    one(PayrollEntry, **performers).update(rate_base="gross", base=Decimal(99), net=Decimal(120))
    assert "is worth 120.00 before discounts, its tasks are paid for 99" in violations()[24][0]


def test_25_a_sum_paid_before_any_act_stands_is_named(worked):
    production = Order.objects.filter(status=Status.PRODUCTION).first()
    one(PayrollEntry, source_kind="set_sum").update(order=production)
    assert any("although no act of its order stands" in said for said in violations()[25])


def test_62_finalized_pay_of_an_order_in_production_is_named(worked):
    raw(PayMark).update(order=Order.objects.filter(status=Status.PRODUCTION).first())
    assert "production with its pay finalized" in violations()[62][0]


def test_31_a_material_written_off_twice_is_named(worked):
    double(
        raw(StockMovement).filter(kind="write_off", reverses=None, reversed_by=None).last(), source_version=2
    )
    assert 31 in violations()
    raw(StockMovement).filter(source_version=2).delete()
    assert 31 not in violations()
    one(StockMovement, kind="write_off", reverses=None, reversed_by=None).update(lot="C-0")
    double(raw(StockMovement).filter(lot="C-0").last(), source_version=7, lot="C-1")
    assert 31 in violations()


def test_70_a_lot_that_lacks_what_nobody_overrode_is_named(worked):
    last = raw(StockMovement).filter(kind="write_off", lot="C-1", reverses=None, reversed_by=None).last()
    raw(StockMovement).filter(pk=last.pk).update(quantity=Decimal(-500))
    assert "lot “C-1” of item" in violations()[70][0]
    raw(StockMovement).filter(pk=last.pk).update(shortage_overridden=True)
    assert 70 not in violations()


def test_71_a_lot_that_nobody_wrote_down_is_named(worked):
    one(StockMovement, lot="C-1").update(lot="C-2")
    assert "lot “C-2” of item" in violations()[71][0]


def test_80_a_count_that_is_booked_otherwise_than_it_was_counted_is_named(worked):
    one(StockMovement, kind="count").update(quantity=Decimal(5))
    assert "booked 5" in violations()[80][0]
    one(StockMovement, kind="count").delete()
    assert "booked None" in violations()[80][0]


def test_29_an_item_that_shows_something_else_than_its_movements_is_named(worked, monkeypatch):
    from stock.models import StockItemQuerySet

    shown = models.Value(Decimal(1), output_field=StockMovement._meta.get_field("quantity"))
    monkeypatch.setattr(StockItemQuerySet, "with_on_hand", lambda rows: rows.annotate(on_hand=shown))
    assert 29 in violations()


def test_40_and_41_a_damaged_and_an_orphaned_file_are_named(worked, settings):
    import os

    folder = settings.LABSITE_FILES / "kept" / "ab"
    folder.mkdir(parents=True)
    orphan = folder / "orphan"
    orphan.write_bytes(b"nobody's")
    os.utime(orphan, (0, 0))
    Attachment.objects.create(
        order=worked, key="cd/gone", name="scan.stl", size=3, sha256="0" * 64,
        uploaded_by=make_technician(), uploaded_at=timezone.now(),
    )  # fmt: skip
    found = violations()
    assert "belongs to nothing" in json.dumps(found[41])
    assert "scan.stl" in json.dumps(found[40])


def test_61_a_clock_that_runs_on_after_the_work_is_named(worked):
    task = Task.objects.filter(order__status=Status.PRODUCTION).first()
    worker, now = make_technician(), timezone.now()
    WorkSpan.objects.create(task=task, employee=worker, started_at=now)
    assert f"its task of order {task.order.number} (production) is todo" in violations()[61][0]
    raw(Task).filter(pk=task.pk).update(state="in_progress")
    assert 61 not in violations()
    raw(Order).filter(pk=task.order_id).update(status=Status.PENDING)
    assert "(pending) is in_progress" in violations()[61][0]


def test_52_a_form_that_led_nowhere_is_named(worked):
    import uuid

    FormToken.objects.create(
        token=uuid.uuid4(), user=make_technician(), body_hash="0" * 64, used_at=timezone.now()
    )
    assert 52 in violations()
