"""Tasks are planned, given, done and skipped."""

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import (
    rule,
)

from tests.use_cases.story.laboratory import Laboratory, which
from workflow.plan.add_task import add_task
from workflow.plan.assign_task import assign_task
from workflow.plan.edit_task import edit_task
from workflow.plan.move_task import move_task
from workflow.plan.plan_work import plan_work
from workflow.plan.remove_task import remove_task
from workflow.plan.skip_task import skip_task, take_up_task
from workflow.plan.work_on_task import work_on_task

PLAN = ("add", "edit", "move", "skip", "take up", "remove")


class Work(Laboratory):
    """What people do here."""

    @rule(n=which)
    def finish_the_work(self, n):
        """Name whoever is missing and finish every task, as far as the state allows."""
        for task in self.pick(n).tasks.current():
            if task.performer is None:
                self.attempt(assign_task, task.pk, performer=self.people[n % 2])
            self.attempt(work_on_task, task.pk, state="skipped" if n % 7 == 0 else "done", whose="theirs")

    @rule(n=which, people=which)
    def assign(self, n, people):
        for task in self.pick(n).tasks.all()[:1]:
            performer, assistant = [None, *self.people][people % 3], [None, *self.people][people % 2]
            self.attempt(assign_task, task.pk, performer=performer, assistant=assistant)

    @rule(n=which, which_=which, share=st.sampled_from([None, 0, 0, 50, 100]), what=st.sampled_from(PLAN))
    def change_the_plan(self, n, which_, share, what):
        """Tasks of a line and of none, their shares, their place; what is skipped or goes."""
        order = self.pick(n)
        said = {"title": "Second model", "share": share and Decimal(share)}
        if what == "add":
            line = [None, *order.lines.all()][which_ % (1 + order.lines.count())]
            people = {"performer": self.people[n % 2], "assistant": self.people[1 - n % 2]}
            self.attempt(add_task, order.pk, line=line, **said, **people)
        elif tasks := list(order.tasks.all()):
            task = tasks[which_ % len(tasks)].pk
            if what == "edit":
                self.attempt(edit_task, task, **said)
            elif what == "move":
                self.attempt(move_task, task, way=["up", "down"][n % 2])
            else:
                self.attempt({"skip": skip_task, "take up": take_up_task, "remove": remove_task}[what], task)

    @rule(n=which)
    def skip_all_of_a_line(self, n):
        for task in self.pick(n).tasks.all()[:2]:
            self.attempt(skip_task, task.pk)

    @rule(n=which)
    def plan_the_work(self, n):
        self.attempt(plan_work, self.pick(n).pk)
