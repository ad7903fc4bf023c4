"""Edit a draft act by hand: it is made anew from what was typed."""

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
from workflow.acts.acts_allowed import why_not_change
from workflow.acts.acts_by_hand import book_act_change, draft_of, in_words, open_acts
from workflow.moving import refuse


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
    former = draft_of(order, act_id)
    refuse(why_not_change(former, cause.actor))
    refuse_people(performer.pk, assistant and assistant.pk, held=(former.performer_id, former.assistant_id))
    refuse_materials(
        [pk for pk, _used in materials], held=former.materials.values_list("material", flat=True)
    )
    acts.delete_draft(former)
    act = acts.draft_act(order, performer, lines, assistant=assistant, materials=materials, at=cause.at)
    book_act_change(order, "edit_act", cause, in_words(act))
    return act
