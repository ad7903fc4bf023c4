"""Acts are made, changed and booked by hand, or by the system again."""

from hypothesis import strategies as st
from hypothesis.stateful import (
    rule,
)

from billing.ledger.acts import ActLineDraft
from billing.models import Act
from tests.use_cases.story.laboratory import Laboratory, rehearsed, some, which
from workflow.acts.delete_act import delete_act
from workflow.acts.draft_act import draft_act
from workflow.acts.edit_act import edit_act
from workflow.acts.post_act import post_act
from workflow.acts.take_up_automatic import take_up_automatic
from workflow.acts.unpost_act import unpost_act


class Acts(Laboratory):
    """What people do here."""

    @rule(n=which, who=which, quantity=some, used=some)
    def draft_by_hand(self, n, who, quantity, used):
        order = self.pick(n)
        lines = [ActLineDraft(line.pk, min(quantity, line.quantity)) for line in order.lines.current()[:2]]
        material = [(self.material.pk, used)] if who % 2 else []
        self.attempt(draft_act, order.pk, performer=self.people[who % 2], lines=lines, materials=material)

    @rule(n=which, which_=which, what=st.sampled_from([post_act, post_act, unpost_act, delete_act]))
    def act_by_hand(self, n, which_, what):
        order = self.pick(n)
        acts = list(Act.objects.filter(order=order).order_by("pk"))
        if acts:
            self.attempt(rehearsed(what), order.pk, act_id=acts[which_ % len(acts)].pk)

    @rule(n=which, quantity=some)
    def edit_an_act(self, n, quantity):
        order = self.pick(n)
        act = Act.objects.filter(order=order).drafts().first()
        lines = [ActLineDraft(line.pk, min(quantity, line.quantity)) for line in order.lines.current()[:1]]
        if act and lines:
            self.attempt(edit_act, order.pk, act_id=act.pk, performer=self.people[1], lines=lines)

    @rule(n=which)
    def make_the_acts_automatic_again(self, n):
        self.attempt(rehearsed(take_up_automatic), self.pick(n).pk)
