"""The preview of a version that may still be typed: an order's data, samples in place of what is not filled in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from common.numbering import format_number
from documents.document_body import body_of
from documents.filled_values import filled_in_order
from documents.layout.faults import MOST_PLACEHOLDERS, faults_of, is_too_large
from documents.layout.placeholders import SIGNATURES, Known
from documents.layout.reading import read
from documents.layout.shapes import Filled, SectionShape
from documents.layout_words import sentence_of
from documents.measuring import limits_for, patient_of
from documents.models import DocumentType, TypeField
from documents.order_facts import lab_facts, order_facts
from documents.results.flags import Limits
from documents.sample_values import samples_of
from lab.models import Employee
from lab.models.settings import LabSettings
from orders.models import Order

SERIAL = 123
OFFERED = 10


@dataclass(frozen=True)
class Preview:
    """``body`` is empty where the layout cannot be drawn; ``sentences`` say what is wrong with it."""

    body: str
    sentences: list[str]
    paper: dict
    order: Order | None


def preview_of(
    document_type: DocumentType,
    layout: str,
    sections: Sequence[SectionShape],
    fields: Sequence[TypeField],
    *,
    order: Order | None,
    viewer: Employee,
    year: int,
) -> Preview:
    facts = _facts(document_type, order, viewer, year)
    values: dict[str, Filled] = samples_of(fields, _limits(fields, order))
    if order:
        values |= filled_in_order(order, document_type)
    sentences = [sentence_of(fault) for fault in faults_of(layout, Known.of(sections))]
    body = "" if _is_too_much(layout) else body_of(layout, sections, values, facts)
    return Preview(body, sentences, _paper(document_type, facts, layout), order)


def _limits(fields: Sequence[TypeField], order: Order | None) -> dict[int, Limits]:
    """The ranges that hold today for the patient of the order."""
    analytes = [field.analyte for field in fields if field.analyte]
    if not order or not analytes:
        return {}
    today = timezone.localdate()
    return limits_for(analytes, patient_of(order, today), today)


def _is_too_much(layout: str) -> bool:
    return is_too_large(layout) or len(read(layout).found) > MOST_PLACEHOLDERS


def offered_orders(viewer: Employee):
    """The latest orders that the person sees: a preview begins with the first of them."""
    return Order.objects.visible_to(viewer).select_related("customer").order_by("-pk")


def _facts(document_type: DocumentType, order: Order | None, viewer: Employee, year: int) -> dict[str, str]:
    told = order_facts(order) if order else lab_facts()
    return told | {
        "number": format_number(document_type.number_mask, SERIAL, year),
        "revision": "1",
        "title": document_type.name,
        "filled_by": viewer.name,
        "verified_by": viewer.name,
        "released_on": told["today"],
        "reason": _("the reason of an amendment"),
    }


def _paper(document_type: DocumentType, facts: dict[str, str], layout: str) -> dict:
    """What the paper says around the body, as ``print/document.html`` does."""
    lab, today = LabSettings.load(), timezone.localdate().isoformat()
    named = ("name", "sex", "age", "species", "owner")
    return {
        "number": facts["number"],
        "title": document_type.name,
        "date": today,
        "lab": {name: getattr(lab, name) for name in ("name", "legal_name", "address", "phone", "email")},
        "order": {
            "number": facts.get("order.number", ""),
            "customer": facts.get("customer", ""),
            "contact": facts.get("contact", ""),
        },
        "patient": {name: facts.get(f"patient.{name}", "") for name in named},
        "finished": {"by": facts["filled_by"], "on": today},
        "verified": {"by": facts["verified_by"], "on": today} if document_type.is_verified else None,
        "signs_itself": SIGNATURES in layout,
    }
