"""Masks of the numbers of documents: no two types may give out the same number."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from common.mask_overlap import may_give_the_same
from common.numbering import format_number, number_in_the_way
from documents.models import DocumentType


def why_not_mask(document_type: DocumentType, others: Sequence[DocumentType], today: date) -> str:
    """A sentence where the mask of the type would give out a number that is, or could become, another document's."""
    mask = document_type.number_mask
    for other in others:
        if other.pk != document_type.pk and may_give_the_same(mask, other.number_mask):
            sentence = _("“%(type)s” could give out %(number)s too. Put other letters in front.")
            return sentence % {"type": other, "number": format_number(mask, 1, today.year)}
    if number := number_in_the_way(document_type.number_series, mask, today):
        sentence = _("This mask would give out %(number)s again, which is taken. Put other letters in front.")
        return sentence % {"number": number}
    return ""


def free_mask() -> str:
    """A mask for a new type by which no other type gives out numbers."""
    masks = list(DocumentType.objects.values_list("number_mask", flat=True))
    number = len(masks) + 1
    while any(may_give_the_same(_usual(number), mask) for mask in masks):
        number += 1
    return _usual(number)


def _usual(number: int) -> str:
    return f"D{number}-{{yyyy}}-{{n:05}}"
