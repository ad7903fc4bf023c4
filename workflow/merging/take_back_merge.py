"""Take back merge: exactly the rows that it moved go back, fields say again what they said, and both are there again.

What somebody has changed since stays as it is now: an order that was given to a third one, a field that was rewritten.
Orders that came since stay with the one that stayed. Refused is what was booked across the two.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import Refused
from customers.models import Counterparty, Merge, MergeRow, MergeTakenBack, Patient
from lab.cause import Cause
from lab.events import record_event
from lab.records import describe
from orders.ledger import not_before_the_last
from orders.models import Order
from workflow.merging.resting import resting_on
from workflow.merging.writing_merges import TAGS, model_of_row, plain, point, point_orders, tell
from workflow.moving import refuse, require

ACTIONS = {Merge.Kind.CUSTOMER: "merge_customers", Merge.Kind.PATIENT: "merge_patients"}
MODELS = {Merge.Kind.CUSTOMER: Counterparty, Merge.Kind.PATIENT: Patient}
ORDER, PATIENT = Order._meta.label_lower, Patient._meta.label_lower


class RestsOnMerge(Refused):
    """Something was done since that cannot be told apart again; each is named."""

    def __init__(self, named: list[str]):
        super().__init__(" ".join([_("It cannot be taken back."), *named]))


@transaction.atomic
def take_back_merge(merge_id: int, cause: Cause, *, reason: str) -> MergeTakenBack:
    """Raises ``RestsOnMerge``."""
    refuse(None if reason.strip() else _("Say why."))
    merge = Merge.objects.get(pk=merge_id)
    require(cause, ACTIONS[merge.kind])
    rows = list(merge.rows.order_by("pk"))
    orders = Order.objects.locked_together(record for record in _records(rows, ORDER))
    _lock(merge, rows)
    if hasattr(merge, "taken_back"):
        raise Refused(_("This merge is taken back already."))
    kept, gone = _both(merge)
    if named := list(_why_not(merge, kept)):
        raise RestsOnMerge(named)
    before, before_gone = describe(kept), describe(gone)
    cause = not_before_the_last(orders, cause)
    event = record_event("take_back_merge", cause, action=ACTIONS[merge.kind], reason=reason)
    _undo_keys(merge, rows, orders, kept, gone, event)
    _undo_fields(rows, kept)
    _undo_fields(rows, gone)
    tell(kept, event, before, {"field": "merged_from", "before": gone.name, "after": ""})
    tell(gone, event, before_gone, {"field": "merged_into", "before": kept.name, "after": ""})
    return MergeTakenBack.objects.create(merge=merge, event=event)


def _records(rows: list[MergeRow], table: str) -> list[int]:
    return sorted({row.record for row in rows if row.table == table})


def _lock(merge: Merge, rows: list[MergeRow]) -> None:
    """Patients, then customers, as everywhere; the orders are held already."""
    both = {merge.kept, merge.gone}
    animals = {*_records(rows, PATIENT), *(both if merge.kind == Merge.Kind.PATIENT else ())}
    Patient.objects.locked_together(animals)
    if merge.kind == Merge.Kind.CUSTOMER:
        customers = {*_records(rows, Counterparty._meta.label_lower), *both}
        Counterparty.objects.locked_for_merging(customers)


def _both(merge: Merge):
    rows = MODELS[merge.kind]._base_manager.in_bulk([merge.kept, merge.gone])
    return rows[merge.kept], rows[merge.gone]


def _why_not(merge: Merge, kept):
    if kept.merged_into_id:
        said = {"name": kept, "kept": kept.merged_into}
        yield _("%(name)s itself was merged into %(kept)s since: take that back first.") % said
    elif merge.kind == Merge.Kind.CUSTOMER:
        yield from resting_on(merge)


def _undo_keys(merge: Merge, rows: list[MergeRow], orders: list[Order], kept, gone, event) -> None:
    """Keys of other rows than the two lead back, where they still lead where the merge led them."""
    keys: dict[tuple, list[int]] = {}
    for row in rows:
        model = model_of_row(row)
        if (model, row.record) in ((type(kept), kept.pk), (type(kept), gone.pk)):
            continue
        keys.setdefault((model, row.field), []).append(row.record)
    for (model, field), ids in keys.items():
        if model is Order:
            held = [order for order in orders if getattr(order, f"{field}_id") == merge.kept]
            point_orders(held, field, kept, gone, event)
            continue
        still = model._base_manager.filter(pk__in=ids, **{field: merge.kept})
        point(model, list(still.values_list("pk", flat=True)), field, gone)


def _undo_fields(rows: list[MergeRow], record) -> None:
    """Its own fields say again what they said, where they still say what the merge wrote; tags that came go."""
    own = [row for row in rows if model_of_row(row) is type(record) and row.record == record.pk]
    tags = [row.after for row in own if row.field == TAGS]
    if tags:
        record.tags.remove(*tags)
    fields = [row for row in own if row.field != TAGS and plain(getattr(record, row.field)) == row.after]
    for row in fields:
        field = next(one for one in record._meta.concrete_fields if one.attname == row.field)
        setattr(record, row.field, field.to_python(row.before) if not field.is_relation else row.before)
    if fields:
        record.save()
