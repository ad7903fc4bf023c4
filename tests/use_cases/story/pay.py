"""Pay is set by hand, locked, paid out; months are closed."""

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from billing.models import Act
from common.months import Month
from lab.events import local_day
from payroll.models import PayrollEntry, PaySheet, PlannedPay
from payroll.pay_out import discard_sheet, draw_up_sheet, finish_sheet
from payroll.periods import close_month, months_to_close
from tests.use_cases.story.laboratory import Laboratory, which
from workflow.acts.order_pay import pay_foreseen
from workflow.pay.add_pay import add_pay
from workflow.pay.finalize_pay import finalize_pay
from workflow.pay.reopen_pay import reopen_pay
from workflow.pay.set_pay import set_pay
from workflow.pay.unset_pay import unset_pay


class Pay(Laboratory):
    """What people do here."""

    @rule(
        n=which,
        which_=which,
        amount=st.integers(0, 9999),
        what=st.sampled_from(["set", "set", "add", "take"]),
    )
    def set_a_sum(self, n, which_, amount, what):
        order = self.pick(n)
        tasks = list(order.tasks.all())
        said = {"amount": Decimal(amount) / 100, "comment": "agreed"}
        if what == "set" and tasks:
            role = ["performer", "assistant"][which_ % 2]
            self.attempt(set_pay, order.pk, task_id=tasks[which_ % len(tasks)].pk, role=role, **said)
        elif what == "add":
            self.attempt(add_pay, order.pk, employee=self.people[which_ % 2], **said)
        for planned in PlannedPay.objects.standing().filter(order=order)[:1] if what == "take" else ():
            self.attempt(unset_pay, order.pk, planned_id=planned.pk)

    @precondition(lambda self: len(self.orders) >= 2)
    @rule(n=which)
    def what_is_foreseen_is_what_stands(self, n):
        """Nothing is left to book: what would stand stands, where no draft or open line would add to it."""
        order = self.pick(n)
        stands = PayrollEntry.objects.filter(order=order, reverses=None, reversed_by=None)
        foreseen = pay_foreseen(order, local_day(self.now))
        if Act.objects.filter(order=order).standing().exists():
            assert {entry.pk for entry in foreseen if entry.pk} == set(stands.values_list("pk", flat=True))

    @rule(n=which, lift=st.booleans())
    def turn_the_lock_of_pay(self, n, lift):
        if lift:
            self.attempt(reopen_pay, self.pick(n).pk, reason="looked again")
        else:
            self.attempt(finalize_pay, self.pick(n).pk)

    @rule(n=which, what=st.sampled_from(["draw up", "all", "finish", "discard"]))
    def pay_out(self, n, what):
        """A month of a person, or everything that is free; drafts are finished or discarded."""
        person, draft = self.people[n % 2], PaySheet.objects.drafts().first()
        if what == "draw up":
            self.attempt(draw_up_sheet, person.pk, month=Month.of(local_day(self.now)))
        elif what == "all":
            free = PayrollEntry.objects.earned_by(person).free().values_list("pk", flat=True)
            self.attempt(draw_up_sheet, person.pk, entry_ids=list(free))
        elif draft:
            self.attempt(finish_sheet if what == "finish" else discard_sheet, draft.pk)

    @rule()
    def close_the_month(self):
        for month in months_to_close(local_day(self.now))[:1]:
            self.attempt(close_month, month)
