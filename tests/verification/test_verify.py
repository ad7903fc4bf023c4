"""The oracle sees: a laboratory that worked by the rules passes, and each rule broken behind its back is named."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.utils import timezone

from billing.models import Act, ActLine, Allocation, ClosingDocument, Payment, ReceivableEntry, Refund
from common import triggers
from common.models import Counter
from documents.models import Attachment
from lab.models import Event, FormToken
from orders.models import Order, OrderEvent, OrderLine, Task, WorkSpan
from orders.states import Status
from payroll.models import PayMark, PayrollEntry, PlannedPay
from stock.models import StockMovement
from tests.factories.catalog import make_service
from tests.factories.customers import make_counterparty
from tests.factories.orders import cause, make_line, make_order, make_technician
from tests.factories.payroll import make_rate
from tests.factories.stock import make_count, make_stocked
from verification.database import HOUSE
from verification.days import day_fields, days_are_believable
from verification.invariants import INVARIANTS, violations
from workflow.life.cancel_order import cancel_order
from workflow.life.reopen_order import reopen_order
from workflow.life.unrealize_order import unrealize_order
from workflow.money.record_payment import record_payment
from workflow.money.refund_advance import refund_advance
from workflow.money.reverse_payment import reverse_payment
from workflow.money.reverse_refund import reverse_refund
from workflow.pay.add_pay import add_pay
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.set_pay import set_pay

pytestmark = pytest.mark.django_db


def raw(model) -> models.QuerySet:
    """The rows of a booked table without the refusals of its queryset."""
    return models.QuerySet(model)


def one(model, **wanted):
    """The last row that fits, as a queryset to be updated."""
    rows = raw(model).filter(**wanted)
    return rows.filter(pk=rows.order_by("-pk").values_list("pk", flat=True)[0])


@pytest.fixture
def worked(settings):
    """Orders in every state, one of them taken back entirely, one paid in part, and the triggers lifted."""
    ceramic = make_stocked("100", name="Ceramic", lot="C-1")
    make_rate(percent=Decimal(30))
    make_rate(role="assistant", percent=Decimal(10), base="gross")
    crown = make_service(price=Decimal(120), norms={ceramic: Decimal("2.5")})
    for status in Status.values:
        order = make_order(
            make_line(crown, performer=make_technician(), assistant=make_technician()), status=status
        )
    taken_back = make_order(make_line(crown, performer=make_technician()), status=Status.REALIZED)
    pay(taken_back, 20)
    unrealize_order(taken_back.pk, cause(), reason="wrong")
    reopen_order(taken_back.pk, cause(), reason="wrong")
    cancel_order(taken_back.pk, cause(), reason="wrong")
    pay(Order.objects.get(status=Status.REALIZED), 50)
    _refund_and_reverse()
    paid = Order.objects.get(status=Status.REALIZED)
    finalize_pay(paid.pk, cause())
    produced = Order.objects.get(status=Status.PRODUCED)
    set_pay(
        produced.pk,
        cause(),
        task_id=produced.tasks.get().pk,
        role="assistant",
        amount=Decimal("7.77"),
        comment="hard",
    )
    add_pay(produced.pk, cause(), employee=make_technician(), amount=Decimal(5), comment="helped")
    make_count(ceramic, "60")
    assert violations() == {}
    triggers.lift(connection)
    yield order
    triggers.lay(connection)


def _refund_and_reverse():
    """A customer who got 10 of 70 back, 5 of them by mistake, and a payment that was another's."""
    customer = make_counterparty()
    kept, gone = _received(customer, 70), _received(customer, 30)
    refund = {"currency": "EUR", "refunded_on": timezone.localdate(), "method": "bank", "reason": "left over"}
    refund_advance(customer, cause(), amount=Decimal(10), payment=kept, **refund)
    mistaken = refund_advance(customer, cause(), amount=Decimal(5), payment=kept, **refund)
    reverse_refund(mistaken.pk, cause(), reason="typed twice")
    reverse_payment(gone.pk, cause(), reason="of another customer")


def _received(customer, amount):
    return record_payment(
        customer, cause(), amount=Decimal(amount), currency="EUR", received_on=timezone.localdate(), method="bank"
    )  # fmt: skip


def pay(order, amount):
    record_payment(
        order.customer, cause(), amount=Decimal(amount), currency="EUR", received_on=timezone.localdate(),
        method="bank", order_id=order.pk,
    )  # fmt: skip


@pytest.fixture
def unchecked():
    """CHECK constraints out of the way: SQLite ignores them, on PostgreSQL the named one is dropped."""

    def drop(table, name):
        connection.check_constraints()  # PostgreSQL alters no table with deferred checks outstanding
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = ON")
            else:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    yield drop
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def drop_index(name):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {name}")


def double(row, **changes):
    """The same row booked a second time."""
    row.pk, row._state.adding = None, True
    for name, content in changes.items():
        setattr(row, name, content)
    models.Model.save(row)


def test_a_laboratory_that_worked_by_the_rules_passes(worked, capsys):
    triggers.lay(connection)
    call_command("verify")
    assert "Every invariant holds." in capsys.readouterr().out


def test_the_command_fails_when_an_invariant_does(worked):
    with pytest.raises(CommandError, match="1 invariants"):
        call_command("verify")  # the triggers are lifted


def test_every_invariant_looks_at_something(worked):
    assert [
        rule.number
        for rule in INVARIANTS
        if not rule.check().looked_at and rule.number not in (40, 41, 52, 60, 61, 66, 67)
    ] == []


SEEDS = {
    2: lambda: one(OrderEvent, to_status=Status.REVIEW).update(to_status=Status.PENDING),
    3: lambda: raw(Event).filter(verb="realize").update(role="technician"),
    4: lambda: one(Order, status=Status.REVIEW).update(version=77),
    6: lambda: one(OrderEvent, from_status=Status.REALIZED).update(verb="reopen"),
    8: lambda: raw(Task).filter(order__status=Status.PRODUCED).update(performer=None),
    9: lambda: raw(Event).filter(verb="realize").update(at=timezone.now() - timezone.timedelta(days=9)),
    10: lambda: raw(Act).update(currency="USD"),
    11: lambda: one(Order, status=Status.PRODUCED).update(final_price=Decimal(1)),
    12: lambda: raw(OrderLine).filter(order__status=Status.DRAFTING).update(gross=Decimal(9), amount=Decimal(9)),
    13: lambda: one(ReceivableEntry, kind="charge", reverses=None, reversed_by=None).update(amount=Decimal(1)),
    14: lambda: one(ReceivableEntry, kind="payment", reverses=None).update(amount=Decimal(-1)),
    15: lambda: one(Allocation, order__isnull=False, reverses=None, reversed_by=None).update(amount=Decimal(9999)),
    17: lambda: one(PayrollEntry, reverses__isnull=False).update(amount=Decimal(-1)),
    18: lambda: one(StockMovement, reverses__isnull=False).delete(),
    19: lambda: one(ClosingDocument.orders.rel.related_model, amount__gt=0).update(amount=Decimal(1)),
    22: lambda: one(ReceivableEntry, kind="refund", reverses=None).update(customer=make_counterparty()),
    24: lambda: one(PayrollEntry, source_kind="act_line", reverses=None, reversed_by=None).update(quantity=Decimal(5)),
    25: lambda: one(PayrollEntry, reverses=None, reversed_by=None, rate__isnull=False).update(amount=Decimal("0.01")),
    30: lambda: one(StockMovement, kind="receipt").update(quantity=Decimal(1)),
    32: lambda: one(StockMovement, kind="write_off", reverses=None, reversed_by=None).update(quantity=Decimal(-1)),
    34: lambda: raw(Counter).filter(series="act").update(last=99),
    36: lambda: one(ClosingDocument, kind="closing").update(snapshot={"total": "1.00"}),
    46: lambda: raw(Event).filter(verb="submit").update(role=""),
    76: lambda: one(ReceivableEntry, kind="charge", reverses__isnull=False).update(amount=Decimal(-1)),
    77: lambda: one(ClosingDocument, kind="closing").update(due_on=date(2199, 1, 1)),
    62: lambda: raw(PayMark).update(turn=3),
    68: lambda: raw(OrderLine).filter(order__status=Status.DRAFTING).update(catalog_price=Decimal(7)),
    63: lambda: one(Payment).update(amount=Decimal("50.001")),
    58: lambda: one(Allocation, order__isnull=False, reverses=None, reversed_by=None).update(is_advance=True),
}  # fmt: skip


@pytest.mark.parametrize("number", SEEDS)
def test_a_seeded_violation_is_named(worked, number):
    assert SEEDS[number]()
    assert number in violations()


STANDING, REVERSAL = {"reverses": None, "reversed_by": None}, {"reverses__isnull": False}


def entry(kind, **wanted):
    return one(ReceivableEntry, kind=kind, **wanted)


def refunded(**wanted):
    return one(Allocation, refund__isnull=False, **wanted)


OF_PAYMENTS = {
    "14 a payment booked twice": lambda: double(entry("payment", **STANDING).get()),
    "14 a refund of another sum": lambda: entry("refund", **STANDING).update(amount=Decimal(9)),
    "14 a refund that no ledger knows": lambda: entry("refund", **STANDING).delete(),
    "15 a refund that took too little": lambda: refunded(**STANDING).update(amount=Decimal(9)),
    "15 more refunded than paid": lambda: raw(Payment).filter(amount=70).update(amount=Decimal(9)),
    "15 a reversed payment that pays": lambda: double(
        one(Allocation, order__isnull=False, **STANDING).get(), payment=Payment.objects.reversed().get()
    ),
    "15 a reversed refund that took": lambda: refunded(**REVERSAL).delete(),
    "15 a refund of a stranger's payment": lambda: raw(Refund).update(customer=make_counterparty()),
    "17 a reversal of another sum": lambda: entry("payment", **REVERSAL).update(amount=Decimal(1)),
    "17 a reversal for somebody else": lambda: entry("payment", **REVERSAL).update(customer=make_counterparty()),
    "17 a reversal of a reversal": lambda: double(
        entry("refund", **REVERSAL).get(), reverses=entry("refund", **REVERSAL).get(), amount=Decimal(5)
    ),
    "22 a payment that is not booked": lambda: entry("payment", **STANDING).delete(),
    "34 a refund's number": lambda: raw(Counter).filter(series="refund").update(last=9),
}  # fmt: skip


@pytest.mark.parametrize("wrong", OF_PAYMENTS)
def test_what_is_wrong_with_payments_and_refunds_is_named(worked, unchecked, wrong):
    unchecked("billing_receivableentry", "an_entry_has_the_sign_of_its_kind")
    OF_PAYMENTS[wrong]()
    assert int(wrong.split()[0]) in violations()


def test_58_an_advance_of_a_cancelled_order_or_of_another_customer_is_named(worked):
    tied = make_order(status=Status.PENDING)
    pay(tied, 70)
    assert violations().keys() == {16}  # the triggers are lifted
    raw(Order).filter(pk=tied.pk).update(customer=worked.customer)
    assert "is another customer's, but 70.00" in violations()[58][0]
    raw(Order).filter(pk=tied.pk).update(status=Status.CANCELLED)
    assert f"order {tied.number} is cancelled, but 70.00" in violations()[58][0]


def days_with_rows():
    """(rows of one, field) for every day and moment of the house that any row has."""
    for model in (model for app in HOUSE for model in apps.get_app_config(app).get_models()):
        for field in day_fields(model):
            rows = raw(model).filter(**{f"{field.name}__isnull": False})
            if rows.exists():
                yield raw(model).filter(pk=rows.order_by("-pk")[0].pk), field


@pytest.mark.parametrize("year", [26, 1879, 2099])
def test_59_a_day_that_nobody_meant_is_shown_and_breaks_nothing(worked, year):
    seen = 0
    for rows, field in list(days_with_rows()):
        with transaction.atomic():
            odd, is_moment = date(year, 11, 25), isinstance(field, models.DateTimeField)
            rows.update(**{field.name: datetime(year, 11, 25, tzinfo=UTC) if is_moment else odd})
            found = days_are_believable()
            assert (found.wrong, len(found.to_look_at)) == ([], 1), field
            assert f"{field.verbose_name} {odd}" in found.to_look_at[0]
            seen += 1
            transaction.set_rollback(True)
    assert seen > 10
    assert days_are_believable().to_look_at == []


def test_a_day_that_nobody_meant_does_not_fail_the_command(worked, capsys):
    triggers.lay(connection)
    record_payment(
        worked.customer, cause(), amount=Decimal(5), currency="EUR", received_on=timezone.localdate(),
        method="cash", reference="the year 26",
    )  # fmt: skip
    triggers.lift(connection)
    one(Payment, reference="the year 26").update(received_on=date(26, 11, 25))
    triggers.lay(connection)
    call_command("verify")
    said = capsys.readouterr().out
    assert " 59  look!" in said
    assert "received on 0026-11-25" in said
    assert "Every invariant holds." in said


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


PLANNED_WRONG = {
    "another sum": lambda: one(PlannedPay, employee=None).update(amount=Decimal(1)),
    "taken back and paid": lambda: one(PlannedPay, employee=None).update(lifted_by=Event.objects.first()),
    "somebody else": lambda: one(PlannedPay, task=None).update(employee=make_technician()),
    "set and not paid": lambda: one(PayrollEntry, source_kind="set_sum").delete(),
}


@pytest.mark.parametrize("wrong", PLANNED_WRONG)
def test_25_a_sum_that_is_not_paid_as_it_was_set_is_named(worked, wrong):
    assert PLANNED_WRONG[wrong]()
    assert 25 in violations()


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
