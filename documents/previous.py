"""What was measured of the same patient before: of one who is registered, because a name alone is no patient."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DateTimeField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from documents.models import Analyte, Document, DocumentRevision, DocumentState, DocumentValue
from documents.results.derived import far_by
from documents.results.flags import Limits
from documents.results.reading import TypedResult
from orders.models import Order

MOST = 10
"""So many of each analyte, the latest."""


@dataclass(frozen=True)
class Previous:
    """An earlier result."""

    number: Decimal
    comparator: str
    text: str
    unit: str
    flag: str
    limits: Limits | None
    on: date
    order_number: str
    document_id: int

    @property
    def typed(self) -> TypedResult:
        return TypedResult(self.text, self.number, self.comparator)


def previous_results(
    order: Order, analyte_ids: Collection[int], *, before: Document | None = None
) -> dict[int, list[Previous]]:
    """Earlier results of the order's registered patient by analyte, the newest first; one query.

    An order whose patient is only written on it has none: two animals of an owner may share a name, and somebody
    else's results are worse than none. Results count once they are finished; of a document that is being amended
    those count that were released. ``before``: what came after that document's first value is left out.
    """
    if order.patient_id is None or not analyte_ids:
        return {}
    found: dict[int, list[Previous]] = {}
    seen = set[tuple[int, int]]()
    for value in _values(order, analyte_ids, before):
        key = value.document_id, value.field_id
        if key not in seen and value.number is not None:  # the latest row of a field comes first, and decides
            found.setdefault(value.field.analyte_id, []).append(_told(value))
        seen.add(key)
    for results in found.values():
        results.sort(key=lambda one: (one.on, one.document_id), reverse=True)
    return {analyte: results[:MOST] for analyte, results in found.items()}


def far_from(typed: TypedResult, previous: Previous | None, analyte: Analyte) -> Decimal | None:
    """By how many percent the result differs from the previous one, where that is more than the analyte allows. What
    was measured in another unit is not compared."""
    if previous is None or previous.unit != analyte.unit:
        return None
    return far_by(typed, previous.typed, analyte.far_percent)


def _values(order: Order, analyte_ids: Collection[int], before: Document | None):
    same_field = DocumentValue.objects.filter(
        document=OuterRef("document"), field=OuterRef("field"), row=OuterRef("row"), column=OuterRef("column")
    )
    first = Subquery(same_field.order_by("pk").values("entered_at")[:1])
    released = DocumentRevision.objects.filter(document=OuterRef("document")).order_by("-number")
    stands = Q(document__state__in=[DocumentState.FINISHED, DocumentState.RELEASED], is_current=True)
    stood = Q(
        document__state=DocumentState.AMENDING, entered_at__lte=Subquery(released.values("event__at")[:1])
    )
    rows = (
        DocumentValue.objects.filter(stands | stood)
        .filter(field__analyte__in=analyte_ids, document__order__patient=order.patient_id)
        .filter(document__is_removed=False)
        .annotate(first_entered=first)
        .select_related("document__order", "field")
        .order_by("-pk")
    )
    if before is None:
        return rows
    own = DocumentValue.objects.filter(document=before).order_by("pk").values("entered_at")[:1]
    began = Coalesce(Subquery(own), Value(timezone.now(), output_field=DateTimeField()))
    return rows.exclude(document=before).filter(first_entered__lt=began)


def _told(value: DocumentValue) -> Previous:
    assert value.number is not None
    return Previous(
        number=value.number,
        comparator=value.comparator,
        text=value.text,
        unit=value.unit,
        flag=value.flag,
        limits=Limits.from_json(value.limits),
        on=timezone.localdate(value.first_entered),
        order_number=value.document.order.number,
        document_id=value.document_id,
    )
