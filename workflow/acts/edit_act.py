"""Edit a draft act by hand: it is made anew from what was typed."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from billing.ledger import acts
from billing.ledger.acts import ActLineDraft
from billing.models import Act
from lab.cause import Cause
from lab.models import Employee
from workflow.acts.acts_by_hand import book_act_change, draft_of, in_words, open_acts


@transaction.atomic
def edit_act(
    order_id: int,
    cause: Cause,
    *,
    act_id: int,
    performer: Employee,
    assistant: Employee | None = None,
    lines: Sequence[ActLineDraft],
    materials: Sequence[tuple[int, Decimal]] = (),
) -> Act:
    order = open_acts(order_id, cause)
    acts.delete_draft(draft_of(order, act_id))
    act = acts.draft_act(order, performer, lines, assistant=assistant, materials=materials, at=cause.at)
    book_act_change(order, "edit_act", cause, in_words(act))
    return act
