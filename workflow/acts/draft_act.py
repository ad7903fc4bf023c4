"""Draft an act by hand: who completed what, and which materials it took."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from billing.ledger import acts
from billing.ledger.acts import ActLineDraft
from billing.models import Act
from catalog.usable import refuse_materials
from lab.cause import Cause
from lab.models import Employee
from lab.performers import refuse_people
from workflow.acts.acts_by_hand import book_act_change, in_words, open_acts


@transaction.atomic
def draft_act(
    order_id: int,
    cause: Cause,
    *,
    performer: Employee,
    assistant: Employee | None = None,
    lines: Sequence[ActLineDraft],
    materials: Sequence[tuple[int, Decimal]] = (),
) -> Act:
    order = open_acts(order_id, cause)
    refuse_people(performer.pk, assistant and assistant.pk)
    refuse_materials([pk for pk, _used in materials])
    act = acts.draft_act(order, performer, lines, assistant=assistant, materials=materials, at=cause.at)
    book_act_change(order, "draft_act", cause, in_words(act))
    return act
