"""Carry on: the orders of a batch, one after the other, each in a transaction of its own.

An order is claimed in the transaction of its action: whoever is killed in between has done nothing to it, and of two
who are at it one has it. A refusal is written beside the order and stops nobody.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.background import TaskContext, background_work
from common.database_faults import TOO_LONG, state_of
from common.refusals import Refused
from common.sheets import Sheet, as_sent, untouched
from lab.cause import Cause
from lab.models import Employee
from lab.once import SomeoneIsWorking, untangled
from orders.models import Batch, BatchOrder, Order, OrderEvent
from orders.models.batch import BatchState, RowState
from workflow.moving import refuse
from workflow.together.offered import OFFERED, Many

log = logging.getLogger(__name__)
WHILE_ONE_WAITS = 50
"""Orders that are done before the page answers; more are done by a worker."""
PATIENCE = 8.0
"""Seconds that a page may take for them; what is left then is done by a worker."""
AT_A_STRETCH = 20.0
"""Seconds of a worker, who then looks whether somebody else waits for a paper or a letter."""
AFTERWARDS = timedelta(minutes=1)
"""When a worker looks whether a page that began has come to its end."""
LONGEST_PAUSE = 0.05
DATABASE_IS_AWAY = (OperationalError, InterfaceError)


def have_it_carried_on(batch: Batch, at: datetime) -> None:
    """Ask for a worker, in the transaction of whoever asks: at once, or as a second pair of eyes behind a page."""
    few = batch.rows.waiting()[: WHILE_ONE_WAITS + 1].count() <= WHILE_ONE_WAITS
    _ask_for_work(batch, at + AFTERWARDS if few else None)


def _ask_for_work(batch: Batch, not_before: datetime | None) -> None:
    work = carry_on_later.using(run_after=not_before)
    batch.job = work.enqueue(batch.pk, asked_by=batch.asked_by_id, about=about(batch)).id
    batch.save(update_fields=["job"])


def about(batch: Batch) -> str:
    """What the batch is, for whoever looks after background work."""
    said = ngettext("%(what)s, %(n)s order", "%(what)s, %(n)s orders", batch.count)
    return said % {"what": label_of(batch.action), "n": batch.count}


def label_of(action: str) -> str:
    """What the action is called; its name where a later release offers it no more."""
    many = OFFERED.get(action)
    return str(many.action.label) if many else action


@background_work(gettext_lazy("Orders done together"), priority=5)
def carry_on_later(context: TaskContext, batch_id: int, **_told) -> None:
    """For as long as others may be kept waiting; what is left is a further piece of work, behind theirs."""
    carry_on(batch_id, enough=_after(AT_A_STRETCH))
    _leave_the_rest(batch_id, job=context.task_result.id)


def _after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def carry_on_while_one_waits(batch_id: int) -> None:
    """As much as a person likes to wait for; nothing of a long batch. What is left is done by a worker, also where
    somebody else keeps everybody from writing."""
    waiting = BatchOrder.objects.waiting().filter(batch=batch_id)
    if waiting[: WHILE_ONE_WAITS + 1].count() > WHILE_ONE_WAITS:
        return
    try:
        carry_on(batch_id, enough=_after(PATIENCE))
        _leave_the_rest(batch_id)
    except (*DATABASE_IS_AWAY, SomeoneIsWorking) as fault:
        log.warning("batch %s is left to a worker: %r", batch_id, fault)


@transaction.atomic
def _leave_the_rest(batch_id: int, *, job: str | None = None) -> None:
    """What still waits is for a worker, at once. Of workers only the one with the batch's ``job`` leaves it: one that
    was thought dead is not the one that goes on."""
    batch = Batch.objects.select_for_update(no_key=True).get(pk=batch_id)
    is_left = batch.state == BatchState.WORKING and batch.rows.waiting().exists()
    if is_left and job in (None, batch.job):
        _ask_for_work(batch, None)


def carry_on(batch_id: int, *, enough: Callable[[], bool] = lambda: False) -> None:
    """Do what waits, until nothing does, or it was stopped, or after some order it is ``enough``."""
    began = time.monotonic()
    while _do_next(batch_id, timezone.now()) and not enough():
        _give_way(time.monotonic() - began)
        began = time.monotonic()
    left = BatchOrder.objects.waiting().filter(batch=batch_id)
    working = Batch.objects.filter(pk=batch_id, state=BatchState.WORKING)
    if not left.exists():
        working.update(state=BatchState.DONE, ended_at=timezone.now())


def _give_way(took: float) -> None:
    """Where one alone can write, at SQLite, somebody else gets in between two orders: asking again and again, as those
    do who wait there, they would hardly ever meet the moment in which nobody writes."""
    if not connection.features.has_select_for_update:
        time.sleep(min(took, LONGEST_PAUSE))


def _do_next(batch_id: int, at: datetime) -> bool:
    """Bring one order from waiting to its end; False where none waits, or the batch is stopped."""
    row: BatchOrder | None = None

    @transaction.atomic
    def do() -> bool:
        nonlocal row
        row = _next(batch_id)
        if row is None:
            return False
        if _settle(row, RowState.DONE, at):
            said = _act(row, at)
            BatchOrder.objects.filter(pk=row.pk).update(said=said, event=_booked(row))
        return True

    try:
        return untangled(do)
    except Refused as refusal:
        if row is None:
            raise
        _settle(row, RowState.REFUSED, at, str(refusal))
    except Exception as fault:
        is_away = isinstance(fault, DATABASE_IS_AWAY) and state_of(fault) not in TOO_LONG
        if row is None or is_away:
            raise
        log.exception("order %s of batch %s could not be done", row.order_id, batch_id)
        _settle(row, RowState.FAILED, at, _("Something went wrong, and nothing was changed."))
    return True


def _next(batch_id: int) -> BatchOrder | None:
    """The next order that nobody is at; another worker's are passed over, where the database can."""
    waiting = BatchOrder.objects.waiting().filter(batch=batch_id, batch__state=BatchState.WORKING)
    mine = waiting.select_related("batch__event__form_token").order_by("pk")
    return mine.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()


def _settle(row: BatchOrder, state: RowState, at: datetime, said: str = "") -> bool:
    """Write what became of it, if it still waits."""
    return bool(BatchOrder.objects.waiting().filter(pk=row.pk).update(state=state, at=at, said=said))


def _act(row: BatchOrder, at: datetime) -> str:
    """Run the action as the order's own dialog would, for the person as the roles are now; what it says of itself.

    The order is held before the form is filled with what stands: what a colleague is writing is not overwritten.
    """
    batch = row.batch
    person = Employee.objects.get(pk=batch.asked_by_id)
    many = OFFERED.get(batch.action)
    try:
        order = Order.objects.visible_to(person).select_related("customer").locked(row.order_id)
    except Order.DoesNotExist:
        order = None
    if order is None or many is None:
        refuse(_("Your role does not allow this."))
    form = _filled(many, order, person, batch.told)
    if not form.is_valid():
        wrong = next(str(error) for errors in form.errors.values() for error in errors)
        refuse(many.action.why_not(order, person) or wrong)
    cause = Cause(person, at, row.version, batch.event.form_token, place=_together_with(batch))
    done = many.action.run(order, cause, form.cleaned_data)
    return str(done.said) if done else ""


def _booked(row: BatchOrder) -> int | None:
    """The event that this wrote on the order, in this very transaction."""
    own = {"event__form_token": row.batch.event.form_token, "event__actor": row.batch.asked_by_id}
    events = OrderEvent.objects.filter(order=row.order_id, event__gt=row.batch.event_id, **own)
    return events.order_by("-pk").values_list("event", flat=True).first()


def _filled(many: Many, order: Order, person: Employee, told: dict):
    """The form of the order's own dialog: what stands in it, and what was asked for all."""
    shown = many.action.form(order=order, actor=person)
    filled = Sheet(many.fill(untouched([shown]).fields, told))
    return many.action.form(as_sent([shown], filled, filled, QueryDict()), order=order, actor=person)


def _together_with(batch: Batch) -> str:
    others = batch.count - 1
    if not others:
        return ""
    return ngettext("together with %(n)s other", "together with %(n)s others", others) % {"n": others}
